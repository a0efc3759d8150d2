import ArgumentParser
import Foundation
import ModelAPI
import Terminal
import Tokenization

struct Tokens: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "tokens",
        abstract: "Show the tokens of a text: what a model reads, and what is counted and billed.",
        discussion: """
            cl100k_base is the encoding of GPT-4 and GPT-3.5, o200k_base that of GPT-4o and later. What is written like a \
            special token, such as <|endoftext|>, is plain text, unless --special is given.

            --jsonl reads lines {"text":"…"} from standard input, and answers each with {"tokens":[…],"count":N}.
            """
    )

    @Argument(parsing: .remaining, help: "The text; with --decode, the ids.")
    var text: [String] = []

    @Option(help: "The text of this file, or - for standard input.", completion: .file())
    var file: String?

    @Option(
        help: "\(TokenEncoding.allCases.map(\.rawValue).formatted(.list(type: .or))).",
        completion: .list(TokenEncoding.allCases.map(\.rawValue)))
    var encoding: TokenEncoding = .cl100kBase

    @Flag(help: "Read special tokens where they are written.")
    var special = false

    @Flag(help: "The number of tokens alone.")
    var count = false

    @Flag(help: "The ids, as JSON.")
    var json = false

    @Flag(help: "Answer lines of JSON on standard input, one by one.")
    var jsonl = false

    @Flag(help: "Turn ids back into text.")
    var decode = false

    @Option(help: "Encode the text this many times, and report the seconds that each pass took, as JSON.")
    var time: Int?

    mutating func validate() throws {
        if let time, time < 1 { throw ValidationError("--time is \(time): the text must be encoded at least once.") }
        if [jsonl, decode, file != nil].filter(\.self).count > 1 {
            throw ValidationError("Only one of --file, --jsonl and --decode can say what is read.")
        }
        if !text.isEmpty, jsonl || file != nil {
            throw ValidationError("There is a text, and \(jsonl ? "--jsonl" : "--file") as well: give one of them.")
        }
    }

    mutating func run(in session: Session) async throws {
        if jsonl { return try answerLines(in: session) }
        guard !text.isEmpty || file != nil else {
            throw Failure(
                decode ? "There are no ids." : "There is no text.",
                next: decode ? "For example: tokens --decode 15339 1917" : "For example: tokens \"Hello, world\"")
        }
        if decode { return try showDecoded(in: session) }
        let text = try file.map { try session.readText(of: $0) } ?? self.text.joined(separator: " ")
        if let time { return try showTimes(of: text, passes: time, in: session) }
        let tokenizer = try session.tokenizer(for: encoding)
        let tokens = tokenizer.encode(text, allowingSpecial: special)
        if count, !json {
            session.say("\(tokens.count)")
            return
        }
        let view = TokensView(text: text, tokens: tokens, encoding: encoding, tokenizer: tokenizer)
        if json {
            session.output.writeJSON(count ? "{\"count\":\(tokens.count)}" : view.json)
        } else {
            session.page(view.text(width: session.output.width, unicode: session.output.unicode))
        }
    }

    // MARK: Lines

    @MainActor
    private func answerLines(in session: Session) throws {
        let tokenizer = try session.tokenizer(for: encoding)
        try session.forEachInputLine { number, line in
            let text = try Self.text(ofLine: number, line)
            let tokens = tokenizer.encode(text, allowingSpecial: special)
            let view = TokensView(text: text, tokens: tokens, encoding: encoding, tokenizer: tokenizer)
            session.output.writeJSON(count ? "{\"count\":\(tokens.count)}" : view.json)
        }
    }

    private static func text(ofLine number: Int, _ line: ArraySlice<UInt8>) throws -> String {
        let value: JSONValue
        do {
            var parser = JSONParser(line)
            value = try parser.parse()
        } catch {
            throw Failure(
                "Line \(number) of standard input is not JSON: \(error).", next: "It must be {\"text\":\"…\"}.")
        }
        guard let text = value["text"]?.string else {
            throw Failure(
                "Line \(number) of standard input has no string \"text\".", next: "It must be {\"text\":\"…\"}.")
        }
        return text
    }

    // MARK: Ids

    @MainActor
    private func showDecoded(in session: Session) throws {
        let tokenizer = try session.tokenizer(for: encoding)
        let ids = try text.flatMap { $0.split { ", []".contains($0) } }.map { word in
            guard let id = TokenID(word), let bytes = Self.written(id, tokenizer) else {
                throw Failure("\(word) is no token of \(encoding.rawValue).", next: "Ids are whole numbers from 0.")
            }
            return (id: id, bytes: bytes)
        }
        // The bytes of all, joined first: one character may be spread over several tokens.
        let decoded = String(decoding: ids.flatMap(\.bytes), as: UTF8.self)
        if json {
            session.output.writeJSON(JSONValue.object(["text": .string(decoded)]).serialized(pretty: false))
        } else {
            session.say(DisplayText(decoded))
        }
    }

    /// The bytes of a token, or what a special one is written as; `nil` for an id that is neither.
    private static func written(_ id: TokenID, _ tokenizer: BytePairTokenizer) -> [UInt8]? {
        let bytes = tokenizer.bytes(of: id)
        return bytes.isEmpty ? tokenizer.specialToken(id).map { Array($0.text.utf8) } : bytes
    }

    // MARK: Time

    @MainActor
    private func showTimes(of text: String, passes: Int, in session: Session) throws {
        let clock = ContinuousClock()
        let loadStarted = clock.now
        let tokenizer = try session.tokenizer(for: encoding)
        let load = (clock.now - loadStarted) / .seconds(1)
        var count = 0
        let seconds = (0..<passes).map { _ in
            clock.measure { count = tokenizer.encode(text, allowingSpecial: special).count } / .seconds(1)
        }
        let report = JSONValue.object([
            "encoding": .string(encoding.rawValue), "bytes": .integer(text.utf8.count), "tokens": .integer(count),
            "load_seconds": .number(load), "seconds": .array(seconds.map { .number($0) }),
        ])
        session.output.writeJSON(report.serialized(pretty: false))
    }
}
