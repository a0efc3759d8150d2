internal import CKernels

/// The memory that a forward pass works in: for each of its rows, one vector of each kind.
final class LlamaScratch {
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
    }

    /// Makes room for the attention scores of `parts` parts over `positions` positions each.
    func reserveScores(parts: Int, positions: Int) {
        let needed = parts * scoreStride(positions)
        guard needed > scores.count else { return }
        scores.deallocate()
        scores = .allocate(capacity: needed * 5 / 4)
    }

    func scoreStride(_ positions: Int) -> Int { 4 * ((positions + 15) / 16 * 16) }
}
