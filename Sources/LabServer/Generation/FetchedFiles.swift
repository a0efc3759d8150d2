public import LanguageModel
internal import ModelAPI
internal import Synchronization
public import Tokenization

/// What some endpoints need beside the models that write, and what may not have been fetched: opened at first use, then kept.
public final class FetchedFiles: Sendable {
    /// A model of sentences or a tokenizer that does not lie in the models folder.
    public struct Missing: Error, Hashable, Sendable {
        public var name: String

        public init(name: String) { self.name = name }
    }

    private struct Opened {
        var encoder: SentenceEncoder?
        var tokenizers: [String: any Tokenizer] = [:]
        var classifier: ModerationClassifier?
    }

    /// The name of the sentence model, as `models fetch` takes it.
    public let encoderName: String
    private let openEncoder: @Sendable () throws -> SentenceEncoder
    private let openTokenizer: @Sendable (String) throws -> any Tokenizer
    private let opened = Mutex(Opened())

    /// - Parameters:
    ///   - encoder: opens the sentence model, or throws ``Missing``.
    ///   - tokenizer: opens the tokenizer of a name such as `cl100k_base`, or throws ``Missing``.
    public init(
        encoderName: String, encoder: @escaping @Sendable () throws -> SentenceEncoder,
        tokenizer: @escaping @Sendable (String) throws -> any Tokenizer
    ) {
        self.encoderName = encoderName
        openEncoder = encoder
        openTokenizer = tokenizer
    }

    /// Nothing was fetched.
    public static let none = FetchedFiles(
        encoderName: "all-minilm-l6-v2", encoder: { throw Missing(name: "all-minilm-l6-v2") },
        tokenizer: { throw Missing(name: $0) })

    /// Throws the error that a client is told if it is not there.
    func encoder() throws -> SentenceEncoder {
        try opened.withLock { opened in
            if let encoder = opened.encoder { return encoder }
            let encoder = try Self.told { try openEncoder() }
            opened.encoder = encoder
            return encoder
        }
    }

    /// Throws the error that a client is told if it is not there.
    func tokenizer(_ name: String) throws -> any Tokenizer {
        try opened.withLock { opened in
            if let tokenizer = opened.tokenizers[name] { return tokenizer }
            let tokenizer = try Self.told { try openTokenizer(name) }
            opened.tokenizers[name] = tokenizer
            return tokenizer
        }
    }

    /// The moderation stand-in, fitted at first use: whoever asks meanwhile waits.
    func classifier() throws -> ModerationClassifier {
        let encoder = try encoder()
        return opened.withLock { opened in
            if let classifier = opened.classifier { return classifier }
            let classifier = ModerationClassifier(encoder: encoder)
            opened.classifier = classifier
            return classifier
        }
    }

    private static func told<Value>(_ open: () throws -> Value) throws -> Value {
        do { return try open() } catch let missing as Missing {
            throw APIError.openai(
                503, "This endpoint of the lab needs '\(missing.name)', which is not there: `models fetch` brings it.",
                type: "server_error", code: "model_not_fetched")
        }
    }
}
