import ArgumentParser
import LanguageModel
import Terminal

struct Similar: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "similar",
        abstract: "Tell how alike two texts are, or which lines of a file come nearest to one.",
        discussion: """
            The measure is the cosine of the angle between the texts' vectors: 1 for the same direction, about 0 for texts that \
            have nothing to do with each other. `similar "reset my password" --among questions.txt` ranks the file's lines: \
            a search by meaning.
            """
    )

    @Argument(help: "The text, and what it is compared with.")
    var texts: [String] = []

    @Option(help: "Compare with each line of this file, or of standard input for -.", completion: .file())
    var among: String?

    @Option(help: "With --among: how many lines to show.")
    var top: Int = 10

    @Flag(help: "The numbers, as JSON.")
    var json = false

    mutating func validate() throws {
        if top < 1 { throw ValidationError("--top is \(top): at least 1 line must be shown.") }
    }

    mutating func run(in session: Session) async throws {
        guard texts.count == (among == nil ? 2 : 1) else {
            throw Failure(
                among == nil
                    ? "Two texts are compared, and \(texts.count) were given."
                    : "One text is compared with the lines of a file, and \(texts.count) were given.",
                next: "Quote what has spaces: similar \"a cat on a mat\" \"a kitten on a rug\"")
        }
        let encoder = try session.sentenceEncoder()
        let others = try among.map { try session.lines(of: $0) } ?? [texts[1]]
        guard !others.isEmpty else { throw Failure("There is no text in \(among ?? "").", next: "Write one a line.") }
        let vectors = try session.embed([texts[0]] + others, with: encoder)
        let cosines = vectors.dropFirst().map { SentenceEncoder.cosineSimilarity(vectors[0], $0) }
        let view = SimilarityView(
            model: session.sentenceEncoderName, query: texts[0], others: Array(zip(others, cosines)),
            isRanking: among != nil, top: top)
        if json {
            session.output.writeJSON(view.json.serialized(pretty: true))
        } else {
            session.say(view.text(width: session.output.width, unicode: session.output.unicode))
        }
    }
}
