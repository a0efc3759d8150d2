internal import CKernels

/// The memory that a forward pass works in: for each of its rows, one vector of each kind. One pass at a time uses it.
final class LlamaScratch: @unchecked Sendable {
    let rows: Int
    let stream: UnsafeMutablePointer<Float>
    let normed: UnsafeMutablePointer<Float>
    /// Queries, then what attention makes of them.
    let queries: UnsafeMutablePointer<Float>
    let attended: UnsafeMutablePointer<Float>
    let keys: UnsafeMutablePointer<Float>
    let values: UnsafeMutablePointer<Float>
    let gate: UnsafeMutablePointer<Float>
    let up: UnsafeMutablePointer<Float>
    /// The cosines of all rows, then the sines.
    let angles: UnsafeMutablePointer<Float>
    let rounded: ck_rounded
    private(set) var scores: UnsafeMutableBufferPointer<Float>
    private var logits: UnsafeMutableBufferPointer<Float>
    private let shape: LlamaShape

    init(_ shape: LlamaShape, rows: Int) {
        self.rows = rows
        self.shape = shape
        func floats(_ count: Int) -> UnsafeMutablePointer<Float> {
            UnsafeMutableRawPointer.allocate(byteCount: count * 4, alignment: 64).bindMemory(
                to: Float.self, capacity: count)
        }
        let widest = max(shape.width, shape.queryWidth, shape.feedForward) * rows
        stream = floats(shape.width * rows)
        normed = floats(shape.width * rows)
        queries = floats(shape.queryWidth * rows)
        attended = floats(shape.queryWidth * rows)
        keys = floats(shape.keyWidth * rows)
        values = floats(shape.keyWidth * rows)
        gate = floats(shape.feedForward * rows)
        up = floats(shape.feedForward * rows)
        angles = floats(shape.headSize * rows)
        scores = .allocate(capacity: 0)
        logits = .allocate(capacity: 0)
        let blocks = widest / Int(CK_BLOCK)
        rounded = ck_rounded(
            values: .allocate(capacity: widest), scales: .allocate(capacity: blocks),
            sums: .allocate(capacity: blocks), totals: .allocate(capacity: blocks))
    }

    deinit {
        for floats in [stream, normed, queries, attended, keys, values, gate, up, angles] { floats.deallocate() }
        rounded.values.deallocate()
        rounded.scales.deallocate()
        rounded.sums.deallocate()
        rounded.totals.deallocate()
        scores.deallocate()
        logits.deallocate()
    }

    /// The memory to have for a pass over `rows` rows: one for a single text, which is all that a program with one text
    /// needs; else a power of two, so that a few sizes do for all passes.
    static func rows(for rows: Int) -> Int {
        if rows == 1 { return 1 }
        var size = 32
        while size < rows { size *= 2 }
        return size
    }

    /// Room for the logits of `rows` texts, row after row.
    func logits(rows: Int) -> UnsafeMutablePointer<Float> {
        if rows * shape.vocabulary > logits.count {
            logits.deallocate()
            logits = .allocate(capacity: rows * shape.vocabulary)
        }
        return logits.baseAddress!
    }

    /// Makes room for `needed` attention scores.
    func reserveScores(_ needed: Int) {
        guard needed > scores.count else { return }
        scores.deallocate()
        scores = .allocate(capacity: needed * 5 / 4)
    }
}
