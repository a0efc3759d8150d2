/// What a check can look at in an exchange.
public enum TrafficSubject: CheckSubject {
    case request(RequestSubject)
    case response(ResponseSubject)
    /// How many events the stream had.
    case eventCount
    /// A member of an event's data read as JSON; its text where the path is `nil`.
    case event(EventPosition, JSONPath?)
    /// The names of all events in order, with a space between them.
    case eventNames
    /// The assistant's text, however it came.
    case text
    /// The provider's own word.
    case finishReason
    /// Whether the answer came as an event stream.
    case streamed
    case inputTokens
    case outputTokens

    public enum EventPosition: Hashable, Sendable {
        /// Counted from 1.
        case number(Int)
        case last
    }

    static let spellings =
        RequestSubject.spellings.map { "request " + $0 } + ResponseSubject.spellings.map { "response " + $0 } + [
            "events count", "event names", "event N data PATH", "event last data PATH", "text", "finish-reason",
            "streamed",
            "usage input", "usage output",
        ]

    public static func parse(_ text: String) throws(SubjectError) -> TrafficSubject {
        let (word, rest) = SubjectText.split(text)
        switch (word, rest) {
        case ("events", "count"): return .eventCount
        case ("event", "names"): return .eventNames
        case ("text", ""): return .text
        case ("finish-reason", ""): return .finishReason
        case ("streamed", ""): return .streamed
        case ("usage", "input"): return .inputTokens
        case ("usage", "output"): return .outputTokens
        case ("event", _):
            if let event = try event(rest) { return event }
        case ("request", _):
            if let subject = try nested(RequestSubject.self, rest) { return .request(subject) }
        case ("response", _):
            if let subject = try nested(ResponseSubject.self, rest) { return .response(subject) }
        default:
            // `body model` is what a request's check says: the nearest is the same with a side before it.
            if (try? RequestSubject.parse(text)) != nil {
                throw SubjectError(
                    "unknown subject '\(text.prefix(60))'", advice: "Did you mean 'request \(text.prefix(60))'?")
            }
            if (try? ResponseSubject.parse(text)) != nil {
                throw SubjectError(
                    "unknown subject '\(text.prefix(60))'", advice: "Did you mean 'response \(text.prefix(60))'?")
            }
        }
        throw .unknown(text, among: spellings)
    }

    /// `nil` when the word after `request` or `response` is unknown; bad paths and names are thrown as they are.
    private static func nested<Subject: CheckSubject>(
        _ type: Subject.Type, _ text: String
    ) throws(SubjectError) -> Subject? {
        do {
            return try Subject.parse(text)
        } catch {
            if error.message.hasPrefix("unknown subject") { return nil }
            throw error
        }
    }

    private static func event(_ text: String) throws(SubjectError) -> TrafficSubject? {
        let parts = text.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 2, parts[1] == "data" else { return nil }
        let path = parts.count == 3 ? try SubjectText.path(parts[2]) : nil
        if parts[0] == "last" { return .event(.last, path) }
        guard let number = Int(parts[0]), number >= 1 else {
            throw SubjectError(
                "'\(parts[0].prefix(40))' is no number of an event", advice: "Count from 1, or write 'last'.")
        }
        return .event(.number(number), path)
    }

    public var valueType: ValueType {
        switch self {
        case .request(let subject): subject.valueType
        case .response(let subject): subject.valueType
        case .eventCount, .inputTokens, .outputTokens: .number
        case .event(_, let path): path == nil ? .text : .json
        case .eventNames, .text, .finishReason: .text
        case .streamed: .bool
        }
    }

    public var description: String {
        switch self {
        case .request(let subject): "request \(subject)"
        case .response(let subject): "response \(subject)"
        case .eventCount: "events count"
        case .event(let position, let path):
            "event \(position) data\(path.map { " \($0)" } ?? "")"
        case .eventNames: "event names"
        case .text: "text"
        case .finishReason: "finish-reason"
        case .streamed: "streamed"
        case .inputTokens: "usage input"
        case .outputTokens: "usage output"
        }
    }
}

extension TrafficSubject.EventPosition: CustomStringConvertible {
    public var description: String {
        switch self {
        case .number(let number): String(number)
        case .last: "last"
        }
    }
}
