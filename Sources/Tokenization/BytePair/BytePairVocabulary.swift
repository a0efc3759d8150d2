/// The bytes of every token, by id, one after the other.
///
/// Built by appending: the first token appended has id 0. A token without bytes is an id that is not used, or a special
/// token.
public struct BytePairVocabulary: Sendable {
    /// More tokens, or more bytes of tokens, than any vocabulary has: so that a hostile file cannot ask for more.
    static let maximumCount = 1 << 21
    static let maximumBytes = 1 << 28

    private let bytes: StaticBuffer<UInt8>
    private let starts: StaticBuffer<UInt32>
    public private(set) var count = 0

    /// An empty vocabulary with room for `tokens` tokens of `bytes` bytes in all.
    init(tokens: Int, bytes: Int) {
        // A key of a short piece is read as a whole word.
        self.bytes = StaticBuffer(zeroed: bytes + PieceKey.readableLength)
        starts = StaticBuffer(zeroed: tokens + 1)
    }

    /// Adds a token whose `write`n bytes follow those of the one before. `write` gives how many it wrote.
    @inline(__always)
    mutating func append<Failure: Error>(
        _ write: (UnsafeMutablePointer<UInt8>) throws(Failure) -> Int
    ) throws(Failure) {
        let start = Int(starts.base[count])
        let length = try write(bytes.base + start)
        count &+= 1
        starts.base[count] = UInt32(truncatingIfNeeded: start &+ length)
    }

    @inline(__always)
    func pointer(to token: Int) -> UnsafePointer<UInt8> {
        UnsafePointer(bytes.base + Int(starts.base[token]))
    }

    @inline(__always)
    func length(of token: Int) -> Int { Int(starts.base[token &+ 1] &- starts.base[token]) }

    /// The bytes of `token`, which must be in `0..<count`.
    func bytes(of token: Int) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: pointer(to: token), count: length(of: token))
    }
}
