/// Up to 16 bytes as two words, and their hash.
///
/// The bytes and `length` together tell pieces apart: up to 8 bytes are padded with zeros in `low`; of more, `low` has
/// the first 8 and `high` the last 8, which may overlap.
struct PieceKey: BitwiseCopyable {
    static let maximumLength = 16
    /// How many bytes from the start of a piece must be readable, however short it is.
    static let readableLength = 8

    let low: UInt64
    let high: UInt64
    let length: Int

    /// The key of the `length` bytes at `bytes`, from 1 to ``maximumLength``, of which ``readableLength`` can be read.
    @inline(__always)
    init(_ bytes: UnsafePointer<UInt8>, length: Int) {
        let word = Self.word(bytes)
        if length <= 8 {
            low = word & (~0 &>> UInt64(truncatingIfNeeded: 64 &- length &* 8))
            high = 0
        } else {
            low = word
            high = Self.word(bytes + (length &- 8))
        }
        self.length = length
    }

    @inline(__always)
    var shortHash: UInt64 { (low ^ UInt64(truncatingIfNeeded: length) &<< 57) &* 0x9E37_79B9_7F4A_7C15 }

    @inline(__always)
    var hash: UInt64 { Self.mix(low ^ UInt64(truncatingIfNeeded: length), high ^ 0x9E37_79B9_7F4A_7C15) }

    /// The hash of any number of bytes from 9.
    static func hash(_ bytes: UnsafePointer<UInt8>, length: Int) -> UInt64 {
        var hash = UInt64(truncatingIfNeeded: length)
        var index = 0
        while index &+ 8 < length {
            hash = mix(hash ^ word(bytes + index), 0x9E37_79B9_7F4A_7C15)
            index &+= 8
        }
        return mix(hash ^ word(bytes + (length &- 8)), 0xD6E8_FEB8_6659_FD93)
    }

    @inline(__always)
    static func word(_ bytes: UnsafePointer<UInt8>) -> UInt64 {
        UInt64(littleEndian: UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self))
    }

    /// Both halves of the product, folded: every bit of the factors reaches every bit of the result.
    @inline(__always)
    static func mix(_ first: UInt64, _ second: UInt64) -> UInt64 {
        let product = first.multipliedFullWidth(by: second)
        return product.high ^ product.low
    }
}
