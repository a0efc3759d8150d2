import Capture
import Foundation
import HTTPWire
import LabServer
import ModelAPI
import Traffic

/// A lab of another process, steered over HTTP with its token.
struct RemoteLab: LabSteering {
    let origin: Origin
    let token: APIKey

    func steer(
        _ method: String, _ path: String, query: [(String, String)], body: JSONValue?
    ) async throws -> JSONValue {
        var fields: FieldLines = [
            FieldLine("Host", origin.authority), FieldLine("Authorization", "Bearer \(token.reveal())"),
            FieldLine("Accept", "application/json"), FieldLine("Connection", "close"),
        ]
        let bytes = body?.bytes ?? []
        if body != nil {
            fields.append("Content-Type", "application/json")
            fields.append("Content-Length", "\(bytes.count)")
        }
        let request = try HTTPRequest(method: method, target: path + Self.encoded(query), fields: fields, body: bytes)
        let exchange = await Recorder(transport: SocketTransport()).run(
            request, to: origin, provider: .openai, id: 1, startedAt: Date())
        if case .failed(let reason) = exchange.ending {
            throw Failure(
                "The lab at \(origin.description) cannot be reached: \(reason)",
                next: "Does it run there? `workbook serve` prints its address and its token.")
        }
        try Task.checkCancellation()
        guard let head = exchange.response else {
            throw Failure("The lab at \(origin.description) closed the connection without an answer.")
        }
        let json = try? JSONValue.parse(exchange.responseBody)
        guard (200..<300).contains(head.status), let json else {
            if let error = json.flatMap({ APIError($0, from: .openai, status: head.status) }) { throw error }
            throw Failure(
                "What listens at \(origin.description) answered \(head.status), and not as a lab does.",
                next: "Is the address that of a lab?")
        }
        return json
    }

    private static func encoded(_ query: [(String, String)]) -> String {
        guard !query.isEmpty else { return "" }
        // RFC 3986 section 2.3: what needs no encoding anywhere.
        let plain = CharacterSet(
            charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
        let pairs = query.map { name, value in
            [name, value].map { $0.addingPercentEncoding(withAllowedCharacters: plain) ?? "" }.joined(separator: "=")
        }
        return "?" + pairs.joined(separator: "&")
    }
}
