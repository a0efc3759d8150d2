import DataFiles
import Foundation
import Testing
import Tokenization

/// Whether tests may pass over what needs a fetched model: only where that was asked for.
private let mayUseModels = ProcessInfo.processInfo.environment["WORKBOOK_NO_MODELS"] != "1"

/// The published encodings against ids that tiktoken gave: `Tests/Fixtures/tokens/make.py`.
@Suite(.enabled(if: mayUseModels, "WORKBOOK_NO_MODELS=1")) struct ReferenceTokensTests {
    private struct Fixture: Decodable {
        var text: String
        var plain: [String: [TokenID]]
        var special: [String: [TokenID]]

        static func all() throws -> [Fixture] {
            let file = URL(filePath: #filePath).deletingLastPathComponent()
                .appending(path: "../../Fixtures/tokens/tokens.json").standardizedFileURL
            return try JSONDecoder().decode([Fixture].self, from: Data(contentsOf: file))
        }
    }

    private static func rankFile(of encoding: TiktokenEncoding) throws -> Data {
        let environment = ProcessInfo.processInfo.environment
        let home = URL(filePath: environment["HOME"] ?? NSHomeDirectory()).appending(path: ".local/share")
        let data = environment["XDG_DATA_HOME"].map { URL(filePath: $0) } ?? home
        let folder = ModelFolder(
            environment: environment, data: data.appending(path: "workbook"),
            workingDirectory: URL(filePath: FileManager.default.currentDirectoryPath))
        let name = encoding.rawValue
        return try Data(contentsOf: folder.file("\(name).tiktoken", of: name), options: .mappedIfSafe)
    }

    private static func tokenizer(_ encoding: TiktokenEncoding) throws -> BytePairTokenizer {
        try rankFile(of: encoding).withUnsafeBytes { try BytePairTokenizer(encoding, ranks: $0) }
    }

    @Test(arguments: TiktokenEncoding.allCases)
    func idsAreThoseOfTheReference(_ encoding: TiktokenEncoding) throws {
        let tokenizer = try Self.tokenizer(encoding)
        let fixtures = try Fixture.all()
        #expect(fixtures.count > 100)
        for fixture in fixtures {
            #expect(tokenizer.encode(fixture.text) == fixture.plain[encoding.rawValue], "\(fixture.text)")
            #expect(
                tokenizer.encode(fixture.text, allowingSpecial: true) == fixture.special[encoding.rawValue],
                "\(fixture.text)")
        }
    }

    @Test(arguments: TiktokenEncoding.allCases)
    func everyTokenThatIsTextEncodesToItself(_ encoding: TiktokenEncoding) throws {
        let tokenizer = try Self.tokenizer(encoding)
        var seen = 0
        for token in 0..<TokenID(encoding.rankCount) {
            guard let text = String(validating: tokenizer.bytes(of: token), as: UTF8.self),
                tokenizer.preTokenizer.pieces(of: text).count == 1
            else { continue }
            seen += 1
            if tokenizer.encode(text) != [token] { Issue.record("\(token): \(tokenizer.encode(text))") }
        }
        #expect(seen > encoding.rankCount / 2)
    }

    @Test(arguments: TiktokenEncoding.allCases)
    func randomTextComesBackAlsoTokenByToken(_ encoding: TiktokenEncoding) throws {
        let tokenizer = try Self.tokenizer(encoding)
        var generator = TestGenerator(state: 21)
        for _ in 0..<5000 {
            let text = String.random(using: &generator)
            var assembler = TextAssembler()
            let tokens = tokenizer.encode(text)
            let streamed = tokens.map { assembler.append(tokenizer.bytes(of: $0)) }.joined() + assembler.finish()
            #expect(streamed.utf8.elementsEqual(text.utf8))
            #expect(tokenizer.droppedBytes(in: text).isEmpty)
        }
    }

    @Test func cutRankFileIsRefused() throws {
        let file = try Self.rankFile(of: .cl100kBase)
        for length in stride(from: 0, to: file.count - 1, by: file.count / 37) {
            file.prefix(length).withUnsafeBytes { bytes in
                #expect(throws: BytePairError.self, "\(length)") { try BytePairTokenizer(.cl100kBase, ranks: bytes) }
            }
        }
    }
}
