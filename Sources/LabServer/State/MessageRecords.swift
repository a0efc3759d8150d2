internal import ModelAPI
internal import Synchronization

/// What the newest prompts of the callers who asked for it were like, to tell why a cache was of no use.
///
/// Source: the types `Diagnostics` and `CacheMissReason` of the package anthropic 2.12.
final class MessageRecords: Sendable {
    /// A prompt by the hashes of its parts: what it said is not kept.
    private struct Record {
        var id: String
        var organization: String
        var model: Int
        var tools: Int
        var system: Int
        var messages: [Int]
        var rest: Int
        var tokens: Int

        init(_ request: MessageRequest, id: String, organization: String, model: String, tokens: Int) {
            self.id = id
            self.organization = organization
            self.model = [model, request.speed].hashValue
            tools = request.tools.map(\.unmarked).hashValue
            system = request.system.map(\.content).hashValue
            messages = request.messages.map { turn in
                var hasher = Hasher()
                hasher.combine(turn.role)
                hasher.combine(turn.blocks.map(\.content))
                return hasher.finalize()
            }
            rest = [String(describing: request.toolChoice), String(describing: request.thinking)].hashValue
            self.tokens = tokens
        }
    }

    private static let capacity = 1000
    private let records = Mutex<[Record]>([])

    /// The `diagnostics` of the answer `id`: `null` if none were asked for, or the earlier prompt is this one's beginning.
    func diagnose(
        _ request: MessageRequest, id: String, organization: String, model: String, tokens: Int
    ) -> JSONValue {
        guard let asked = request.diagnostics else { return .null }
        let record = Record(request, id: id, organization: organization, model: model, tokens: tokens)
        let earlier = records.withLock { records -> Record? in
            let earlier = records.last { $0.id == asked.previousMessageID && $0.organization == organization }
            records.append(record)
            if records.count > Self.capacity { records.removeFirst() }
            return earlier
        }
        guard asked.previousMessageID != nil else { return .null }
        guard let earlier else { return ["cache_miss_reason": ["type": "previous_message_not_found"]] }
        guard let reason = Self.reason(earlier, record) else { return .null }
        var json: JSONObject = ["type": .string(reason)]
        if reason != "unavailable" { json["cache_missed_input_tokens"] = .integer(min(earlier.tokens, tokens)) }
        return ["cache_miss_reason": .object(json)]
    }

    private static func reason(_ old: Record, _ new: Record) -> String? {
        if old.model != new.model { return "model_changed" }
        if old.tools != new.tools { return "tools_changed" }
        if old.system != new.system { return "system_changed" }
        if !new.messages.starts(with: old.messages) { return "messages_changed" }
        return old.rest == new.rest ? nil : "unavailable"
    }
}

extension ToolDefinition {
    fileprivate var unmarked: ToolDefinition {
        var tool = self
        tool.cacheControl = nil
        return tool
    }
}
