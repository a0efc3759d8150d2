internal import ModelAPI
internal import NIOHTTP1

/// What a request's head has to be before anything else looks at it.
enum RequestCheck {
    /// Which provider's client this seems to be, for the envelope of an error.
    static func provider(of head: HTTPRequestHead) -> Provider {
        provider(path: head.uri) { head.headers.contains(name: $0) }
    }

    /// Paths that only one provider has tell; of the others, the fields that only Anthropic's clients send.
    static func provider(path: String, hasField: (String) -> Bool) -> Provider {
        if path.hasPrefix("/v1/messages") { return .anthropic }
        if path.hasPrefix("/v1/"), !sharedPaths.contains(where: { path.hasPrefix($0) }) { return .openai }
        return hasField("anthropic-version") || hasField("x-api-key") ? .anthropic : .openai
    }

    private static let sharedPaths = ["/v1/models"]

    /// Why the request is refused; `nil` if it is not. A target in absolute form becomes one in origin form.
    static func check(_ head: inout HTTPRequestHead, limits: LabLimits) -> Refusal? {
        guard head.version.major == 1 else { return Refusal(505, "This lab speaks HTTP/1.1.") }
        if let refusal = checkAddress(&head) { return refusal }
        if let refusal = checkFraming(head) { return refusal }
        for origin in head.headers["origin"] where !isLoopback(origin: origin) {
            return Refusal(
                403,
                "This lab serves programs on this machine, not web pages of other sites (the request's Origin is not loopback)."
            )
        }
        let length = head.headers["content-length"].first.flatMap { Int($0) } ?? 0
        guard length <= limits.bodyBytes else { return .tooLarge(limit: limits.bodyBytes) }
        if let expect = head.headers["expect"].first, expect.lowercased() != "100-continue" {
            return Refusal(417, "The only expectation that there is, is 100-continue (RFC 9110 section 10.1.1).")
        }
        return nil
    }

    // RFC 9112 section 3.2: exactly one Host. A name that is not this machine's own means that a page of another site had its
    // name resolved to 127.0.0.1 (DNS rebinding).
    private static func checkAddress(_ head: inout HTTPRequestHead) -> Refusal? {
        let hosts = head.headers["host"]
        guard hosts.count <= 1 else {
            return Refusal(400, "The request has \(hosts.count) Host fields; it needs exactly one.")
        }
        if hosts.isEmpty, head.version.minor >= 1 {
            return Refusal(400, "The request has no Host field; HTTP/1.1 needs exactly one (RFC 9112 section 3.2).")
        }
        if let scheme = ["http://", "https://"].first(where: { head.uri.lowercased().hasPrefix($0) }) {
            let rest = head.uri.dropFirst(scheme.count)
            let authority = rest.prefix { $0 != "/" && $0 != "?" }
            guard isLoopback(authority: String(authority)) else { return misdirected }
            let path = rest.dropFirst(authority.count)
            head.uri = path.hasPrefix("/") ? String(path) : "/" + path
        }
        guard head.uri.hasPrefix("/") else { return Refusal(400, "The request's target has to begin with '/'.") }
        if let host = hosts.first, !isLoopback(authority: host) { return misdirected }
        return nil
    }

    private static let misdirected = Refusal(
        421, "This lab answers for 127.0.0.1 and localhost only, and the request's Host is another.")

    // RFC 9112 section 6: a message has one length, or is chunked, or has no body. Anything else is how requests are smuggled.
    private static func checkFraming(_ head: HTTPRequestHead) -> Refusal? {
        let lengths = head.headers["content-length"]
        let codings = head.headers["transfer-encoding"]
        if !codings.isEmpty {
            guard lengths.isEmpty else {
                return Refusal(400, "The request has both Content-Length and Transfer-Encoding.")
            }
            guard codings.count == 1, codings[0].lowercased() == "chunked", head.version.minor >= 1 else {
                return Refusal(400, "The only transfer coding that this lab takes is 'chunked', once.")
            }
        }
        guard lengths.count <= 1 else { return Refusal(400, "The request has \(lengths.count) Content-Length fields.") }
        if let length = lengths.first {
            let isNumber =
                !length.isEmpty && length.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            guard isNumber, Int(length) != nil else {
                return Refusal(400, "The request's Content-Length is no number of bytes.")
            }
        }
        return nil
    }

    static func isLoopback(origin: String) -> Bool {
        guard let scheme = ["http://", "https://"].first(where: { origin.lowercased().hasPrefix($0) }) else {
            return false
        }
        return isLoopback(authority: String(origin.dropFirst(scheme.count)))
    }

    /// Whether a host with an optional port names this machine: 127.0.0.1, localhost or [::1].
    static func isLoopback(authority: String) -> Bool {
        let lower = authority.lowercased()
        guard let host = ["127.0.0.1", "localhost", "[::1]"].first(where: { lower.hasPrefix($0) }) else { return false }
        let rest = lower.dropFirst(host.count)
        guard rest.first == ":" else { return rest.isEmpty }
        let port = rest.dropFirst()
        return port.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } && port.count <= 5
    }
}
