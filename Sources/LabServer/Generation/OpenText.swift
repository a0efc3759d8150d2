internal import LanguageModel
internal import Tokenization

/// A text in the hands of a ``Scheduler``, which alone uses it.
final class OpenText: @unchecked Sendable {
    let model: any LanguageModel
    let steps: StepQueue
    private var generation: Generation
    private var ledger: TokenLedger?
    private var context: (any ModelContext)?
    /// The prompt, and what was written.
    private(set) var tokens: [TokenID]
    /// How many of ``tokens`` the model has read.
    private(set) var readCount = 0
    /// Another text that reads what this one begins with, and how much of it: reading that twice would be idle.
    var twin: (text: OpenText, count: Int)?

    init(_ generation: Generation, prompt: [TokenID], reportsTokens: Bool, steps: StepQueue) {
        self.generation = generation
        self.steps = steps
        model = generation.model
        tokens = prompt
        ledger = reportsTokens ? TokenLedger() : nil
        // A text that may have no tokens is over before it begins.
        if let finish = generation.finish { steps.put(.init(text: "", finish: finish, tokens: 0)) }
    }

    private(set) var isOver = false
    var isOpen: Bool { context != nil }
    var unreadCount: Int { tokens.count - readCount }
    /// Whether it has more to read than the token written last.
    var isReading: Bool { unreadCount > 1 }

    /// Whether the next token can be written now.
    func readiness() -> StepQueue.Readiness {
        if isOver || generation.finish != nil { return .over }
        return steps.readiness()
    }

    // MARK: Reading

    /// Takes up the text, with what the model knows of it.
    func open() throws {
        let context = model.makeContext()
        readCount = try context.begin(with: tokens)
        self.context = context
    }

    /// Gives back the memory of what was read. The text can be opened again, and is read again then.
    func close() {
        context = nil
        readCount = 0
        twin = nil
    }

    /// A part of a pass, of `count` tokens.
    func part(of count: Int) -> PassPart? {
        context.map {
            PassPart(
                context: $0, tokens: tokens[readCount..<(readCount + count)], wantsLogits: count == unreadCount)
        }
    }

    /// Says that the part was read. For a text without an error.
    func advance(by count: Int) { readCount += count }

    // MARK: Writing

    /// Draws the next token, and hands on what came of it. Called on any thread, while nobody else uses the text.
    func write(_ logits: UnsafeBufferPointer<Float>) {
        do {
            guard let step = try generation.next(logits: logits) else { return }
            let written = ledger?.take(step, finish: generation.finish, tokenizer: model.tokenizer)
            tokens.append(step.token)
            steps.put(
                .init(
                    text: step.text, finish: generation.finish, tokens: generation.completionTokenCount,
                    written: written ?? []))
        } catch {
            fail(error)
        }
    }

    func fail(_ error: any Error) {
        isOver = true
        steps.end(with: error)
    }
}
