import Dispatch
import LanguageModel
import Synchronization
import Tokenization

/// A model with passes that writes one given text, byte by byte, and keeps account of what it is asked.
///
/// Token 0 ends a text, token b + 1 stands for the byte b, and tokens above for none: prompts are made of these.
final class TallyModel: LanguageModel {
    struct Bytes: Tokenizer {
        let vocabularySize = 300
        func encode(_ text: String) -> [TokenID] { text.utf8.map { TokenID($0) + 1 } }
        func bytes(of token: TokenID) -> [UInt8] { (1...256).contains(token) ? [UInt8(token - 1)] : [] }
    }

    /// What one pass was asked: for each text its prompt's first token, and how many tokens.
    typealias Pass = [(text: TokenID, count: Int)]

    private struct Account {
        var passes: [Pass] = []
        var open = 0
        var positions = 0
        var highest = 0
        var waiting: [(condition: @Sendable (Int) -> Bool, resume: CheckedContinuation<Void, Never>)] = []
    }

    final class Text: ModelContext {
        fileprivate var tokens: [TokenID] = []
        private let model: TallyModel

        init(_ model: TallyModel) {
            self.model = model
            model.note { $0.open += 1 }
        }

        deinit {
            let count = tokens.count
            model.note {
                $0.open -= 1
                $0.positions -= count
            }
        }

        func logits(appending new: [TokenID]) -> [Float] {
            tokens += new
            model.note {
                $0.positions += new.count
                $0.highest = max($0.highest, $0.positions)
            }
            var logits = [Float](repeating: 0, count: model.tokenizer.vocabularySize)
            let written = tokens.lastIndex { $0 > 256 }.map { tokens.count - 1 - $0 } ?? tokens.count
            logits[written < model.text.count ? Int(model.text[written]) + 1 : 0] = 50
            return logits
        }
    }

    let id = "tally"
    let tokenizer: any Tokenizer = Bytes()
    let contextLength = 1_000_000
    let endTokens: Set<TokenID> = [0]
    let passLimit: Int?
    let text: [UInt8]
    private let account = Mutex(Account())
    /// Passes wait here until they are let through; `nil` lets all through.
    private let gate: DispatchSemaphore?

    /// - Parameter isHeld: whether passes wait for ``release()``.
    init(writing text: [UInt8], passLimit: Int? = 512, isHeld: Bool = false) {
        self.text = text
        gate = isHeld ? DispatchSemaphore(value: 0) : nil
        self.passLimit = passLimit
    }

    /// Lets this pass and all that follow through.
    func release() { gate?.signal() }

    var passes: [Pass] { account.withLock { $0.passes } }
    /// The most tokens that the texts in memory had together.
    var highest: Int { account.withLock { $0.highest } }

    /// Waits until the number of texts in memory is `count`.
    func untilOpen(_ count: Int) async {
        await withCheckedContinuation { continuation in
            note { $0.waiting.append(({ $0 == count }, continuation)) }
        }
    }

    private func note(_ change: (inout Account) -> Void) {
        let done = account.withLock { account in
            change(&account)
            let open = account.open
            let done = account.waiting.filter { $0.condition(open) }.map(\.resume)
            account.waiting.removeAll { $0.condition(open) }
            return done
        }
        for waiting in done { waiting.resume() }
    }

    func promptTokens(for turns: [ChatTurn]) -> [TokenID] { [TokenID](repeating: 257, count: turns.count) }
    func makeContext() -> any ModelContext { Text(self) }

    func advance(_ parts: [PassPart], _ body: (Int, Result<UnsafeBufferPointer<Float>, any Error>) -> Void) {
        gate?.wait()
        gate?.signal()
        var pass: Pass = []
        for (place, part) in parts.enumerated() {
            guard let text = part.context as? Text else { continue }
            let logits = text.logits(appending: Array(part.tokens))
            pass.append((text.tokens[0], part.tokens.count))
            if part.wantsLogits { logits.withUnsafeBufferPointer { body(place, .success($0)) } }
        }
        note { $0.passes.append(pass) }
    }
}
