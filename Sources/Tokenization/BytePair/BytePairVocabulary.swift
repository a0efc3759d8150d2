#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// The bytes of every token, by id, one after the other.
///
/// Built by appending: the first token appended has id 0. A token without bytes is an id that is not used, or a special
/// token.
struct BytePairVocabulary: Sendable {
    /// More tokens, or more bytes of tokens, than any vocabulary has: so that a hostile file cannot ask for more.
    static let maximumCount = 1 << 21
    static let maximumBytes = 1 << 28

    private var bytes: StaticBuffer<UInt8>
    private var starts: StaticBuffer<UInt32>
    private(set) var count = 0

    /// An empty vocabulary with room for `tokens` tokens of `bytes` bytes in all. It grows as needed.
    init(tokens: Int, bytes: Int) {
        // A key of a short piece is read as a whole word.
        self.bytes = StaticBuffer(zeroed: bytes + PieceKey.readableLength)
        starts = StaticBuffer(zeroed: tokens + 1)
    }

    /// Adds a token of at most `maximumLength` bytes: `write` writes them, and gives how many they are, or `nil` to
    /// add nothing.
    ///
    /// - Throws: ``BytePairError/tooManyTokens(limit:)``.
    @inline(__always)
    mutating func append(
        maximumLength: Int, _ write: (UnsafeMutablePointer<UInt8>) -> Int?
    ) throws(BytePairError) -> Bool {
        let start = Int(starts.base[count])
        if start &+ maximumLength &+ PieceKey.readableLength > bytes.count || count &+ 1 == starts.count {
            try grow(by: maximumLength)
        }
        guard let length = write(bytes.base + start) else { return false }
        count &+= 1
        starts.base[count] = UInt32(truncatingIfNeeded: start &+ length)
        return true
    }

    private mutating func grow(by length: Int) throws(BytePairError) {
        let needed = Int(starts.base[count]) + length + PieceKey.readableLength
        guard needed <= Self.maximumBytes else { throw .tooManyTokens(limit: Self.maximumBytes) }
        guard count < Self.maximumCount else { throw .tooManyTokens(limit: Self.maximumCount) }
        if needed > bytes.count { bytes = bytes.grown(to: needed * 2) }
        if count + 1 == starts.count { starts = starts.grown(to: starts.count * 2) }
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

    /// Whether the `length` bytes at `text` are those of `token`.
    func has(_ text: UnsafePointer<UInt8>, length: Int, at token: TokenID) -> Bool {
        let token = Int(token)
        return token < count && self.length(of: token) == length && memcmp(pointer(to: token), text, length) == 0
    }
}
