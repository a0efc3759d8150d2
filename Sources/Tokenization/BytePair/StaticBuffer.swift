#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Memory of a fixed size, zero at first, that is written while its owner is made and only read afterwards.
///
/// The encoder's inner loops read it through a plain pointer: no bounds checks, no reference counts. Pages that are
/// never touched take no memory.
final class StaticBuffer<Element: BitwiseCopyable>: @unchecked Sendable {
    let base: UnsafeMutablePointer<Element>
    let count: Int

    /// `count` elements whose bytes are all zero. Ends the process if there is no memory, as an array would.
    init(zeroed count: Int) {
        guard let memory = calloc(max(count, 1), MemoryLayout<Element>.stride) else { fatalError("out of memory") }
        base = memory.bindMemory(to: Element.self, capacity: max(count, 1))
        self.count = count
    }

    deinit { free(base) }

    /// A buffer with the same elements at its beginning, and zeros after them.
    func grown(to count: Int) -> StaticBuffer {
        let larger = StaticBuffer(zeroed: count)
        larger.base.update(from: base, count: min(self.count, count))
        return larger
    }

    /// The slots of an open-addressing table for `count` entries, a power of two, and the shift that takes a hash to one.
    static func table(for count: Int) -> (shift: UInt64, slots: StaticBuffer) {
        var bits: UInt64 = 4
        while 1 << bits < count * 3 / 2 { bits += 1 }
        return (64 - bits, StaticBuffer(zeroed: 1 << bits))
    }
}
