public import LanguageModel
public import Tokenization

/// No model at all: every answer is one text, which is there at once.
///
/// It is for measuring what the lab's HTTP side takes, without the time that a model takes.
public final class CannedModel: LanguageModel {
    public let id = "canned"
    public let tokenizer: any Tokenizer = WordTokenizer()
    public let contextLength = 1 << 20
    public let endTokens: Set<TokenID> = []
    /// The text's words, each with the space before it.
    let pieces: [String]

    public init(text: String) {
        var pieces: [String] = []
        for character in text {
            if character == " " || pieces.isEmpty { pieces.append("") }
            pieces[pieces.count - 1].append(character)
        }
        self.pieces = pieces
    }

    /// Counts words, so that no vocabulary is needed.
    public func promptTokens(for turns: [ChatTurn]) -> [TokenID] {
        [TokenID](repeating: 0, count: turns.reduce(0) { $0 + $1.text.utf8.lazy.filter { $0 == 0x20 }.count + 1 })
    }

    public func makeContext() -> any ModelContext { Context() }

    /// The text, written already.
    func text(upTo limit: Int) -> RunningText {
        let steps = StepQueue(isWanted: { true }, wake: {})
        let count = min(limit, pieces.count)
        for (index, piece) in pieces.prefix(count).enumerated() {
            let finish: FinishReason? = index + 1 < count ? nil : count < pieces.count ? .maxTokens : .endOfText
            steps.put(.init(text: piece, finish: finish, tokens: index + 1))
        }
        if count == 0 { steps.put(.init(text: "", finish: limit == 0 ? .maxTokens : .endOfText, tokens: 0)) }
        return RunningText(steps)
    }

    private final class Context: ModelContext {
        func logits(appending tokens: [TokenID]) throws -> [Float] { throw ModelError.unsupported("no logits") }
    }
}
