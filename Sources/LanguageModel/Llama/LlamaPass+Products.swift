internal import CKernels

extension LlamaPass {
    /// Vectors to be multiplied, in both forms.
    struct Input {
        var floats: UnsafeMutablePointer<Float>
        var rounded: ck_rounded?
        var count: Int
    }

    /// Rows of a matrix that are worked on together by the kernels.
    static var rowGrain: Int { 16 }

    /// - Parameter count: how many vectors there are; `nil` for one of each row of the pass.
    func prepared(_ vectors: UnsafeMutablePointer<Float>, _ width: Int, count: Int? = nil) -> Input {
        let count = count ?? rowCount
        guard engine.arithmetic == .fast else { return Input(floats: vectors, rounded: nil, count: count) }
        forEachIndex(below: count) { ck_round(vectors + $0 * width, Int32(width), scratch.rounded, Int32($0)) }
        return Input(floats: vectors, rounded: scratch.rounded, count: count)
    }

    /// All rows of several matrices times the input, as one piece of work.
    func multiply(
        _ matrices: [ck_matrix], _ input: Input, into results: [UnsafeMutablePointer<Float>], adding: Bool = false
    ) {
        let total = matrices.reduce(0) { $0 + Int($1.rows) }
        engine.pool.run(over: total, grain: Self.rowGrain) { range in
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

    func multiply(
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
}
