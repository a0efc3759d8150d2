import Dispatch
import Foundation
import LanguageModel
import Synchronization
import Tokenization

/// A model that writes `tick tick …` without end, slowly, and counts its steps.
final class CountingModel: LanguageModel {
    struct Words: Tokenizer {
        let vocabularySize = 2
        func encode(_ text: String) -> [TokenID] { text.split(separator: " ").map { _ in 1 } }
        func bytes(of token: TokenID) -> [UInt8] { Array(token == 0 ? "".utf8 : " tick".utf8) }
    }

    final class Text: ModelContext {
        let model: CountingModel
        init(model: CountingModel) { self.model = model }

        func logits(appending tokens: [TokenID]) throws -> [Float] {
            model.permits?.wait()
            let count = model.count.withLock { count in
                count += 1
                return count
            }
            if let failure = model.failsAt, count >= failure {
                throw ModelError.tokenOutsideVocabulary(token: 9, vocabularySize: 2)
            }
            Thread.sleep(forTimeInterval: model.pace)
            return [-.infinity, 0]
        }
    }

    let id = "counting"
    let tokenizer: any Tokenizer = Words()
    let contextLength = 100_000
    let endTokens: Set<TokenID> = [0]
    /// Seconds a step.
    let pace: Double
    let failsAt: Int?
    private let permits: DispatchSemaphore?
    private let count = Mutex(0)

    /// - Parameter waits: whether each step waits for ``permitStep()``.
    init(pace: Double = 0.001, failsAt: Int? = nil, waits: Bool = false) {
        self.pace = pace
        self.failsAt = failsAt
        permits = waits ? DispatchSemaphore(value: 0) : nil
    }

    func permitStep() { permits?.signal() }

    var steps: Int { count.withLock { $0 } }
    func promptTokens(for turns: [ChatTurn]) -> [TokenID] { turns.flatMap { tokenizer.encode($0.text) } }
    func makeContext() -> any ModelContext { Text(model: self) }
}
