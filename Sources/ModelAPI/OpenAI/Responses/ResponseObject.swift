/// A response as it stands: while it is written, and when it is done.
public struct ResponseObject: Hashable, Sendable {
    public enum Status: String, Sendable {
        case queued
        case inProgress = "in_progress"
        case completed, incomplete, failed, cancelled

        public var isOver: Bool { self != .queued && self != .inProgress }
    }

    /// `resp_…`
    public var id: String
    /// Seconds since 1970.
    public var created: Int
    public var completed: Int?
    public var status: Status
    /// The name that the answer carries.
    public var model: String
    public var request: ResponseRequest
    public var output: [ResponseItem] = []
    public var usage: TokenUsage?
    /// Why it failed: a code and a message.
    public var error: (code: String, message: String)?

    public init(id: String, created: Int, status: Status, model: String, request: ResponseRequest) {
        self.id = id
        self.created = created
        self.status = status
        self.model = model
        self.request = request
    }

    public static func == (left: Self, right: Self) -> Bool { left.json == right.json }

    public func hash(into hasher: inout Hasher) { hasher.combine(id) }

    public var json: JSONValue {
        func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
        var body: JSONObject = [
            "id": .string(id), "object": "response", "created_at": .integer(created),
            "status": .string(status.rawValue),
            "background": .bool(request.background),
            "completed_at": completed.map { .integer($0) } ?? .null,
            "error": error.map { ["code": .string($0.code), "message": .string($0.message)] } ?? .null,
            "incomplete_details": status == .incomplete ? ["reason": "max_output_tokens"] : .null,
            "instructions": text(request.instructions),
            "max_output_tokens": request.maxOutputTokens.map { .integer($0) } ?? .null,
            "model": .string(model), "output": .array(output.map(\.json)),
            "previous_response_id": text(request.previousResponseID), "store": .bool(request.store),
            "temperature": .number(request.temperature ?? 1), "text": request.text, "tool_choice": request.toolChoice,
            "tools": .array(request.tools), "top_p": .number(request.topP ?? 1),
            "truncation": request.truncates ? "auto" : "disabled", "usage": usage?.responseJSON ?? .null,
        ]
        for (key, value) in request.echoed { body[key] = value }
        body["metadata"] = .object(request.metadata)
        return .object(body)
    }
}

extension TokenUsage {
    /// As a response gives it. The lab caches nothing and its models do not reason.
    public var responseJSON: JSONValue {
        [
            "input_tokens": .integer(input), "input_tokens_details": ["cached_tokens": 0, "cache_write_tokens": 0],
            "output_tokens": .integer(output), "output_tokens_details": ["reasoning_tokens": 0],
            "total_tokens": .integer(total),
        ]
    }
}
