internal import HTTPWire

extension RequestDraft {
    /// A command for a POSIX shell that sends the same request with curl: method, target, header values and body.
    ///
    /// The key is read from the provider's environment variable. A key that was set as a header by hand is redacted.
    public func curlCommand(origin: Origin) -> String {
        var words = ["curl"]
        if path.contains("/.") { words.append("--path-as-is") }
        if path.contains(where: { "[]{}".contains($0) }) { words.append("--globoff") }
        if stream { words.append("--no-buffer") }
        let body = body()
        if method == "HEAD" {
            words.append("--head")
        } else if method != (body == nil ? "GET" : "POST") {
            words.append("-X \(Self.quoted(method))")
        }
        words.append(Self.quoted("\(origin)\(path)"))
        var lines = [words.joined(separator: " ")]
        lines += headerLines(to: origin, body: body).map { "-H \($0)" }
        if let body { lines.append("--data-raw \(Self.quoted(body.serialized()))") }
        return lines.joined(separator: " \\\n  ")
    }

    private func headerLines(to origin: Origin, body: JSONValue?) -> [String] {
        let variable = "$\(provider.keyVariable)"
        var names: Set<String> = []
        var lines: [String] = []
        for line in defaultHeaders(to: origin, key: variable, bodyLength: body?.bytes.count) {
            let name = line.name.lowercased()
            names.insert(name)
            if let change = headers.first(where: { $0.name == name }) {
                lines.append(curlHeader(change))
            } else if line.value.contains(variable) {
                // In double quotes, for the shell to put the key in.
                lines.append("\"\(line.name): \(line.value)\"")
            } else if name != "host", name != "content-length" {
                lines.append(Self.quoted("\(line.name): \(line.value)"))
            }
        }
        lines += headers.filter { !names.contains($0.name) }.map(curlHeader)
        // What curl adds by itself, unless told.
        for addition in ["User-Agent"] where !headers.contains(where: { $0.name == addition.lowercased() }) {
            lines.append(Self.quoted("\(addition):"))
        }
        if let body, body.bytes.count > 1 << 20 { lines.append(Self.quoted("Expect:")) }
        return lines
    }

    private func curlHeader(_ header: (name: String, spelling: String, value: String?)) -> String {
        guard let value = header.value else { return Self.quoted("\(header.spelling):") }
        // A semicolon in place of the colon is curl's way to send a header without a value.
        if value.isEmpty { return Self.quoted("\(header.spelling);") }
        return Self.quoted("\(header.spelling): \(Self.isSecret(header.name) ? Self.redacted(value) : value)")
    }

    static func isSecret(_ headerName: String) -> Bool {
        ["authorization", "x-api-key", "proxy-authorization", "cookie"].contains(headerName.lowercased())
    }

    private static func redacted(_ value: String) -> String {
        let parts = value.split(separator: " ", maxSplits: 1)
        guard parts.count == 2 else { return APIKey.redacted(value) }
        return "\(parts[0]) \(APIKey.redacted(String(parts[1])))"
    }

    /// One word of a POSIX shell, whatever it holds.
    private static func quoted(_ text: String) -> String {
        let isPlain =
            !text.isEmpty
            && text.utf8.allSatisfy { byte in
                HeaderGrammar.isTokenByte(byte) && !"!#$&'*^`|~".utf8.contains(byte) || "/:=,@".utf8.contains(byte)
            }
        return isPlain
            ? text
            : "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
    }
}
