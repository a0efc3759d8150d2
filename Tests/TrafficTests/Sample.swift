import Foundation
import HTTPWire
import ModelAPI
import Traffic

/// Exchanges for tests, made of text.
enum Sample {
    static let key = "sk-lab-0123456789abcdef0123456789ab3f9a"

    static func exchange(
        sent: [(String, UInt64)], received: [(String, UInt64)], ending: Exchange.Ending = .complete,
        provider: Provider? = .openai
    ) -> Exchange {
        Exchange(
            id: 7, startedAt: Date(timeIntervalSince1970: 1_700_000_000), provider: provider,
            origin: Origin(host: "127.0.0.1", port: 8080), sent: sent.map { TimedBytes(Array($0.0.utf8), at: $0.1) },
            received: received.map { TimedBytes(Array($0.0.utf8), at: $0.1) }, ending: ending,
            endedAt: max(received.last?.1 ?? 0, sent.last?.1 ?? 0))
    }

    static func request(body: String = "{}", fields: String = "Authorization: Bearer \(key)\n") -> String {
        "POST /v1/chat/completions HTTP/1.1\nHost: h\n\(fields)Content-Length: \(body.utf8.count)\n\n".crlf + body
    }

    static func response(_ body: String, status: Int = 200, type: String = "application/json") -> String {
        "HTTP/1.1 \(status) x\nContent-Type: \(type)\nContent-Length: \(body.utf8.count)\n\n".crlf + body
    }

    static let streamHead =
        "HTTP/1.1 200 OK\nContent-Type: Text/Event-Stream; charset=utf-8\nTransfer-Encoding: chunked\n\n".crlf

    static func chunk(_ text: String) -> String { String(decoding: ChunkWriter.chunk(Array(text.utf8)), as: UTF8.self) }

    static let lastChunk = "0\r\n\r\n"

    static func delta(_ content: String, finish: String = "null") -> String {
        #"data: {"choices":[{"index":0,"delta":{"content":"\#(content)"},"finish_reason":\#(finish)}],"usage":null}"#
            + "\n\n"
    }

    static let usageChunk =
        #"data: {"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":2,"total_tokens":11}}"# + "\n\n"

    static func named(_ name: String, _ data: String) -> String { "event: \(name)\ndata: \(data)\n\n" }
}

extension String {
    /// The text with CR LF for each LF, as heads have it.
    var crlf: String { String(flatMap { $0 == "\n" ? Array("\r\n") : [$0] }) }
}

extension Exchange {
    /// All bytes of it as text.
    var allText: String {
        String(decoding: sent.flatMap(\.bytes), as: UTF8.self)
            + String(decoding: received.flatMap(\.bytes), as: UTF8.self)
    }
}
