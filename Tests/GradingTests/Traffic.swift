import Course
import Foundation
import Grading
import HTTPWire
import ModelAPI
import Traffic

/// The course's type: in tests the name alone could mean Swift Testing's too.
typealias TrafficExpectation = Expectation

/// Exchanges made from the bytes that would have crossed the wire.
enum Wire {
    static func exchange(
        _ id: Int, _ provider: Provider = .openai, method: String = "POST", body: String = #"{"model":"gpt-4"}"#,
        status: Int = 200,
        type: String = "application/json",
        answer: String = #"{"choices":[{"finish_reason":"stop","message":{"content":"Hi"}}]}"#
    ) -> Exchange {
        let path = provider == .openai ? "/v1/chat/completions" : "/v1/messages"
        let request =
            "\(method) \(path)?trace=1 HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer sk-lab-0123456789abcdef\r\n"
            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
        let response =
            "HTTP/1.1 \(status) X\r\nContent-Type: \(type)\r\nContent-Length: \(answer.utf8.count)\r\n\r\n\(answer)"
        return Exchange(
            id: id, startedAt: Date(timeIntervalSince1970: 0), provider: provider,
            origin: Origin(scheme: "http", host: "127.0.0.1", port: 80),
            sent: [TimedBytes(Array(request.utf8), at: 0)],
            received: [TimedBytes(Array(response.utf8), at: 1)],
            ending: .complete, endedAt: 2)
    }

    static func stream(_ id: Int, _ provider: Provider, reason: String) -> Exchange {
        let events =
            provider == .openai
            ? "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n"
                + "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"\(reason)\"}]}\n\ndata: [DONE]\n\n"
            : "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"Hi\"}}\n\n"
                + "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"\(reason)\"}}\n\n"
                + "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"
        return exchange(id, provider, type: "text/event-stream", answer: events)
    }

    static func request(_ body: String, path: String = "/v1/chat/completions") throws -> HTTPRequest {
        try HTTPRequest(
            method: "POST", target: path,
            fields: [
                FieldLine("Host", "127.0.0.1"), FieldLine("Authorization", "Bearer sk-lab-0123456789abcdef"),
                FieldLine("Content-Length", "\(body.utf8.count)"),
            ], body: Array(body.utf8))
    }
}
