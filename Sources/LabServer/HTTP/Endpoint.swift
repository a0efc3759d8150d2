internal import Foundation
internal import ModelAPI

/// A method and a path, and what answers there.
struct Endpoint: Sendable {
    var method: String
    /// A last part `*` stands for any name.
    var path: String
    var handle: @Sendable (LabRequest, Lab) async throws -> LabReply

    /// Every endpoint of the lab.
    static let all: [Endpoint] = [
        Endpoint(method: "POST", path: "/v1/chat/completions", handle: ChatCompletions.handle),
        Endpoint(method: "POST", path: "/v1/messages", handle: Messages.handle),
        Endpoint(method: "GET", path: "/v1/models", handle: Models.list),
        Endpoint(method: "GET", path: "/v1/models/*", handle: Models.retrieve),
    ]

    /// The endpoint for a request, whose ``LabRequest/name`` is then set. Throws 404, or 405 if the path has other methods.
    static func find(for request: inout LabRequest) throws(APIError) -> Endpoint {
        var isKnownPath = false
        for endpoint in all {
            guard let name = endpoint.match(request.path) else { continue }
            isKnownPath = true
            guard endpoint.method == request.method else { continue }
            request.name = name
            return endpoint
        }
        switch (request.provider, isKnownPath) {
        case (.openai, true):
            throw .openai(
                405, "Not allowed to \(request.method) on \(request.path). (HINT: use \(allowed(for: request)).)",
                code: "method_not_supported")
        case (.openai, false): throw .openai(404, "Invalid URL (\(request.method) \(request.path))")
        case (.anthropic, true): throw .anthropic(405, "Method Not Allowed", type: "invalid_request_error")
        case (.anthropic, false): throw .anthropic(404, "Not Found")
        }
    }

    /// The methods of the request's path, as the `Allow` field lists them.
    static func allowed(for request: LabRequest) -> String {
        all.filter { $0.match(request.path) != nil }.map(\.method).joined(separator: ", ")
    }

    /// What stands for the `*`, or an empty string without one; `nil` if the path is another.
    private func match(_ other: String) -> String? {
        guard path.hasSuffix("*") else { return other == path ? "" : nil }
        let prefix = path.dropLast()
        guard other.hasPrefix(prefix), other.count > prefix.count else { return nil }
        let name = other.dropFirst(prefix.count)
        return name.contains("/") ? nil : name.removingPercentEncoding ?? String(name)
    }
}
