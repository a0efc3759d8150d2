import Course
import DataFiles
import Foundation
import LabServer
import LanguageModel
import ModelAPI
import Progress
import Terminal
import Tokenization
import Traffic

/// The state behind the commands: what has been loaded, started and built so far.
///
/// Everything is made at first use, so that the prompt shows at once and a command pays only for what it needs.
@MainActor
final class Session {
    let environment: ProcessEnvironment
    let output: any TextOutput
    let models: ModelCatalog
    /// Where progress is kept; `nil` keeps nothing, for proving a course.
    let storeLocation: URL?

    /// Shows text that is not asked for but helps: only where a person reads along.
    var isInteractive = false
    /// Whether a shell gave one command, and what it began ends with it.
    var isSingleCommand = false
    /// The day on which the lab lives, or will when it starts.
    var asOf = AsOf.day(FactBook.standardDay)
    /// The line that is being run.
    var line = ""

    var loadedCourse: Course?
    var chosenRoot: URL?
    var openedStore: ProgressStore?
    var loadedFacts: FactBook?
    /// The answers to `advise` so far.
    var adviceAnswers: [Advice.Answer] = []
    var runningLab: RunningLab?
    /// Models from files that were named, by path.
    var loadedModels: [String: LlamaModel] = [:]
    var openedEncoder: SentenceEncoder?
    var loadedTokenizers: [TokenEncoding: BytePairTokenizer] = [:]

    /// The request being built; kept in the store, so that it is still there tomorrow.
    var loadedDraft: RequestDraft??
    /// What was sent in this run of the workbook, or loaded from the store.
    var loadedExchanges: [Exchange]?
    /// Where the learner is, when nothing is stored.
    var memory: [StoredKey: String] = [:]

    init(
        environment: ProcessEnvironment, output: any TextOutput, models: ModelCatalog? = nil,
        storeLocation: URL?? = .none, courseRoot: URL? = nil
    ) {
        self.environment = environment
        self.output = output
        self.models = models ?? .standard(in: environment.modelFolder)
        self.storeLocation = storeLocation ?? environment.folder(.data).appending(path: "progress.sqlite")
        chosenRoot = courseRoot
    }

    /// Stops what was started. The session is not used afterwards.
    func close() async {
        await runningLab?.server.stop()
        runningLab = nil
    }
}

/// The names under which small state is stored.
enum StoredKey: String {
    case place
    case draft
    case exercise
    case exerciseBegan = "exercise-began"
    /// Whether it was said that the models here are small and often wrong.
    case howSmall = "how-small"
    /// What the learner's variants are drawn from.
    case seed
}

// MARK: Saying things

extension Session {
    func say(_ text: DisplayText) { output.print(text) }

    func say(_ lines: [DisplayText]) {
        for line in lines { output.print(line) }
    }

    /// Prose: broken between words.
    func sayWrapped(_ lines: [DisplayText]) { say(lines.flatMap { $0.wrapped(to: output.width) }) }

    /// Without a line end: text that goes on, such as a stream.
    func write(_ text: DisplayText) { output.write(text) }

    /// A quiet line on what to do next, where a person reads along.
    func hint(_ text: String) {
        if isInteractive { say(Markdown.inline(text, style: .dim).wrapped(to: output.width)) }
    }

    /// What went wrong, on standard error where that is another stream.
    func complain(_ message: String, at place: String? = nil) {
        let prefix = place.map { "\($0): " } ?? ""
        let text = DisplayText("\(prefix)\(message)")
        // Programs that read the errors of others want a line each; a person wants whole words.
        for line in output.isTerminal ? text.wrapped(to: output.width) : [text] { output.complain(line) }
    }

    /// A long view: a screenful at a time where a person reads along, all at once otherwise.
    func page(_ lines: [DisplayText]) {
        if isInteractive {
            Pager(output: output).show(lines)
        } else {
            say(lines)
        }
    }

    /// Columns for running text: a line longer than this is hard to read.
    var textWidth: Int { min(output.width, 100) }

    func writeJSON(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        output.writeJSON(String(decoding: try encoder.encode(value), as: UTF8.self))
    }
}

// MARK: Reading files

extension Session {
    /// The most that a text file may hold, in bytes.
    private static let textLimit = 16 << 20

    /// The text of a file, or of standard input for `-`.
    func readText(of path: String) throws -> String {
        var bytes: [UInt8] = []
        try readBytes(of: path) { bytes += $0 }
        guard bytes.count <= Self.textLimit else {
            throw Failure("\(path) is larger than \(Self.textLimit >> 20) MB.", next: "Give a smaller file.")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure(
                "\(path) is not UTF-8 text: the byte at offset \(Self.offsetOfInvalidUTF8(in: bytes)) cannot be read.",
                next: "Save it as UTF-8.")
        }
        return text
    }

    /// How many bytes come before the first that is not well-formed.
    private static func offsetOfInvalidUTF8(in bytes: [UInt8]) -> Int {
        var parser = Unicode.UTF8.ForwardParser()
        var rest = bytes.makeIterator()
        var offset = 0
        while case .valid(let scalar) = parser.parseScalar(from: &rest) { offset += scalar.count }
        return offset
    }

    /// Gives the bytes of a file, or of standard input for `-`, as they are read.
    func readBytes(of path: String, _ body: ([UInt8]) throws -> Void) throws {
        let handle: FileHandle
        if path == "-" {
            handle = .standardInput
        } else {
            let url = URL(filePath: path, relativeTo: environment.workingDirectory)
            do { handle = try FileHandle(forReadingFrom: url) } catch {
                throw Failure("\(path) cannot be read: \(error.localizedDescription)", next: "Is the name right?")
            }
        }
        while let data = try handle.read(upToCount: 1 << 16), !data.isEmpty { try body(Array(data)) }
    }
}
