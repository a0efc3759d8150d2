internal import CKernels
internal import Tokenization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// The keys and values of a text so far, for every layer and key head.
///
/// Room for the whole context is reserved as addresses only: memory is taken as positions are written.
final class KVCache: @unchecked Sendable {
    /// The tokens whose keys and values are here.
    private(set) var tokens: [TokenID] = []

    private let shape: LlamaShape
    private let type: ck_type
    private let base: UnsafeMutableRawPointer
    private let byteCount: Int
    /// The bytes of one head's keys, or of its values.
    private let headBytes: Int

    /// - Throws: ``ModelError/outOfMemory(bytes:)``.
    init(_ shape: LlamaShape, type: ck_type) throws(ModelError) {
        self.shape = shape
        self.type = type
        // Keys are kept in blocks of 16 positions.
        let positions = (shape.contextLength + 15) / 16 * 16
        headBytes = ck_bytes(type, positions * shape.headSize)
        byteCount = headBytes * 2 * shape.keyHeads * shape.layers
        let flags = MAP_PRIVATE | MAP_ANON | MAP_NORESERVE
        guard let base = mmap(nil, byteCount, PROT_READ | PROT_WRITE, flags, -1, 0), base != MAP_FAILED else {
            throw .outOfMemory(bytes: byteCount)
        }
        #if os(Linux)
            // A huge page would be taken whole for a few positions.
            madvise(base, byteCount, MADV_NOHUGEPAGE)
        #endif
        self.base = base
    }

    deinit { munmap(base, byteCount) }

    var count: Int { tokens.count }

    /// Keeps the first `count` positions.
    func truncate(to count: Int) { tokens.removeLast(tokens.count - count) }

    /// Says that the positions of `tokens` have been written.
    func append(_ tokens: some Sequence<TokenID>) { self.tokens.append(contentsOf: tokens) }

    /// Where keys and values stand: valid while the cache lives.
    struct Places {
        fileprivate let base: UnsafeMutableRawPointer
        fileprivate let headBytes: Int
        fileprivate let keyHeads: Int
        fileprivate let type: ck_type
        fileprivate let headSize: Int32

        func head(layer: Int, head: Int) -> ck_cache {
            let keys = base + (layer * keyHeads + head) * 2 * headBytes
            return ck_cache(keys: keys, values: keys + headBytes, type: type, head_size: headSize)
        }
    }

    var places: Places {
        Places(
            base: base, headBytes: headBytes, keyHeads: shape.keyHeads, type: type, headSize: Int32(shape.headSize))
    }

    /// Another text, which begins with the first `count` positions of this one.
    ///
    /// - Throws: ``ModelError/outOfMemory(bytes:)``.
    func copy(upTo count: Int) throws(ModelError) -> KVCache {
        let copy = try KVCache(shape, type: type)
        let keyBytes = ck_bytes(type, (count + 15) / 16 * 16 * shape.headSize)
        let valueBytes = ck_bytes(type, count * shape.headSize)
        for head in 0..<(shape.layers * shape.keyHeads) {
            let (from, to) = (base + head * 2 * headBytes, copy.base + head * 2 * headBytes)
            to.copyMemory(from: from, byteCount: keyBytes)
            (to + headBytes).copyMemory(from: from + headBytes, byteCount: valueBytes)
        }
        copy.tokens = Array(tokens.prefix(count))
        return copy
    }
}
