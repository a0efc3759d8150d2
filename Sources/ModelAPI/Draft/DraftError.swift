/// Why a change to a draft makes no sense, or the draft cannot be written as HTTP.
///
/// Values that a provider would refuse are none of these: they are sent, and the provider's answer is the lesson.
public enum DraftError: Error, Hashable, Sendable {
    /// There is no field of this name, but nearly.
    case nearMiss(name: String, meant: String, value: String)
    /// A name that cannot be a field's.
    case badFieldName(String)
    /// There is nothing of this name to remove.
    case notSet(name: String, set: [String])
    /// Keys are no part of a draft.
    case keyInDraft(name: String)
    case badHeaderName(String)
    case badHeaderValue(name: String)
    case badPath(String)
    case badMethod(String)
    /// Text that should be a JSON list or object is none.
    case badJSON(name: String, JSONError)
}

extension DraftError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .nearMiss(let name, let meant, let value):
            "There is no field '\(name)'. Did you mean '\(meant)'? To send it as it is: set body.\(name) \(value)"
        case .badFieldName(let name):
            name.isEmpty ? "A field needs a name, such as 'temperature'." : "'\(name)' cannot be a field's name."
        case .notSet(let name, let set):
            "'\(name)' is not set." + (set.isEmpty ? "" : " Set are \(set.joined(separator: ", ")).")
        case .keyInDraft(let name):
            """
            '\(name)' is no field of the request: the key is added when it is sent, so that no draft holds it. \
            To send a wrong one on purpose, set the header: 'set header.authorization Bearer wrong' or 'set header.x-api-key wrong'.
            """
        case .badHeaderName(let name):
            """
            '\(name)' cannot be a header's name: letters, digits and !#$%&'*+-.^_`|~ only (RFC 9110 section 5.1). \
            For example: set header.X-Trace on
            """
        case .badHeaderValue(let name):
            "The value for the header '\(name)' holds a line break or another control character, which would end the header there."
        case .badPath(let path):
            "'\(path)' cannot be a request's path: it begins with '/' and holds neither blanks nor '#', as in /v1/models."
        case .badMethod(let method): "'\(method)' cannot be a request's method. Methods are words such as GET and POST."
        case .badJSON(let name, let error): "The value for '\(name)' begins like JSON, but is none: \(error)."
        }
    }
}
