import HTTPWire

/// What a parser makes of some input: parts, bodies joined, and the error if there is one.
struct Parsed: Equatable {
    var parts: [MessagePart] = []
    var failure: HTTPWireError?
    var surplus = 0

    var contents: [MessagePart.Content] { parts.map(\.content) }

    /// - Parameter pieces: the input as it is cut; then it ends.
    init(
        _ pieces: [some Collection<UInt8>], as kind: HTTPMessageParser.Kind, toMethod method: String? = nil,
        limits: HTTPMessageParser.Limits = .init()
    ) {
        var parser = HTTPMessageParser(kind, toMethod: method, limits: limits)
        do throws(HTTPWireError) {
            for piece in pieces { parts += try parser.consume(piece) }
            parts += try parser.finish()
        } catch {
            failure = error
        }
        parts = parts.joiningBodies()
        surplus = parser.surplus
    }

    init(
        _ text: String, as kind: HTTPMessageParser.Kind, toMethod method: String? = nil,
        limits: HTTPMessageParser.Limits = .init()
    ) {
        self.init([Array(text.utf8)], as: kind, toMethod: method, limits: limits)
    }
}

extension String {
    /// The text with CR LF for each LF, as heads have it.
    var crlf: String { String(flatMap { $0 == "\n" ? Array("\r\n") : [$0] }) }
}
