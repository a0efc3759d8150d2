import Foundation
import HTTPWire
import ModelAPI

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A connection to a lab over a plain socket, with nothing between the test and the bytes.
///
/// Calls block their thread, so they run on a thread of their own, never on Swift's pool, which the lab needs.
final class LabClient: Sendable {
    private let descriptor: Int32

    /// A response, read to its end.
    struct Response: Sendable {
        var head: ResponseHead
        var body: [UInt8]
        var json: JSONValue? { try? JSONValue.parse(body) }
        var events: [ServerSentEvent] {
            var parser = EventStreamParser()
            return parser.consume(body)
        }
    }

    struct SocketFailure: Error {
        var call: String
        var number: Int32
    }

    init(to origin: Origin) async throws {
        descriptor = try await Self.onThread {
            #if canImport(Darwin)
                let descriptor = socket(AF_INET, SOCK_STREAM, 0)
            #else
                let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            #endif
            guard descriptor >= 0 else { throw SocketFailure(call: "socket", number: errno) }
            var patience = timeval(tv_sec: 20, tv_usec: 0)
            setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = in_port_t(origin.port).bigEndian
            address.sin_addr.s_addr = inet_addr("127.0.0.1")
            let result = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            guard result == 0 else {
                let number = errno
                _ = close(descriptor)
                throw SocketFailure(call: "connect", number: number)
            }
            return descriptor
        }
    }

    func leave() { _ = close(descriptor) }

    func stopSending() { _ = shutdown(descriptor, Int32(SHUT_WR)) }

    func send(_ bytes: [UInt8]) async throws {
        try await Self.onThread { [descriptor] in
            var rest = bytes[...]
            while !rest.isEmpty {
                #if canImport(Darwin)
                    let flags: Int32 = 0
                #else
                    let flags = Int32(MSG_NOSIGNAL)
                #endif
                let count = rest.withUnsafeBytes { Foundation.send(descriptor, $0.baseAddress, $0.count, flags) }
                guard count > 0 else { throw SocketFailure(call: "send", number: errno) }
                rest = rest.dropFirst(count)
            }
        }
    }

    func send(_ text: String) async throws { try await send(Array(text.utf8)) }

    /// What one read gives; empty at the end.
    func read() async throws -> [UInt8] {
        try await Self.onThread { [descriptor] in
            var buffer = [UInt8](repeating: 0, count: 65536)
            let count = buffer.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
            guard count >= 0 else {
                if errno == ECONNRESET { return [] }
                throw SocketFailure(call: "recv", number: errno)
            }
            return Array(buffer[..<count])
        }
    }

    func readToEnd() async throws -> [UInt8] {
        var all: [UInt8] = []
        while true {
            let bytes = try await read()
            if bytes.isEmpty { return all }
            all += bytes
        }
    }

    /// Reads one response by its framing.
    func response() async throws -> Response {
        var parser = HTTPMessageParser(.response, toMethod: "POST")
        var parts: [MessagePart] = []
        while !parser.isComplete {
            let bytes = try await read()
            if bytes.isEmpty {
                parts += try parser.finish()
                break
            }
            parts += try parser.consume(bytes)
        }
        var head: ResponseHead?
        var body: [UInt8] = []
        for part in parts {
            switch part.content {
            case .responseHead(let found): head = found
            case .body(let bytes): body += bytes
            default: break
            }
        }
        guard let head else { throw SocketFailure(call: "response", number: 0) }
        return Response(head: head, body: body)
    }

    private static func onThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value
    {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result(catching: body)) }
        }
    }
}
