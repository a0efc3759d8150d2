public import Tokenization

/// A language model that counts: the next token given the last six, by interpolated modified Kneser-Ney smoothing.
///
/// It is trained when it is first used, in milliseconds, on a text inside the executable. So it needs no file, runs
/// everywhere, and its numbers can be checked by hand; but it knows nothing beyond its text, and forgets everything
/// more than six tokens back.
///
/// The logits are natural logarithms of probabilities: at temperature 1, softmax gives exactly the model's
/// probabilities, which are above 0 for every token.
public final class NGramModel: LanguageModel {
    public static let name = "ngram"
    /// Trained on the text in the executable.
    public static let shared = NGramModel(id: name, documents: Corpus.documents())

    /// n: the tokens of an n-gram. The context is one less.
    public static let order = 7

    /// How much of the estimated discounts is used.
    ///
    /// The estimates are made to predict new text. From a text this small they take so much that samples would be word
    /// salad at temperature 1. This model is there to be sampled from, so it trusts its text more.
    package static let discountShare = 0.25

    public let id: String
    /// No more than a bound for loops: the model itself looks at six tokens, whatever the length of the text.
    public let contextLength = 32_768
    public var tokenizer: any Tokenizer { words }
    public var endTokens: Set<TokenID> { [WordTokenizer.endOfText] }

    let words: WordTokenizer
    let probabilities: KneserNey

    /// Trains a model on `documents`, each taken as often as it says.
    package init(id: String, documents: [CorpusDocument]) {
        var words = WordTokenizer()
        // Fewer than one entry for each byte of text, by trial.
        var counts = NGramCounts(
            order: Self.order, boundary: WordTokenizer.endOfText,
            expectedEntries: documents.reduce(0) { $0 + $1.text.utf8.count })
        for document in documents {
            counts.add(words.learn(document.text), times: Int32(document.count))
        }
        self.id = id
        self.words = words
        probabilities = KneserNey(
            counts, vocabularySize: words.vocabularySize,
            discounts: KneserNey.Discounts.estimated(from: counts).map { $0.scaled(by: Self.discountShare) })
    }

    /// The conversation as the documents of the text stand: a question, a line break, its answer, the end of the text.
    ///
    /// A system turn is a document of its own; a user's turn is followed by a line break, an assistant's by an
    /// end-of-text token, unless it is the last turn. Since the model sees six tokens, the end of the last user's
    /// turn is what the answer depends on: a question in the words of the text gets its answer.
    public func promptTokens(for turns: [ChatTurn]) -> [TokenID] {
        var tokens: [TokenID] = []
        for (index, turn) in turns.enumerated() {
            tokens += words.encode(turn.text)
            switch turn.role {
            case .user: tokens += words.encode("\n")
            case .assistant where index == turns.count - 1: break
            case .system, .assistant: tokens.append(WordTokenizer.endOfText)
            }
        }
        return tokens
    }

    public func makeContext() -> any ModelContext { NGramContext(self) }
}

/// The last tokens of a text. A text begins as a document does: after an end-of-text token.
private final class NGramContext: ModelContext {
    private let model: NGramModel
    private var recent: [TokenID] = [WordTokenizer.endOfText]

    init(_ model: NGramModel) { self.model = model }

    func logits(appending tokens: [TokenID]) throws -> [Float] {
        let size = model.words.vocabularySize
        if let foreign = tokens.first(where: { !(0..<size).contains(Int($0)) }) {
            throw ModelError.tokenOutsideVocabulary(token: Int(foreign), vocabularySize: size)
        }
        recent = Array((recent + tokens.suffix(NGramModel.order)).suffix(NGramModel.order))
        return model.probabilities.logProbabilities(after: recent)
    }
}
