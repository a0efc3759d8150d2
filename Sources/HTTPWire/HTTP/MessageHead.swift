/// A request line and the field lines after it (RFC 9112 section 3).
public struct RequestHead: Hashable, Sendable, Codable {
    public var method: String
    /// The request target as written: mostly a path with its query.
    public var target: String
    /// `HTTP/1.1`
    public var version: String
    public var fields: FieldLines

    public init(method: String, target: String, version: String = "HTTP/1.1", fields: FieldLines = []) {
        self.method = method
        self.target = target
        self.version = version
        self.fields = fields
    }

    /// The target without its query.
    public var path: String { String(target.prefix { $0 != "?" }) }

    /// The head as bytes, up to and including the empty line.
    ///
    /// CR, LF and NUL within a part become spaces (RFC 9110 section 5.5), and spaces within method, target and names
    /// become `%20`, so that no value can add a line or a message.
    public var bytes: [UInt8] {
        HeadWriter.head([HeadWriter.word(method), HeadWriter.word(target), HeadWriter.word(version)], fields)
    }
}

/// A status line and the field lines after it (RFC 9112 section 4).
public struct ResponseHead: Hashable, Sendable, Codable {
    /// `HTTP/1.1`
    public var version: String
    public var status: Int
    /// The reason phrase, which may be empty and has no meaning for a program.
    public var reason: String
    public var fields: FieldLines

    public init(version: String = "HTTP/1.1", status: Int, reason: String, fields: FieldLines = []) {
        self.version = version
        self.status = status
        self.reason = reason
        self.fields = fields
    }

    /// Whether this is an interim answer, after which another head follows: 1xx, but for 101 (RFC 9110 section 15.2).
    public var isInterim: Bool { (100..<200).contains(status) && status != 101 }

    /// The media type of `Content-Type` in lower case, without parameters: `text/event-stream`.
    public var mediaType: String? {
        fields["Content-Type"].map { value in
            ASCII.text(ASCII.trimmed(Array(value.utf8.prefix { $0 != 0x3B }))).lowercased()
        }
    }

    /// The head as bytes, up to and including the empty line. CR, LF and NUL within a part become spaces.
    public var bytes: [UInt8] {
        HeadWriter.head([HeadWriter.word(version), "\(status)".utf8.map { $0 }, HeadWriter.value(reason)], fields)
    }
}

enum HeadWriter {
    static func head(_ startLine: [[UInt8]], _ fields: FieldLines) -> [UInt8] {
        var bytes = Array(startLine.joined(separator: [ASCII.space]))
        bytes += [ASCII.cr, ASCII.lf]
        write(fields, to: &bytes)
        return bytes
    }

    /// The lines and the empty line that ends them.
    static func write(_ fields: FieldLines, to bytes: inout [UInt8]) {
        for field in fields {
            bytes += word(field.name)
            bytes += [ASCII.colon, ASCII.space]
            bytes += value(field.value)
            bytes += [ASCII.cr, ASCII.lf]
        }
        bytes += [ASCII.cr, ASCII.lf]
    }

    static func value(_ text: String) -> [UInt8] {
        text.utf8.map { ASCII.isForbiddenInValue($0) ? ASCII.space : $0 }
    }

    static func word(_ text: String) -> [UInt8] {
        text.utf8.flatMap { byte -> [UInt8] in
            byte <= ASCII.space ? Array("%20".utf8) : [byte]
        }
    }
}
