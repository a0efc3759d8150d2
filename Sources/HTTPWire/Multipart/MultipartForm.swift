/// A form as a client sends files with it: `multipart/form-data` (RFC 7578, in the framing of RFC 2046 section 5.1).
///
///     let form = try MultipartForm(body, contentType: "multipart/form-data; boundary=x")
///     form["purpose"]?.text      // "fine-tune"
///     form["file"]?.fileName     // "examples.jsonl"
public struct MultipartForm: Hashable, Sendable {
    public struct Part: Hashable, Sendable {
        public var name: String
        /// As the client names it; `nil` for a plain field.
        public var fileName: String?
        public var contentType: String?
        public var bytes: [UInt8]

        /// The content as text; `nil` if it is not UTF-8.
        public var text: String? { String(validating: bytes, as: UTF8.self) }
    }

    /// In the order of the body.
    public var parts: [Part]

    /// The first part of a name.
    public subscript(name: String) -> Part? { parts.first { $0.name == name } }

    /// The texts of all parts of a name, also as a list is written: `name[]`.
    public func texts(_ name: String) -> [String] {
        parts.filter { $0.name == name || $0.name == name + "[]" }.compactMap(\.text)
    }

    /// Whether a `Content-Type` says that a body is such a form.
    public static func isForm(contentType: String?) -> Bool {
        guard let type = contentType?.prefix(while: { $0 != ";" }) else { return false }
        return ASCII.equalIgnoringCase(ASCII.text(ASCII.trimmed(Array(type.utf8))), "multipart/form-data")
    }

    /// How many parts a form may have.
    public static let partLimit = 1000

    /// Reads a whole body. Throws ``MultipartError``.
    public init(_ body: [UInt8], contentType: String) throws(MultipartError) {
        guard Self.isForm(contentType: contentType) else { throw .notAForm }
        guard let boundary = Parameters.value(of: "boundary", in: contentType), !boundary.isEmpty,
            boundary.utf8.count <= 70
        else { throw .noBoundary }
        let delimiter = Array("--\(boundary)".utf8)
        var reader = Reader(body: body, delimiter: delimiter)
        parts = try reader.parts()
    }
}

/// What is wrong with a form.
public enum MultipartError: Error, Hashable, Sendable {
    case notAForm
    /// The content type names no boundary of 1 to 70 bytes.
    case noBoundary
    /// The first delimiter is missing.
    case noStart
    /// The body ends before the closing delimiter.
    case noEnd
    /// The head of this part, counted from 1, is malformed or has no name.
    case malformedHead(part: Int)
    case tooManyParts(limit: Int)
}

extension MultipartError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notAForm: "the content type is not multipart/form-data"
        case .noBoundary: "the content type names no boundary of 1 to 70 bytes (RFC 2046 section 5.1.1)"
        case .noStart: "the body does not begin with the boundary that the content type names"
        case .noEnd: "the body ends before the closing boundary"
        case .malformedHead(let part): "part \(part) has no Content-Disposition with a name (RFC 7578 section 4.2)"
        case .tooManyParts(let limit): "there are more than \(limit) parts"
        }
    }
}

private struct Reader {
    let body: [UInt8]
    let delimiter: [UInt8]
    private var position = 0

    init(body: [UInt8], delimiter: [UInt8]) {
        self.body = body
        self.delimiter = delimiter
    }

    mutating func parts() throws(MultipartError) -> [MultipartForm.Part] {
        guard let first = find(delimiter, from: 0, atLineStart: true) else { throw .noStart }
        position = first + delimiter.count
        var parts: [MultipartForm.Part] = []
        while !isAtEnd() {
            guard parts.count < MultipartForm.partLimit else {
                throw .tooManyParts(limit: MultipartForm.partLimit)
            }
            // RFC 2046: white space may follow the boundary on its line.
            while position < body.count, ASCII.isWhitespace(body[position]) { position += 1 }
            guard skip([ASCII.cr, ASCII.lf]) else { throw .noEnd }
            parts.append(try part(number: parts.count + 1))
        }
        return parts
    }

    /// Whether the two hyphens of the closing delimiter follow.
    private func isAtEnd() -> Bool { body[position...].starts(with: [0x2D, 0x2D]) }

    private mutating func part(number: Int) throws(MultipartError) -> MultipartForm.Part {
        var name: String?
        var fileName: String?
        var contentType: String?
        while !skip([ASCII.cr, ASCII.lf]) {
            guard let end = find([ASCII.cr, ASCII.lf], from: position) else { throw .malformedHead(part: number) }
            let line = ASCII.text(body[position..<end])
            position = end + 2
            guard let colon = line.utf8.firstIndex(of: ASCII.colon) else { throw .malformedHead(part: number) }
            let value = ASCII.text(ASCII.trimmed(Array(line[line.index(after: colon)...].utf8)))
            let field = String(line[..<colon])
            if ASCII.equalIgnoringCase(field, "content-disposition") {
                name = Parameters.value(of: "name", in: value)
                fileName = Parameters.value(of: "filename", in: value)
            } else if ASCII.equalIgnoringCase(field, "content-type") {
                contentType = value
            }
        }
        guard let name else { throw .malformedHead(part: number) }
        // The line end before a delimiter belongs to it.
        guard let end = find([ASCII.cr, ASCII.lf] + delimiter, from: position - 2) else { throw .noEnd }
        let bytes = end >= position ? Array(body[position..<end]) : []
        position = end + 2 + delimiter.count
        return MultipartForm.Part(name: name, fileName: fileName, contentType: contentType, bytes: bytes)
    }

    private mutating func skip(_ bytes: [UInt8]) -> Bool {
        guard body[position...].starts(with: bytes) else { return false }
        position += bytes.count
        return true
    }

    /// Where `bytes` begin next.
    private func find(_ bytes: [UInt8], from start: Int, atLineStart: Bool = false) -> Int? {
        let last = body.count - bytes.count
        guard start <= last else { return nil }
        return body.withUnsafeBufferPointer { body in
            var index = start
            while index <= last {
                // Most bytes are not the first one.
                guard let next = body[index...last].firstIndex(of: bytes[0]) else { return nil }
                let isMatch = bytes.indices.allSatisfy { body[next + $0] == bytes[$0] }
                if isMatch, !atLineStart || next == 0 || body[next - 1] == ASCII.lf { return next }
                index = next + 1
            }
            return nil
        }
    }
}

/// The parameters behind a field's value: `form-data; name="file"; filename="a.jsonl"`.
enum Parameters {
    /// The value of a parameter, without its quotes.
    ///
    /// Within quotes a backslash quotes a quote only: browsers and WHATWG's form encoding escape by `%22`, and names of
    /// files on Windows hold backslashes.
    static func value(of name: String, in field: String) -> String? {
        var rest = field.unicodeScalars.drop { $0 != ";" }
        while rest.first == ";" {
            rest = rest.dropFirst().drop { $0 == " " || $0 == "\t" }
            let key = rest.prefix { $0 != "=" && $0 != ";" }
            rest = rest.dropFirst(key.count)
            var value = String.UnicodeScalarView()
            if rest.first == "=" {
                rest = rest.dropFirst()
                if rest.first == "\"" {
                    rest = rest.dropFirst()
                    while let next = rest.first, next != "\"" {
                        if next == "\\", rest.dropFirst().first == "\"" { rest = rest.dropFirst() }
                        if let kept = rest.first { value.append(kept) }
                        rest = rest.dropFirst()
                    }
                    rest = rest.drop { $0 != ";" }
                } else {
                    let plain = rest.prefix { $0 != ";" }
                    rest = rest.dropFirst(plain.count)
                    value.append(contentsOf: plain)
                }
            }
            let isNamed = ASCII.equalIgnoringCase(ASCII.text(ASCII.trimmed(Array(String(key).utf8))), name)
            if isNamed { return String(value) }
        }
        return nil
    }
}
