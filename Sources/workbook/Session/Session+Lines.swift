import Foundation

extension Session {
    /// The most bytes that a line may have.
    private static let lineLimit = 64 << 20

    /// Gives the lines of standard input, without their line feeds, each as soon as it is there.
    ///
    /// `body` gets the number of the line, from 1. Bytes after the last line feed are a line too.
    func forEachInputLine(_ body: (_ number: Int, _ line: ArraySlice<UInt8>) throws -> Void) throws {
        var pending: [UInt8] = []
        var number = 0
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            // read(2), because a line must be answered before the next one comes: buffered readers wait for more.
            let count = read(STDIN_FILENO, &chunk, chunk.count)
            if count < 0 {
                if errno == EINTR && !Task.isCancelled { continue }
                throw Failure("Standard input cannot be read: \(String(cString: strerror(errno))).")
            }
            if count == 0 { break }
            var start = 0
            while let end = chunk[start..<count].firstIndex(of: 0x0A) {
                number += 1
                if pending.isEmpty {
                    try body(number, chunk[start..<end])
                } else {
                    pending += chunk[start..<end]
                    try body(number, pending[...])
                    pending = []
                }
                start = end + 1
                if output.isClosed { return }
            }
            pending += chunk[start..<count]
            guard pending.count <= Self.lineLimit else {
                throw Failure("Line \(number + 1) is longer than \(Self.lineLimit >> 20) MB.", next: "Split the text.")
            }
        }
        if !pending.isEmpty { try body(number + 1, pending[...]) }
    }
}
