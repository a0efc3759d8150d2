internal import CKernels

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Threads that share the arithmetic of a model. See `pool.h`.
///
/// They are apart from Swift's own, which must not be kept waiting.
public final class WorkerPool: Sendable {
    private nonisolated(unsafe) let pool: OpaquePointer

    /// As many threads as the machine has processors, eight at most, made when first used.
    public static let shared = WorkerPool(threads: min(8, max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))))

    /// A pool of `threads` threads, the caller's included; 1 to 64.
    public init(threads: Int) { pool = ck_pool_create(Int32(min(64, max(1, threads)))) }

    deinit { ck_pool_destroy(pool) }

    public var threads: Int { Int(ck_pool_threads(pool)) }

    /// Runs `body` for each part from 0, on several threads at once, and returns when all are done.
    func run(parts: Int, _ body: (Int) -> Void) {
        typealias Body = (Int) -> Void
        withoutActuallyEscaping(body) { body in
            var body = body
            withUnsafeMutablePointer(to: &body) { pointer in
                ck_pool_run(
                    pool, Int32(parts),
                    { context, part, _ in context!.assumingMemoryBound(to: Body.self).pointee(Int(part)) }, pointer)
            }
        }
    }

    /// Cuts `0..<count` into ranges that are multiples of `grain`, about four a thread, and runs `body` for each.
    func run(over count: Int, grain: Int, _ body: (Range<Int>) -> Void) {
        let grains = (count + grain - 1) / grain
        let parts = max(1, min(threads == 1 ? 1 : 4 * threads, grains))
        run(parts: parts) { part in
            let start = grains * part / parts * grain
            let end = min(count, grains * (part + 1) / parts * grain)
            if start < end { body(start..<end) }
        }
    }
}
