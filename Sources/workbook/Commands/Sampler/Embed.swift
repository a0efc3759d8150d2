import ArgumentParser
import LanguageModel
import Terminal

struct Embed: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "embed",
        abstract: "Turn texts into vectors that say what they are about.",
        discussion: """
            Each argument is a text, so quote one that has spaces: `embed "The cat sits on the mat."` The vectors have length 1, \
            so that the product of two is their cosine; `similar` shows it. Texts are cut to 256 tokens, as the model's makers do.
            """
    )

    @Argument(help: "The texts.")
    var texts: [String] = []

    @Option(help: "Take the texts from this file, or standard input for -, one a line.", completion: .file())
    var file: String?

    @Flag(help: "The whole vectors, as JSON.")
    var json = false

    mutating func run(in session: Session) async throws {
        let texts = try texts + (file.map { try session.lines(of: $0) } ?? [])
        guard !texts.isEmpty else {
            throw Failure("There is no text.", next: "For example: embed \"The cat sits on the mat.\"")
        }
        let encoder = try session.sentenceEncoder()
        let vectors = try session.embed(texts, with: encoder)
        let view = EmbeddingView(model: session.sentenceEncoderName, encoder: encoder)
        if json {
            session.output.writeJSON(view.json(texts, vectors).serialized(pretty: false))
        } else {
            session.page(view.text(texts, vectors, width: session.output.width, unicode: session.output.unicode))
        }
    }
}
