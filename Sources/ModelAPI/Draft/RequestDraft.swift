/// A request that is being built: what a learner set, on top of a provider's defaults.
///
/// A draft never holds a key: ``request(to:key:)`` adds it to the bytes. Values are kept as they were given, also those that
/// the provider will refuse.
///
///     var draft = RequestDraft(provider: .openai)
///     draft.messages.append(.init(role: "user", content: "Hello"))
///     try draft.set("temperature", to: "0.3")
///     let request = try draft.request(to: origin, key: key)
public struct RequestDraft: Hashable, Sendable {
    /// A message of the conversation. The role is free: `user`, `assistant`, or what the provider will refuse.
    public struct Message: Hashable, Sendable, Codable {
        public var role: String
        public var content: String

        public init(role: String, content: String) {
            self.role = role
            self.content = content
        }
    }

    public let provider: Provider

    /// The instruction that stands before the conversation: at OpenAI the first message, at Anthropic a field of its own.
    public var system: String?
    public var messages: [Message] = []
    /// Whether to ask for the answer as an event stream.
    public var stream = false

    /// Fields of the body other than messages, system and stream, the defaults included. Setting one of those three here,
    /// to something that they cannot hold, overrides it.
    var fields: JSONObject
    /// Headers that differ from the defaults: a value, or `nil` for a header left out. Names in lower case.
    var headers: [(name: String, spelling: String, value: String?)] = []
    var explicitMethod: String?
    var explicitPath: String?

    /// A request with the provider's defaults: a model, and whatever the provider requires.
    public init(provider: Provider) {
        self.provider = provider
        fields = Self.defaultFields(for: provider)
    }

    /// What a new draft's body holds.
    static func defaultFields(for provider: Provider) -> JSONObject {
        switch provider {
        case .openai: ["model": "gpt-4"]
        // Anthropic requires max_tokens.
        case .anthropic: ["model": "claude-3-sonnet-20240229", "max_tokens": 256]
        }
    }

    static func defaultPath(for provider: Provider) -> String {
        switch provider {
        case .openai: "/v1/chat/completions"
        case .anthropic: "/v1/messages"
        }
    }

    public var method: String { explicitMethod ?? "POST" }
    public var path: String { explicitPath ?? Self.defaultPath(for: provider) }

    /// The model's name, if it is set to a text.
    public var model: String? { fields["model"]?.string }

    /// The value of a field of the body, under the provider's name for it.
    public func field(_ name: String) -> JSONValue? { fields[name] }

    /// The body; `nil` for methods that have none (`GET`, `HEAD`, `DELETE`).
    ///
    /// Keys stand in the order in which the provider's documentation writes them; unknown ones follow as they were set.
    public func body() -> JSONValue? {
        guard !["GET", "HEAD", "DELETE"].contains(method) else { return nil }
        var all = fields
        if stream, all["stream"] == nil { all["stream"] = true }
        if all["messages"] == nil { all["messages"] = .array(messageValues) }
        if provider == .anthropic, let system, all["system"] == nil { all["system"] = .string(system) }
        var body = JSONObject()
        for name in Self.knownFields(for: provider) { body[name] = all[name] }
        for (name, value) in all { body[name] = value }
        return .object(body)
    }

    private var messageValues: [JSONValue] {
        let instruction = provider == .openai ? system.map { Message(role: "system", content: $0) } : nil
        return ([instruction].compactMap(\.self) + messages).map {
            ["role": .string($0.role), "content": .string($0.content)]
        }
    }

    public static func == (left: RequestDraft, right: RequestDraft) -> Bool {
        left.provider == right.provider && left.system == right.system && left.messages == right.messages
            && left.stream == right.stream && left.fields == right.fields && left.explicitMethod == right.explicitMethod
            && left.explicitPath == right.explicitPath && left.headers.elementsEqual(right.headers, by: ==)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(provider)
        hasher.combine(system)
        hasher.combine(messages)
        hasher.combine(fields)
    }
}
