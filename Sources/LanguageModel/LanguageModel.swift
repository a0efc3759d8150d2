public import Tokenization

/// Who said a turn of a conversation.
public enum ChatRole: String, Codable, Sendable, CaseIterable { case system, user, assistant }

/// One turn of a conversation.
public struct ChatTurn: Hashable, Sendable, Codable {
    public var role: ChatRole
    public var text: String

    public init(_ role: ChatRole, _ text: String) {
        self.role = role
        self.text = text
    }
}

/// A model that gives, for the tokens so far, a logit for each token that could come next.
public protocol LanguageModel: Sendable {
    /// The name by which a ``ModelCatalog`` finds the model.
    var id: String { get }
    var tokenizer: any Tokenizer { get }
    /// How many tokens prompt and completion may have together.
    var contextLength: Int { get }
    /// The tokens that end a text. ``Generation`` stops at them; they stand for no text.
    var endTokens: Set<TokenID> { get }

    /// A conversation in the form that the model expects, ready to be continued by the assistant.
    ///
    /// The words of a turn are encoded as plain text: nothing written in them becomes a special token. Nothing is left
    /// out, so the result may be longer than ``contextLength``: see ``turnsThatFit(_:leaving:)``. A last turn by the
    /// assistant is left open, and will be continued.
    func promptTokens(for turns: [ChatTurn]) -> [TokenID]

    /// The tokens of a text that the model is to go on with. The text is plain: nothing in it becomes a special token.
    func promptTokens(for text: String) -> [TokenID]

    /// The same model with every product in full precision; itself, if it knows no other way.
    ///
    /// Slower, and the same as any other correct implementation to three decimals of a logit: for looking at numbers.
    var exact: any LanguageModel { get }

    /// A new, empty text.
    func makeContext() -> any ModelContext

    /// How many tokens a pass takes at most, of all texts together. `nil` for a model that reads texts one after the other:
    /// it gains nothing from passes, nor from a prompt in pieces.
    var passLimit: Int? { get }

    /// Appends each part's tokens to its text, and lends the logits of those that want them to `body`, each with the part's
    /// place among `parts`.
    ///
    /// The parts are of this model's contexts, no two of one, and have at most ``passLimit`` tokens together. The logits are
    /// those that `logits(appending:)` gives, to the last bit: a text does not depend on its company. A part that fails, be it
    /// one that wants no logits, gives `body` its error, and leaves its context unusable; the others go on.
    ///
    /// `body` may be called on several threads at once, once for a part at most. It must not keep the logits, nor call the
    /// model.
    func advance(_ parts: [PassPart], _ body: (Int, Result<UnsafeBufferPointer<Float>, any Error>) -> Void)
}

/// A text that a model reads, token by token. It belongs to one generation.
public protocol ModelContext: AnyObject {
    /// Prepares an empty text that will begin with `tokens`. Gives how many of them the model knows already, from another text
    /// that begins alike: these are appended with it, and the others follow. 0 for a model that keeps nothing; never all.
    func begin(with tokens: [TokenID]) throws -> Int

    /// Takes the next tokens of the text, and gives the logits of the token that follows them: one for each entry of
    /// the vocabulary. `tokens` may be empty: then for the text so far.
    func logits(appending tokens: [TokenID]) throws -> [Float]
}

extension LanguageModel {
    public func promptTokens(for text: String) -> [TokenID] { tokenizer.encode(text) }

    public var exact: any LanguageModel { self }

    /// `turns` without as many of the oldest as must go for the prompt to leave room for `reserved` more tokens.
    ///
    /// System turns and the last turn always stay, so the result may still be too long. A turn goes whole, never in
    /// part, and an answer never stays without the user's turn before it.
    public func turnsThatFit(_ turns: [ChatTurn], leaving reserved: Int) -> [ChatTurn] {
        var turns = turns
        while promptTokens(for: turns).count + reserved > contextLength {
            guard let oldest = turns.dropLast().firstIndex(where: { $0.role != .system }) else { break }
            turns.remove(at: oldest)
            while oldest < turns.count - 1, turns[oldest].role == .assistant { turns.remove(at: oldest) }
        }
        return turns
    }
}
