/// Drafts are kept from one sitting to the next. A key set as a header by hand is left out.
extension RequestDraft: Codable {
    private enum CodingKeys: String, CodingKey {
        case provider, system, messages, stream, fields, headers, method, path
    }

    private struct Header: Codable {
        var name: String
        var value: String?
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(provider: try container.decode(Provider.self, forKey: .provider))
        system = try container.decodeIfPresent(String.self, forKey: .system)
        messages = try container.decode([Message].self, forKey: .messages)
        stream = try container.decode(Bool.self, forKey: .stream)
        let text = try container.decode(String.self, forKey: .fields)
        guard let stored = (try? JSONValue.parse(text))?.object else {
            throw DecodingError.dataCorruptedError(forKey: .fields, in: container, debugDescription: "no JSON object")
        }
        fields = stored
        do {
            for header in try container.decode([Header].self, forKey: .headers) {
                if let value = header.value {
                    try setHeader(header.name, to: value)
                } else {
                    headers.append((header.name.lowercased(), header.name, nil))
                }
            }
            if let method = try container.decodeIfPresent(String.self, forKey: .method) { try setMethod(method) }
            if let path = try container.decodeIfPresent(String.self, forKey: .path) { try setPath(path) }
        } catch let error as DraftError {
            throw DecodingError.dataCorrupted(.init(codingPath: container.codingPath, debugDescription: "\(error)"))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(provider, forKey: .provider)
        try container.encodeIfPresent(system, forKey: .system)
        try container.encode(messages, forKey: .messages)
        try container.encode(stream, forKey: .stream)
        // As text: a keyed container would lose the order of keys, and 1.0.
        try container.encode(JSONValue.object(fields).serialized(), forKey: .fields)
        let kept = headers.filter { $0.value == nil || !Self.isSecret($0.name) }
        try container.encode(kept.map { Header(name: $0.spelling, value: $0.value) }, forKey: .headers)
        try container.encodeIfPresent(explicitMethod, forKey: .method)
        try container.encodeIfPresent(explicitPath, forKey: .path)
    }
}
