internal import LanguageModel
internal import ModelAPI
internal import Sampling
internal import Tokenization

/// Lists tokens as the older completions do, and keeps count of where they begin.
struct LogprobList: Sendable {
    private(set) var list: Completion.Logprobs
    private let top: Int
    private var offset = 0
    private var assembler = TextAssembler()

    /// - Parameter top: how many probable tokens are listed at each place.
    init(top: Int) {
        self.top = top
        list = Completion.Logprobs(listsTop: top > 0)
    }

    /// Goes past a text that is not listed. A place is counted in Unicode scalars, as Python counts.
    mutating func skip(_ text: String) { offset += text.unicodeScalars.count }

    mutating func append(_ tokens: [RunningText.WrittenToken]) {
        for token in tokens {
            place(token.drawn.bytes)
            list.tokenLogprobs.append(token.drawn.logProbability)
            // The token that was drawn is listed, whether or not it is among the most probable.
            var candidates = Array(token.top.prefix(top))
            if !candidates.contains(where: { $0.token == token.drawn.token }) { candidates.append(token.drawn) }
            list.topLogprobs.append(
                candidates.map { .init(token: Self.text(of: $0.bytes), logprob: $0.logProbability) })
        }
    }

    /// A prompt, of whose first token nothing is known.
    mutating func append(first: [UInt8]?, _ rest: [RunningText.WrittenToken]) {
        if let first {
            place(first)
            list.tokenLogprobs.append(nil)
            list.topLogprobs.append(nil)
        }
        append(rest)
    }

    /// Begins a new list where the last one ended.
    mutating func clear() { list = Completion.Logprobs(listsTop: top > 0) }

    private mutating func place(_ bytes: [UInt8]) {
        list.tokens.append(Self.text(of: bytes))
        list.textOffsets.append(offset)
        offset += assembler.append(bytes).unicodeScalars.count
    }

    /// `bytes:\xe2\x98` for what is no text by itself.
    private static func text(of bytes: [UInt8]) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        let hex = bytes.map { ($0 < 16 ? "\\x0" : "\\x") + String($0, radix: 16) }
        return "bytes:" + hex.joined()
    }
}

/// Reads a prompt token by token, to tell how probable each of its tokens is.
enum PromptScore {
    struct Score: Sendable {
        /// The first token's bytes, if the model reads any.
        var first: [UInt8]?
        var rest: [RunningText.WrittenToken] = []
    }

    /// Used by one thread at a time.
    private final class Reader: @unchecked Sendable {
        private let context: any ModelContext
        private let model: any LanguageModel
        private let top: Int

        init(_ model: any LanguageModel, top: Int) {
            context = model.makeContext()
            self.model = model
            self.top = top
        }

        /// Reads `token`, and tells how probable `next` was then.
        func read(_ token: TokenID, before next: TokenID) throws -> RunningText.WrittenToken {
            let probabilities = try LogProbabilities(logits: try context.logits(appending: [token]))
            func candidate(_ token: TokenID) -> RunningText.WrittenToken.Candidate {
                .init(
                    token: token, bytes: model.tokenizer.bytes(of: token),
                    logProbability: probabilities.logProbability(of: Int(token)))
            }
            return .init(
                drawn: candidate(next), top: probabilities.top(top).map { candidate(TokenID($0.token)) })
        }
    }

    static func read(_ task: PreparedTask, top: Int, engine: Engine, request: LabRequest) async throws -> Score {
        let tokens = task.tokens
        let model = task.model
        guard let first = tokens.first, task.promptTokens > 0 else { return Score() }
        var score = Score(first: model.tokenizer.bytes(of: first))
        let reader = Reader(model, top: top)
        // In parts, so that others get their turn, and that work ends when the client leaves.
        for start in stride(from: 0, to: tokens.count - 1, by: 16) {
            guard request.isWanted else { throw ClientLeft() }
            score.rest += try await engine.run {
                try (start..<min(tokens.count - 1, start + 16)).map {
                    try reader.read(tokens[$0], before: tokens[$0 + 1])
                }
            }
        }
        return score
    }
}
