internal import CKernels
internal import Synchronization
internal import Tokenization

/// How a model computes its matrix products.
public enum Arithmetic: String, Hashable, Sendable, CaseIterable {
    /// The vectors are rounded to 8 bits, as llama.cpp does: several times as fast, and logits differ by some tenths.
    case fast
    /// Single precision throughout, over the weights as numbers: within 0.003 of the reference on each logit.
    case exact
}

/// The forward pass of a Llama model: Touvron and others 2023, with grouped queries (Ainslie and others 2023).
///
/// The result for a token does not depend on which others are computed with it, on the number of threads or on the
/// processor. Passes take turns.
final class LlamaEngine: Sendable {
    /// Tokens to go on with, and the text that they go on from.
    struct Span {
        var tokens: ArraySlice<TokenID>
        var cache: KVCache
        /// Whether the logits after the last of the tokens are asked for.
        var wantsLogits: Bool
    }

    /// How many tokens one pass takes at most; more go in several.
    static let rowLimit = 512
    /// How many tokens of one text's prompt a pass takes at most: beyond it, more together are no faster.
    static let promptRows = 256

    let weights: LlamaWeights
    let arithmetic: Arithmetic
    let pool: WorkerPool
    private let scratch: Mutex<LlamaScratch?> = Mutex(nil)

    init(_ weights: LlamaWeights, arithmetic: Arithmetic, pool: WorkerPool) {
        self.weights = weights
        self.arithmetic = arithmetic
        self.pool = pool
    }

    var cacheType: ck_type { arithmetic == .exact ? CK_F32 : CK_F16 }

    /// Appends each span's tokens to its text, and lends the logits that were asked for, each with the place of its span.
    ///
    /// The spans have ``rowLimit`` tokens together at most, each one or more, and no two of them one cache. `body` is called
    /// from several threads at once, and must neither keep the logits nor use the pool.
    func run(_ spans: [Span], _ body: (Int, UnsafeBufferPointer<Float>) -> Void) {
        let rows = spans.reduce(0) { $0 + $1.tokens.count }
        precondition(rows > 0 && rows <= Self.rowLimit)
        scratch.withLock { kept in
            if kept == nil || kept!.rows < rows {
                kept = LlamaScratch(weights.shape, rows: LlamaScratch.rows(for: rows))
            }
            let pass = LlamaPass(engine: self, scratch: kept!, spans: spans)
            pass.run()
            pass.lendLogits(body)
        }
    }

    /// Does something with texts while no pass changes any.
    func betweenPasses<Value: Sendable>(_ body: () throws -> Value) throws -> Value {
        try scratch.withLock { _ in try body() }
    }
}
