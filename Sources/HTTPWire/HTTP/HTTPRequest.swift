/// A whole request: head and body.
///
/// For example:
///
///     let request = try HTTPRequest(method: "GET", target: "/v1/models", fields: [FieldLine("Host", "127.0.0.1:8080")])
///     request.bytes   // exactly what goes to the socket
///
/// No field is added: who makes a request with a body says its `Content-Length`.
public struct HTTPRequest: Hashable, Sendable {
    public var head: RequestHead
    public var body: [UInt8]

    /// Makes a request of parts that are known to be sound, such as parsed ones.
    public init(head: RequestHead, body: [UInt8] = []) {
        self.head = head
        self.body = body
    }

    /// Makes a request, and refuses what is no method, target, field name or field value: a line end in a value would
    /// begin a field line of its own.
    public init(method: String, target: String, fields: FieldLines = [], body: [UInt8] = []) throws(HTTPWireError) {
        guard ASCII.isToken(method.utf8) else { throw HTTPWireError(.invalidMethod) }
        guard HeadParser.isTarget(Array(target.utf8)) else { throw HTTPWireError(.invalidTarget) }
        for field in fields {
            guard ASCII.isToken(field.name.utf8) else { throw HTTPWireError(.invalidFieldName) }
            // RFC 9110 section 5.5: no control characters but the tab.
            let isSound = field.value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == ASCII.tab }
            guard isSound else { throw HTTPWireError(.invalidFieldValue(name: field.name)) }
        }
        self.init(head: RequestHead(method: method, target: target, fields: fields), body: body)
    }

    /// The request as bytes: head, empty line, body.
    public var bytes: [UInt8] { head.bytes + body }
}
