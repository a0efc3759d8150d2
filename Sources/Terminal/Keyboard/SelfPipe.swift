import CEditLine
import Foundation

/// A pipe to oneself: whoever writes wakes whoever polls. Writing never blocks and is safe in any thread.
final class SelfPipe: Sendable {
    let reader: Int32
    let writer: Int32

    /// `nil` when the process has no descriptors left.
    init?() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        (reader, writer) = (ends[0], ends[1])
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
    }

    deinit {
        close(reader)
        close(writer)
    }

    /// A full pipe wakes as well as one byte more would.
    func wake(with byte: UInt8 = 0) {
        var byte = byte
        _ = write(writer, &byte, 1)
    }

    /// All bytes that are there.
    func drain() -> [UInt8] {
        var result: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 256)
        while true {
            let count = read(reader, &buffer, buffer.count)
            if count > 0 {
                result += buffer.prefix(count)
                if count < buffer.count { return result }
            } else if count < 0, errno == EINTR {
                continue
            } else {
                return result
            }
        }
    }
}

/// Signals that are read from a pipe instead of being acted upon, until this is closed.
final class SignalPipe {
    private let pipe: SelfPipe
    private var routes: [OpaquePointer] = []

    var descriptor: Int32 { pipe.reader }

    init(_ signals: [Int32], pipe: SelfPipe) {
        self.pipe = pipe
        open(signals)
    }

    deinit { close() }

    private func open(_ signals: [Int32]) {
        for signal in signals {
            if let route = signal_route_open(signal, pipe.writer) { routes.append(route) }
        }
    }

    /// Puts the former handling back.
    func close() {
        while let route = routes.popLast() { signal_route_close(route) }
    }

    /// The signals that have come since the last call.
    func received() -> [Int32] { pipe.drain().map(Int32.init) }

    /// Lets the former handling act on `signal`, which may stop or end the process.
    func actAsBefore(on signal: Int32, then signals: [Int32]) {
        close()
        // To this thread, so that it has acted before this returns. Threads of a pool, on which main-actor code may run,
        // hold signals back (libdispatch blocks them).
        var (single, former) = (sigset_t(), sigset_t())
        sigemptyset(&single)
        sigaddset(&single, signal)
        pthread_sigmask(SIG_UNBLOCK, &single, &former)
        raise(signal)
        pthread_sigmask(SIG_SETMASK, &former, nil)
        open(signals)
    }
}
