/// What a check can look at in a request.
public enum RequestSubject: CheckSubject {
    case method
    /// The target without its query.
    case path
    /// The first field of this name, in any case.
    case header(String)
    /// A member of the body read as JSON.
    case body(JSONPath)
    /// The body as text.
    case bodyText

    static let spellings = ["method", "path", "header NAME", "body PATH", "body"]

    public static func parse(_ text: String) throws(SubjectError) -> RequestSubject {
        let (word, rest) = SubjectText.split(text)
        switch (word, rest) {
        case ("method", ""): return .method
        case ("path", ""): return .path
        case ("header", let name) where !name.isEmpty: return .header(try SubjectText.headerName(name))
        case ("body", ""): return .bodyText
        case ("body", let path): return .body(try SubjectText.path(path))
        default: throw .unknown(text, among: spellings)
        }
    }

    public var valueType: ValueType {
        switch self {
        case .method: .name
        case .path, .header, .bodyText: .text
        case .body: .json
        }
    }

    public var description: String {
        switch self {
        case .method: "method"
        case .path: "path"
        case .header(let name): "header \(name)"
        case .body(let path): "body \(path)"
        case .bodyText: "body"
        }
    }
}

/// What a check can look at in a response.
public enum ResponseSubject: CheckSubject {
    case status
    /// The first field of this name, in any case.
    case header(String)
    /// A member of the body read as JSON.
    case body(JSONPath)
    /// The body as text.
    case bodyText

    static let spellings = ["status", "header NAME", "body PATH", "body"]

    public static func parse(_ text: String) throws(SubjectError) -> ResponseSubject {
        let (word, rest) = SubjectText.split(text)
        switch (word, rest) {
        case ("status", ""): return .status
        case ("header", let name) where !name.isEmpty: return .header(try SubjectText.headerName(name))
        case ("body", ""): return .bodyText
        case ("body", let path): return .body(try SubjectText.path(path))
        default: throw .unknown(text, among: spellings)
        }
    }

    public var valueType: ValueType {
        switch self {
        case .status: .number
        case .header, .bodyText: .text
        case .body: .json
        }
    }

    public var description: String {
        switch self {
        case .status: "status"
        case .header(let name): "header \(name)"
        case .body(let path): "body \(path)"
        case .bodyText: "body"
        }
    }
}

/// The grammar that all subjects share: words with one space between them, the last argument up to the end.
enum SubjectText {
    static func split(_ text: String) -> (word: String, rest: String) {
        guard let space = text.firstIndex(of: " ") else { return (text, "") }
        return (String(text[..<space]), String(text[text.index(after: space)...]))
    }

    /// In double quotes a text's outer spaces can be seen.
    static func unquoted(_ text: String) -> String {
        text.count >= 3 && text.hasPrefix("\"") && text.hasSuffix("\"") ? String(text.dropFirst().dropLast()) : text
    }

    static func path(_ text: String) throws(SubjectError) -> JSONPath {
        guard let path = JSONPath(text), !path.steps.isEmpty else {
            throw SubjectError(
                "'\(text.prefix(60))' is no path into JSON", advice: "Write it as in 'messages[0].role'.")
        }
        return path
    }

    /// RFC 9110 section 5.6.2: a field's name is a token.
    static func headerName(_ text: String) throws(SubjectError) -> String {
        let isToken = text.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
        guard isToken else {
            throw SubjectError(
                "'\(text.prefix(60))' is no header name", advice: "Write the name alone, without a colon.")
        }
        return text
    }
}
