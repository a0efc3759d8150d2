internal import Foundation
internal import ModelAPI

/// A method and a path, and what answers there.
struct Endpoint: Sendable {
    var method: String
    /// A part `*` stands for any one part.
    let path: String
    private let parts: [Substring]
    var handle: @Sendable (LabRequest, Lab) async throws -> LabReply

    init(
        _ method: String, _ path: String, _ handle: @escaping @Sendable (LabRequest, Lab) async throws -> LabReply
    ) {
        self.method = method
        self.path = path
        self.handle = handle
        parts = path.split(separator: "/")
    }

    /// Every endpoint of both providers.
    static let all: [Endpoint] = [
        Endpoint("POST", "/v1/chat/completions", ChatCompletions.handle),
        Endpoint("POST", "/v1/completions", Completions.handle),
        Endpoint("POST", "/v1/responses", Responses.create),
        Endpoint("POST", "/v1/responses/input_tokens", Responses.countTokens),
        Endpoint("GET", "/v1/responses/*", Responses.retrieve),
        Endpoint("DELETE", "/v1/responses/*", Responses.delete),
        Endpoint("POST", "/v1/responses/*/cancel", Responses.cancel),
        Endpoint("GET", "/v1/responses/*/input_items", Responses.inputItems),
        Endpoint("POST", "/v1/embeddings", Embeddings.handle),
        Endpoint("POST", "/v1/moderations", Moderations.handle),
        Endpoint("POST", "/v1/messages", Messages.handle),
        Endpoint("POST", "/v1/messages/count_tokens", CountTokens.handle),
        Endpoint("POST", "/v1/messages/batches", MessageBatches.create),
        Endpoint("GET", "/v1/messages/batches", MessageBatches.list),
        Endpoint("GET", "/v1/messages/batches/*", MessageBatches.retrieve),
        Endpoint("DELETE", "/v1/messages/batches/*", MessageBatches.delete),
        Endpoint("POST", "/v1/messages/batches/*/cancel", MessageBatches.cancel),
        Endpoint("GET", "/v1/messages/batches/*/results", MessageBatches.results),
        Endpoint("GET", "/v1/models", Models.list),
        Endpoint("GET", "/v1/models/*", Models.retrieve),
        Endpoint("DELETE", "/v1/models/*", Models.delete),
        Endpoint("POST", "/v1/files", Files.create),
        Endpoint("GET", "/v1/files", Files.list),
        Endpoint("GET", "/v1/files/*", Files.retrieve),
        Endpoint("DELETE", "/v1/files/*", Files.delete),
        Endpoint("GET", "/v1/files/*/content", Files.content),
        Endpoint("POST", "/v1/fine_tuning/jobs", FineTuning.create),
        Endpoint("GET", "/v1/fine_tuning/jobs", FineTuning.list),
        Endpoint("GET", "/v1/fine_tuning/jobs/*", FineTuning.retrieve),
        Endpoint("POST", "/v1/fine_tuning/jobs/*/cancel", FineTuning.cancel),
        Endpoint("POST", "/v1/fine_tuning/jobs/*/pause", FineTuning.pause),
        Endpoint("POST", "/v1/fine_tuning/jobs/*/resume", FineTuning.resume),
        Endpoint("GET", "/v1/fine_tuning/jobs/*/events", FineTuning.events),
        Endpoint("GET", "/v1/fine_tuning/jobs/*/checkpoints", FineTuning.checkpoints),
        Endpoint("POST", "/v1/batches", Batches.create),
        Endpoint("GET", "/v1/batches", Batches.list),
        Endpoint("GET", "/v1/batches/*", Batches.retrieve),
        Endpoint("POST", "/v1/batches/*/cancel", Batches.cancel),
        Endpoint("POST", "/v1/images/generations", Images.handle),
        Endpoint("POST", "/v1/audio/transcriptions", Transcriptions.handle),
    ]

    /// Whether requests name a model, for which they then count.
    var namesModel: Bool { method == "POST" && Self.pathsWithModel.contains(path) }

    private static let pathsWithModel: Set<String> = [
        "/v1/chat/completions", "/v1/completions", "/v1/responses", "/v1/responses/input_tokens", "/v1/embeddings",
        "/v1/moderations", "/v1/images/generations", "/v1/audio/transcriptions", "/v1/messages",
        "/v1/messages/count_tokens",
    ]

    /// The endpoint for a request, whose ``LabRequest/parameters`` are then set. Throws 404, or 405 if the path has other
    /// methods.
    static func find(for request: inout LabRequest, in endpoints: [Endpoint] = all) throws(APIError) -> Endpoint {
        let parts = request.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        var isKnownPath = false
        for endpoint in endpoints {
            guard let parameters = endpoint.match(parts) else { continue }
            isKnownPath = true
            guard endpoint.method == request.method else { continue }
            request.parameters = parameters
            return endpoint
        }
        switch (request.provider, isKnownPath) {
        case (.openai, true):
            throw .openai(
                405,
                "Not allowed to \(request.method) on \(request.path). (HINT: use \(allowed(for: request.path)).)",
                code: "method_not_supported")
        case (.openai, false): throw .openai(404, "Invalid URL (\(request.method) \(request.path))")
        case (.anthropic, true): throw .anthropic(405, "Method Not Allowed", type: "invalid_request_error")
        case (.anthropic, false): throw .anthropic(404, "Not Found")
        }
    }

    /// The methods of a path, as the `Allow` field lists them.
    static func allowed(for path: String, in endpoints: [Endpoint] = all) -> String {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        return endpoints.filter { $0.match(parts) != nil }.map(\.method).joined(separator: ", ")
    }

    /// What stands for each `*`; `nil` if the path is another.
    private func match(_ others: ArraySlice<Substring>) -> [String]? {
        guard others.count == parts.count else { return nil }
        var parameters: [String] = []
        for (part, other) in zip(parts, others) {
            if part == "*", !other.isEmpty {
                parameters.append(other.removingPercentEncoding ?? String(other))
            } else if part != other {
                return nil
            }
        }
        return parameters
    }
}
