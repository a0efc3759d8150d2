/// A batch of message requests, as `/v1/messages/batches` gives it.
///
/// Source: the type `MessageBatch` of the package anthropic 2.12. Times are in seconds since 1970.
public struct MessageBatch: Hashable, Sendable {
    public enum Status: String, Hashable, Sendable {
        case inProgress = "in_progress"
        case canceling
        case ended
    }

    /// How many requests have come to which end.
    public struct Counts: Hashable, Sendable {
        public var processing = 0
        public var succeeded = 0
        public var errored = 0
        public var canceled = 0
        public var expired = 0

        public init(processing: Int) { self.processing = processing }
    }

    /// `msgbatch_…`
    public var id: String
    public var status: Status
    public var counts: Counts
    public var created: Int
    public var ended: Int?
    public var cancelInitiated: Int?

    public init(id: String, requests: Int, created: Int) {
        self.id = id
        self.created = created
        status = .inProgress
        counts = Counts(processing: requests)
    }

    /// When processing ends at the latest: 24 hours after it began.
    public var expires: Int { created + 86400 }

    /// - Parameter origin: scheme and authority under which the client reached the server, for `results_url`.
    public func json(origin: String) -> JSONValue {
        let time = { (seconds: Int?) -> JSONValue in seconds.map { .string(Timestamp.rfc3339($0)) } ?? .null }
        return [
            "id": .string(id), "type": "message_batch", "processing_status": .string(status.rawValue),
            "request_counts": [
                "processing": .integer(counts.processing), "succeeded": .integer(counts.succeeded),
                "errored": .integer(counts.errored), "canceled": .integer(counts.canceled),
                "expired": .integer(counts.expired),
            ],
            "created_at": time(created), "expires_at": time(expires), "ended_at": time(ended),
            "cancel_initiated_at": time(cancelInitiated), "archived_at": .null,
            "results_url": status == .ended ? .string("\(origin)/v1/messages/batches/\(id)/results") : .null,
        ]
    }
}

/// The requests of a batch, checked as far as they are when a batch is made: the parameters of each are checked once it is
/// processed.
public struct MessageBatchRequest: Hashable, Sendable {
    public struct Entry: Hashable, Sendable {
        public var customID: String
        public var parameters: JSONValue
    }

    public var entries: [Entry]

    /// Throws the error that the API answers.
    public init(_ json: JSONValue, facts: ProviderFacts) throws(APIError) {
        guard let object = json.object else { throw .anthropic(400, "Input should be a valid dictionary") }
        let fields = AnthropicFields(object: object, facts: facts)
        _ = try fields.required("requests")
        guard let list = try fields.list("requests") else {
            throw AnthropicFields.invalid("requests", "Input should be a valid list")
        }
        try fields.refuseUnknown(["requests"])
        guard !list.isEmpty else {
            throw AnthropicFields.invalid("requests", "List should have at least 1 item after validation, not 0")
        }
        guard list.count <= 100_000 else {
            throw AnthropicFields.invalid(
                "requests", "List should have at most 100000 items after validation, not \(list.count)")
        }
        entries = []
        var seen: Set<String> = []
        for (index, element) in list.enumerated() {
            let entry = try fields.fields(of: element, at: "requests.\(index)")
            let id = try entry.requiredString("custom_id")
            guard (1...64).contains(id.utf8.count), id.utf8.allSatisfy(ToolDefinition.isNameByte) else {
                throw entry.invalid("custom_id", "String should match pattern '^[a-zA-Z0-9_-]{1,64}$'")
            }
            let parameters = try entry.required("params")
            guard parameters.object != nil else { throw entry.invalid("params", "Input should be a valid dictionary") }
            try entry.refuseUnknown(["custom_id", "params"])
            guard seen.insert(id).inserted else {
                throw AnthropicFields.invalid("requests", "Found duplicate custom_id in requests: \(id)")
            }
            entries.append(Entry(customID: id, parameters: parameters))
        }
    }
}
