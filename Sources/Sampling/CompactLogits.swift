internal import CKernels

/// A few logits copied out of a vocabulary, in the vocabulary's order, with the tokens they belong to.
final class CompactLogits {
    let tokens: [UInt32]
    private let values: UnsafeMutableBufferPointer<Double>

    init(_ entries: [(token: UInt32, logit: Double)]) {
        tokens = entries.map(\.token)
        values = .allocate(capacity: entries.count)
        for (place, entry) in entries.enumerated() { values.initializeElement(at: place, to: entry.logit) }
    }

    deinit { values.deallocate() }

    /// Valid while this object lives.
    var kernelLogits: ck_logits {
        ck_logits(values: values.baseAddress, count: Int64(values.count), is_double: 1)
    }
}
