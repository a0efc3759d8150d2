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
    static let rowLimit = 256

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

    /// Appends each span's tokens to its text, and gives the logits that were asked for, in the order of the spans.
    ///
    /// The spans have ``rowLimit`` tokens together at most, each one or more, and no two of them one cache.
    func run(_ spans: [Span]) -> [[Float]] {
        let rows = spans.reduce(0) { $0 + $1.tokens.count }
        precondition(rows > 0 && rows <= Self.rowLimit)
        return scratch.withLock { kept in
            if kept == nil || kept!.rows < rows {
                kept = LlamaScratch(weights.shape, rows: rows == 1 ? 1 : max(32, rows == 32 ? 32 : Self.rowLimit))
            }
            let pass = LlamaPass(engine: self, scratch: kept!, spans: spans, rows: rows, pool: pool)
            pass.run()
            return pass.logits()
        }
    }
}

/// One forward pass over rows of scratch memory, a row for each token.
private struct LlamaPass {
    let engine: LlamaEngine
    let scratch: LlamaScratch
    let spans: [LlamaEngine.Span]
    let rows: Int
    let pool: WorkerPool

    var weights: LlamaWeights { engine.weights }
    var shape: LlamaShape { engine.weights.shape }

    func run() {
        var embedding = weights.embedding
        forEachRow { row, token, position, _ in
            ck_row(&embedding, token, scratch.stream + row * shape.width)
            for (index, frequency) in shape.frequencies.enumerated() {
                let angle = direction(of: Double(position) * frequency)
                let place = row * shape.headSize / 2 + index
                scratch.angles[place] = angle.cosine
                scratch.angles[rows * shape.headSize / 2 + place] = angle.sine
            }
        }
        reserveScores()
        for (index, layer) in weights.layers.enumerated() {
            attend(index, layer)
            feedForward(layer)
        }
        for span in spans { span.cache.append(span.tokens) }
    }

    // MARK: Steps of a layer

    private func attend(_ index: Int, _ layer: LlamaWeights.Layer) {
        norm(layer.attentionNorm)
        let input = prepared(scratch.normed, shape.width)
        let matrices = [layer.query, layer.key, layer.value]
        multiply(matrices, input, into: [scratch.queries, scratch.keys, scratch.values])
        forEachRow { row, _, position, cache in
            let cosines = scratch.angles + row * shape.headSize / 2
            let sines = cosines + rows * shape.headSize / 2
            let key = scratch.keys + row * shape.keyWidth
            ck_rotate(
                scratch.queries + row * shape.queryWidth, cosines, sines, Int32(shape.heads), Int32(shape.headSize))
            ck_rotate(key, cosines, sines, Int32(shape.keyHeads), Int32(shape.headSize))
            for head in 0..<shape.keyHeads {
                ck_store(
                    cache.head(layer: index, head: head), Int32(position), key + head * shape.headSize,
                    scratch.values + row * shape.keyWidth + head * shape.headSize)
            }
        }
        let scale = 1 / Float(shape.headSize).squareRoot()
        let parts = attentionParts()
        pool.run(parts: parts.count) { number in
            let part = parts[number]
            let place = part.row * shape.queryWidth + part.head * shape.headSize
            ck_attend(
                part.cache.head(layer: index, head: part.head / shape.headsPerKeyHead), scratch.queries + place,
                scratch.attended + place, Int32(shape.queryWidth), Int32(part.heads), Int32(part.position),
                Int32(part.count), scale,
                scratch.scores.baseAddress! + number * scratch.scoreStride(longestText))
        }
        multiply(
            [layer.attentionOutput], prepared(scratch.attended, shape.queryWidth), into: [scratch.stream], adding: true)
    }

    private func feedForward(_ layer: LlamaWeights.Layer) {
        norm(layer.feedForwardNorm)
        let input = prepared(scratch.normed, shape.width)
        let grain = rowGrain
        pool.run(over: shape.feedForward, grain: grain) { range in
            multiply(layer.gate, input, into: scratch.gate, range, adding: false)
            multiply(layer.up, input, into: scratch.up, range, adding: false)
            for row in 0..<rows {
                let place = row * shape.feedForward + range.lowerBound
                ck_swiglu(scratch.gate + place, scratch.up + place, Int32(range.count))
            }
        }
        multiply([layer.down], prepared(scratch.gate, shape.feedForward), into: [scratch.stream], adding: true)
    }

    func logits() -> [[Float]] {
        var last = -1
        return spans.compactMap { span in
            last += span.tokens.count
            guard span.wantsLogits else { return nil }
            ck_rms_norm(
                scratch.stream + last * shape.width, weights.outputNorm, shape.epsilon, Int32(shape.width),
                scratch.normed)
            let input = Input(
                floats: scratch.normed, rounded: engine.arithmetic == .fast ? scratch.rounded : nil, count: 1)
            if let rounded = input.rounded { ck_round(scratch.normed, Int32(shape.width), rounded, 0) }
            return [Float](unsafeUninitializedCapacity: shape.vocabulary) { buffer, count in
                nonisolated(unsafe) let base = buffer.baseAddress!
                pool.run(over: shape.vocabulary, grain: rowGrain) {
                    multiply(weights.output, input, into: base, $0, adding: false)
                }
                count = shape.vocabulary
            }
        }
    }

    // MARK: Products

    /// Vectors to be multiplied, in both forms.
    private struct Input {
        var floats: UnsafeMutablePointer<Float>
        var rounded: ck_rounded?
        var count: Int
    }

    /// Rows that are worked on together by the kernels.
    private var rowGrain: Int { 16 }

    private func prepared(_ vectors: UnsafeMutablePointer<Float>, _ width: Int) -> Input {
        guard engine.arithmetic == .fast else { return Input(floats: vectors, rounded: nil, count: rows) }
        forEachIndex { ck_round(vectors + $0 * width, Int32(width), scratch.rounded, Int32($0)) }
        return Input(floats: vectors, rounded: scratch.rounded, count: rows)
    }

    /// All rows of several matrices times the input, as one piece of work.
    private func multiply(
        _ matrices: [ck_matrix], _ input: Input, into results: [UnsafeMutablePointer<Float>], adding: Bool = false
    ) {
        let total = matrices.reduce(0) { $0 + Int($1.rows) }
        pool.run(over: total, grain: rowGrain) { range in
            var start = 0
            for (matrix, result) in zip(matrices, results) {
                let own = range.clamped(to: start..<(start + Int(matrix.rows)))
                if !own.isEmpty {
                    multiply(
                        matrix, input, into: result, (own.lowerBound - start)..<(own.upperBound - start), adding: adding
                    )
                }
                start += Int(matrix.rows)
            }
        }
    }

    private func multiply(
        _ matrix: ck_matrix, _ input: Input, into result: UnsafeMutablePointer<Float>, _ range: Range<Int>, adding: Bool
    ) {
        var matrix = matrix
        let (first, end) = (Int32(range.lowerBound), Int32(range.upperBound))
        if let rounded = input.rounded, matrix.type != CK_F32, matrix.type != CK_F16 {
            ck_multiply_rounded(
                &matrix, rounded, Int32(input.count), result, matrix.rows, first, end, adding ? 1 : 0)
        } else {
            ck_multiply_exact(
                &matrix, input.floats, Int32(input.count), result, matrix.rows, first, end, adding ? 1 : 0)
        }
    }

    private func norm(_ weight: [Float]) {
        weight.withUnsafeBufferPointer { weight in
            forEachIndex { row in
                ck_rms_norm(
                    scratch.stream + row * shape.width, weight.baseAddress!, shape.epsilon, Int32(shape.width),
                    scratch.normed + row * shape.width)
            }
        }
    }

    // MARK: Rows

    private func forEachIndex(_ body: (Int) -> Void) {
        if rows < 8 {
            for row in 0..<rows { body(row) }
        } else {
            pool.run(over: rows, grain: 4) { $0.forEach(body) }
        }
    }

    private func forEachRow(_ body: (_ row: Int, _ token: Int32, _ position: Int, _ cache: KVCache) -> Void) {
        var start = 0
        for span in spans {
            let (first, base) = (span.cache.count, span.tokens.startIndex)
            func one(_ index: Int) { body(start + index, span.tokens[base + index], first + index, span.cache) }
            if span.tokens.count < 8 {
                for index in 0..<span.tokens.count { one(index) }
            } else {
                pool.run(over: span.tokens.count, grain: 4) { $0.forEach(one) }
            }
            start += span.tokens.count
        }
    }

    // MARK: Attention's parts

    private struct AttentionPart {
        var cache: KVCache
        var row: Int
        var position: Int
        var count: Int
        /// The first head of queries, and how many.
        var head: Int
        var heads: Int
    }

    private static var queriesPerPart: Int { 16 }

    /// A part for each key head and a few positions; a single position is cut by heads of queries.
    private func attentionParts() -> [AttentionPart] {
        var parts: [AttentionPart] = []
        var row = 0
        for span in spans {
            let heads = span.tokens.count == 1 ? 1 : shape.headsPerKeyHead
            for start in stride(from: 0, to: span.tokens.count, by: Self.queriesPerPart) {
                let count = min(Self.queriesPerPart, span.tokens.count - start)
                for head in stride(from: 0, to: shape.heads, by: heads) {
                    parts.append(
                        AttentionPart(
                            cache: span.cache, row: row + start, position: span.cache.count + start, count: count,
                            head: head, heads: heads))
                }
            }
            row += span.tokens.count
        }
        return parts
    }

    private var longestText: Int { spans.reduce(0) { max($0, $1.cache.count + $1.tokens.count) } }

    private func reserveScores() { scratch.reserveScores(parts: attentionParts().count, positions: longestText) }
}
