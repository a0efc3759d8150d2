/// Ranges of scalars as ranges of bytes.
enum UTF8Ranges {
    /// The sequences of byte ranges that together are the UTF-8 of exactly the scalars of `range`: no surrogate may be in
    /// it.
    static func sequences(_ range: ClosedRange<UInt32>) -> [[ClosedRange<UInt8>]] {
        var result: [[ClosedRange<UInt8>]] = []
        var open = [range]
        while let next = open.popLast() {
            if let (left, right) = split(next) {
                open.append(right)
                open.append(left)
            } else {
                result.append(zip(bytes(next.lowerBound), bytes(next.upperBound)).map { $0...$1 })
            }
        }
        return result
    }

    /// Two halves, if the bytes of all scalars between cannot be told from the first's and the last's alone.
    private static func split(_ range: ClosedRange<UInt32>) -> (ClosedRange<UInt32>, ClosedRange<UInt32>)? {
        let (low, high) = (range.lowerBound, range.upperBound)
        for last: UInt32 in [0x7F, 0x7FF, 0xFFFF] where low <= last && last < high {
            return (low...last, (last + 1)...high)
        }
        guard high >= 0x80 else { return nil }
        for shift: UInt32 in [6, 12, 18] {
            let mask = (1 as UInt32) << shift - 1
            guard low & ~mask != high & ~mask else { continue }
            if low & mask != 0 { return (low...(low | mask), ((low | mask) + 1)...high) }
            if high & mask != mask { return (low...((high & ~mask) - 1), (high & ~mask)...high) }
        }
        return nil
    }

    private static func bytes(_ value: UInt32) -> [UInt8] {
        Unicode.Scalar(value).map { Array(String($0).utf8) } ?? []
    }
}
