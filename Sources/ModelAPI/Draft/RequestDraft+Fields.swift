internal import DataFiles

extension RequestDraft {
    /// The fields of the body that the provider documents, in the order in which a body holds them.
    public static func knownFields(for provider: Provider) -> [String] {
        switch provider {
        case .openai:
            [
                "model", "messages", "temperature", "top_p", "max_tokens", "max_completion_tokens", "n", "stop", "seed",
                "presence_penalty", "frequency_penalty", "logit_bias", "logprobs", "top_logprobs", "response_format",
                "tools", "tool_choice", "user", "metadata", "store", "service_tier", "reasoning_effort", "stream",
                "stream_options",
            ]
        case .anthropic:
            [
                "model", "max_tokens", "system", "messages", "temperature", "top_p", "top_k", "stop_sequences", "tools",
                "tool_choice", "thinking", "metadata", "service_tier", "stream",
            ]
        }
    }

    /// Sets a field of the body, `header.NAME`, `path` or `method`.
    ///
    /// `FIELD.MEMBER` sets a member of an object, such as `stream_options.include_usage`. Names may be written with hyphens; `stop` and `stop_sequences` mean the provider's own. A value that is JSON is sent
    /// as JSON, any other as a string; texts such as `model` and `stop` are taken as typed unless they are quoted. A name
    /// that is nearly a known one is refused with a suggestion; `body.NAME` sets any field, exactly as named.
    public mutating func set(_ name: String, to value: String) throws(DraftError) {
        if let header = Self.headerName(name) { return try setHeader(header, to: value) }
        if let field = Self.suffix(of: name, after: "body.") {
            guard !field.isEmpty else { throw .badFieldName(field) }
            try Self.refuseKey(field)
            fields[field] = Self.json(value)
            return
        }
        switch name.lowercased() {
        case "path": try setPath(value)
        case "method": try setMethod(value)
        default: try setField(try canonical(name, value: value), to: value)
        }
    }

    /// Takes back what was set: the default again, or nothing. What is a default already is removed, headers too.
    public mutating func unset(_ name: String) throws(DraftError) {
        if let header = Self.headerName(name) { return try unsetHeader(header) }
        switch name.lowercased() {
        case "path":
            guard explicitPath != nil else { throw .notSet(name: name, set: setNames) }
            explicitPath = nil
        case "method":
            guard explicitMethod != nil else { throw .notSet(name: name, set: setNames) }
            explicitMethod = nil
        default: try unsetField(Self.suffix(of: name, after: "body.") ?? spelled(name), as: name)
        }
    }

    /// The names that ``unset(_:)`` takes at this moment.
    public var setNames: [String] {
        var names = fields.keys
        if system != nil, !names.contains("system") { names.append("system") }
        if !messages.isEmpty, !names.contains("messages") { names.append("messages") }
        if stream, !names.contains("stream") { names.append("stream") }
        return names + headers.filter { $0.value != nil }.map { "header.\($0.spelling)" }
            + (explicitPath == nil ? [] : ["path"]) + (explicitMethod == nil ? [] : ["method"])
    }

    // MARK: Fields

    private mutating func setField(_ name: String, to value: String) throws(DraftError) {
        switch name {
        case _ where name.contains("."):
            let path = name.split(separator: ".").map(String.init)
            fields[path[0]] = Self.setting(path.dropFirst(), of: fields[path[0]], to: Self.json(value))
        case "model", "user": fields[name] = Self.text(value)
        case "stop": fields[name] = try stops(value, name: name)
        case "stop_sequences":
            let stops = try stops(value, name: name)
            // A single string is meant as the only one: the field is a list.
            fields[name] = stops.string.map { [.string($0)] } ?? stops
        case "stream":
            let json = Self.json(value)
            fields["stream"] = json.bool == nil ? json : nil
            stream = json.bool ?? stream
        case "system":
            if let json = try Self.structure(value, name: name) {
                fields["system"] = json
            } else {
                fields["system"] = nil
                system = Self.text(value).string
            }
        case "messages": setMessages(try Self.structure(value, name: name) ?? Self.json(value))
        default: fields[name] = Self.json(value)
        }
    }

    /// The value with its member at `path` set, objects made on the way.
    private static func setting(_ path: ArraySlice<String>, of value: JSONValue?, to member: JSONValue) -> JSONValue {
        guard let name = path.first else { return member }
        var object = value?.object ?? JSONObject()
        object[name] = setting(path.dropFirst(), of: object[name], to: member)
        return .object(object)
    }

    /// Messages that a draft can hold become its own; any others are sent as given.
    private mutating func setMessages(_ json: JSONValue) {
        let plain = json.array?.compactMap { message -> Message? in
            guard let object = message.object, object.count == 2, let role = object["role"]?.string,
                let content = object["content"]?.string
            else { return nil }
            return Message(role: role, content: content)
        }
        if let plain, plain.count == json.array?.count {
            messages = plain
            fields["messages"] = nil
        } else {
            fields["messages"] = json
        }
    }

    private mutating func unsetField(_ field: String, as name: String) throws(DraftError) {
        switch field {
        case "system" where system != nil || fields["system"] != nil:
            system = nil
            fields["system"] = nil
        case "messages" where !messages.isEmpty || fields["messages"] != nil:
            messages = []
            fields["messages"] = nil
        case "stream" where stream || fields["stream"] != nil:
            stream = false
            fields["stream"] = nil
        default:
            guard let value = fields[field] else { throw .notSet(name: name, set: setNames) }
            let original = Self.defaultFields(for: provider)[field]
            fields[field] = value == original ? nil : original
        }
    }

    /// The provider's name for what was typed.
    private func canonical(_ name: String, value: String) throws(DraftError) -> String {
        try Self.refuseKey(name)
        let spelled = spelled(name)
        let known = Self.knownFields(for: provider)
        guard !spelled.isEmpty, !spelled.contains(where: { $0.isWhitespace || $0.isNewline }) else {
            throw .badFieldName(name)
        }
        if known.contains(spelled) || fields[spelled] != nil { return spelled }
        if ["header", "headers"].contains(name.lowercased()) {
            throw .nearMiss(name: name, meant: "header.NAME", value: value)
        }
        // `stream_options.include_usage` is a member of a known field.
        if let dot = spelled.firstIndex(of: "."), known.contains(String(spelled[..<dot])),
            spelled.split(separator: ".", omittingEmptySubsequences: false).allSatisfy({ !$0.isEmpty })
        {
            return spelled
        }
        // A field that the other provider has is no typing error.
        if Provider.allCases.contains(where: { Self.knownFields(for: $0).contains(spelled) }) { return spelled }
        if let meant = Suggestion.closest(to: spelled, in: known + ["path", "method"]) {
            throw .nearMiss(name: name, meant: meant, value: value)
        }
        return name
    }

    private func spelled(_ name: String) -> String {
        let underscored = String(name.map { $0 == "-" ? "_" : $0 })
        let everyField = Provider.allCases.flatMap { Self.knownFields(for: $0) }
        let spelled = everyField.first { $0 == underscored.lowercased() } ?? name
        switch (provider, spelled) {
        case (.anthropic, "stop"): return "stop_sequences"
        case (.openai, "stop_sequences"): return "stop"
        default: return spelled
        }
    }

    private static func refuseKey(_ name: String) throws(DraftError) {
        let letters = name.lowercased().filter { $0 != "-" && $0 != "_" }
        guard !["key", "apikey", "xapikey", "authorization", "secret"].contains(letters) else {
            throw .keyInDraft(name: name)
        }
    }

    // MARK: Values

    /// JSON as JSON, anything else as a string.
    private static func json(_ text: String) -> JSONValue { (try? JSONValue.parse(text)) ?? .string(text) }

    /// A string as typed, or what the quotes hold.
    private static func text(_ text: String) -> JSONValue {
        if text.hasPrefix("\""), let json = try? JSONValue.parse(text), json.string != nil { return json }
        return .string(text)
    }

    /// A JSON list or object; `nil` for text that does not begin like one. What begins like one has to be one.
    private static func structure(_ text: String, name: String) throws(DraftError) -> JSONValue? {
        guard let first = text.first(where: { !$0.isWhitespace }), first == "[" || first == "{" else { return nil }
        do { return try JSONValue.parse(text) } catch { throw .badJSON(name: name, error) }
    }

    private func stops(_ text: String, name: String) throws(DraftError) -> JSONValue {
        if text.hasPrefix("[\"") || text.hasPrefix("[ \"") { return try Self.structure(text, name: name) ?? .null }
        // `[` alone is a sensible stop string, `[]` a list.
        if text.hasPrefix("["), let list = try? JSONValue.parse(text) { return list }
        return text == "null" ? .null : Self.text(text)
    }

    static func suffix(of name: String, after prefix: String) -> String? {
        name.lowercased().hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : nil
    }

    private static func headerName(_ name: String) -> String? {
        suffix(of: name, after: "header.") ?? suffix(of: name, after: "headers.")
    }
}
