internal import CKernels

/// Logits that are owned: `Float` as a model gives them, or `Double` as a person types them and as penalties leave them.
enum LogitStorage: Hashable, Sendable {
    case floats([Float])
    case doubles([Double])

    var count: Int {
        switch self {
        case .floats(let logits): logits.count
        case .doubles(let logits): logits.count
        }
    }

    subscript(token: Int) -> Double {
        switch self {
        case .floats(let logits): Double(logits[token])
        case .doubles(let logits): logits[token]
        }
    }

    /// Lends the logits to the kernels, without a copy.
    func withKernelLogits<Result, Failure: Error>(
        _ body: (ck_logits) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        switch self {
        case .floats(let logits):
            try logits.withUnsafeBufferPointer { (logits) throws(Failure) in try body(ck_logits(logits)) }
        case .doubles(let logits):
            try logits.withUnsafeBufferPointer { (logits) throws(Failure) in
                try body(ck_logits(values: logits.baseAddress, count: Int64(logits.count), is_double: 1))
            }
        }
    }

    /// The logits after `adjustments`, in `Double`.
    func adjusted(by adjustments: [LogitAdjustment]) -> LogitStorage {
        var logits: [Double]
        switch self {
        case .floats(let narrow): logits = narrow.map(Double.init)
        case .doubles(let wide): logits = wide
        }
        for adjustment in adjustments { logits[adjustment.token] = adjustment.to }
        return .doubles(logits)
    }
}

extension ck_logits {
    init(_ logits: UnsafeBufferPointer<Float>) {
        self.init(values: logits.baseAddress, count: Int64(logits.count), is_double: 0)
    }

    subscript(place: Int) -> Double {
        is_double != 0
            ? values.assumingMemoryBound(to: Double.self)[place]
            : Double(values.assumingMemoryBound(to: Float.self)[place])
    }
}
