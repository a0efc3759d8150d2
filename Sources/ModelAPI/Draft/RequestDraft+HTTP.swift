public import HTTPWire

extension RequestDraft {
    /// The HTTP message that this draft is, byte for byte.
    ///
    /// `Host` comes first (RFC 9110 section 7.2), then the key, `Content-Type`, `Accept`, `Connection`, and for a body its
    /// `Content-Length`. Headers that were set stand in a default's place, or follow.
    ///
    /// - Parameter key: without one, the request has no key.
    /// - Throws: what `HTTPRequest` finds impossible to write.
    public func request(to origin: Origin, key: APIKey?) throws -> HTTPRequest {
        let body = body()?.bytes ?? []
        var lines = defaultHeaders(to: origin, key: key?.reveal(), bodyLength: self.body() == nil ? nil : body.count)
        for header in headers {
            guard let value = header.value else {
                lines.removeAll { $0.name.lowercased() == header.name }
                continue
            }
            if let index = lines.firstIndex(where: { $0.name.lowercased() == header.name }) {
                lines[index] = FieldLine(header.spelling, value)
            } else {
                lines.append(FieldLine(header.spelling, value))
            }
        }
        var fields: FieldLines = []
        for line in lines { fields.append(line.name, line.value) }
        return try HTTPRequest(method: method, target: path, fields: fields, body: body)
    }

    func defaultHeaders(to origin: Origin, key: String?, bodyLength: Int?) -> [FieldLine] {
        var lines = [FieldLine("Host", origin.authority)]
        switch provider {
        case .openai:
            if let key { lines.append(FieldLine("Authorization", "Bearer \(key)")) }
        case .anthropic:
            if let key { lines.append(FieldLine("x-api-key", key)) }
            lines.append(FieldLine("anthropic-version", Self.defaultVersion))
        }
        if bodyLength != nil { lines.append(FieldLine("Content-Type", "application/json")) }
        lines.append(FieldLine("Accept", stream ? "text/event-stream" : "application/json"))
        lines.append(FieldLine("Connection", "close"))
        if let bodyLength { lines.append(FieldLine("Content-Length", "\(bodyLength)")) }
        return lines
    }

    /// The `anthropic-version` that a new draft names.
    static let defaultVersion = "2023-06-01"

    // MARK: Changes

    mutating func setHeader(_ name: String, to value: String) throws(DraftError) {
        guard !name.isEmpty, name.utf8.allSatisfy(HeaderGrammar.isTokenByte) else { throw .badHeaderName(name) }
        // RFC 9110 section 5.5: blanks around a value are no part of it; of control characters only the tab is allowed.
        let value = String(
            value.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
        guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
            throw .badHeaderValue(name: name)
        }
        change(name, to: value)
    }

    mutating func unsetHeader(_ name: String) throws(DraftError) {
        let lower = name.lowercased()
        if let index = headers.firstIndex(where: { $0.name == lower }) {
            guard headers[index].value != nil else { throw .notSet(name: "header.\(name)", set: setNames) }
            headers.remove(at: index)
            return
        }
        let anywhere = Origin(host: "localhost", port: 80)
        let defaults = defaultHeaders(to: anywhere, key: "", bodyLength: 0).map { $0.name.lowercased() }
        guard defaults.contains(lower) else { throw .notSet(name: "header.\(name)", set: setNames) }
        change(name, to: nil)
    }

    private mutating func change(_ name: String, to value: String?) {
        let entry = (name: name.lowercased(), spelling: name, value: value)
        if let index = headers.firstIndex(where: { $0.name == entry.name }) {
            headers[index] = entry
        } else {
            headers.append(entry)
        }
    }

    mutating func setPath(_ path: String) throws(DraftError) {
        guard path.hasPrefix("/"), path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") }) else {
            throw .badPath(path)
        }
        explicitPath = path == Self.defaultPath(for: provider) ? nil : path
    }

    mutating func setMethod(_ method: String) throws(DraftError) {
        guard !method.isEmpty, method.utf8.allSatisfy(HeaderGrammar.isTokenByte) else { throw .badMethod(method) }
        let known = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
        // Methods are case-sensitive (RFC 9110 section 9.1); nobody means `get` to differ from `GET`.
        let spelled = known.contains(method.uppercased()) ? method.uppercased() : method
        explicitMethod = spelled == "POST" ? nil : spelled
    }
}

/// RFC 9110 section 5.6.2.
enum HeaderGrammar {
    static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
