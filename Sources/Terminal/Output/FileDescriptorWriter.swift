import Foundation

/// Writes whole byte sequences to a file descriptor.
enum FileDescriptorWriter {
    enum Outcome: Equatable {
        case written
        /// Nobody reads any more, or the descriptor cannot take more: nothing will ever be written again.
        case closed(errno: Int32)
    }

    /// Goes on after signals and short writes, and waits where the descriptor does not block.
    static func write(_ bytes: some Collection<UInt8>, to descriptor: Int32) -> Outcome {
        let bytes = Array(bytes)
        return bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress else { return .written }
            var offset = 0
            while offset < buffer.count {
                let count = systemWrite(descriptor, base + offset, buffer.count - offset)
                if count > 0 {
                    offset += count
                } else if count < 0, errno == EAGAIN || errno == EWOULDBLOCK {
                    var poll = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    _ = systemPoll(&poll, 1, -1)
                } else if count < 0, errno == EINTR {
                    continue
                } else {
                    return .closed(errno: count < 0 ? errno : 0)
                }
            }
            return .written
        }
    }
}

// Members named `write` and `poll` would hide the system's functions.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
private func systemPoll(_ descriptors: UnsafeMutablePointer<pollfd>, _ count: Int, _ timeout: Int32) -> Int32 {
    poll(descriptors, nfds_t(count), timeout)
}
