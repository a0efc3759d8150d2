/// What can be looked at in what commands did: what they printed, built and sent.
public indirect enum OutcomeSubject: CheckSubject {
    /// All that was printed, as text.
    case output
    /// A member of the JSON that the last command printed.
    case json(JSONPath)
    /// How many elements or members a value of that JSON has.
    case count(JSONPath)
    /// Where a text first stands in what was printed, in characters from 0: for putting things in order.
    case position(String)
    case exchangeCount
    /// Of the exchange with this number, from 1; of the last one without.
    case exchange(Int?, TrafficSubject)
    /// Of the request that was built.
    case request(RequestSubject)

    static let spellings =
        ["output", "json PATH", "count PATH", "position TEXT", "exchanges count"]
        + RequestSubject.spellings.map { "request " + $0 }
        + TrafficSubject.spellings.map { "exchange " + $0 }

    public static func parse(_ text: String) throws(SubjectError) -> OutcomeSubject {
        let (word, rest) = SubjectText.split(text)
        switch (word, rest) {
        case ("output", ""): return .output
        // The whole value has the empty path.
        case ("json", ""): return .json(JSONPath([]))
        case ("count", ""): return .count(JSONPath([]))
        case ("json", let path): return .json(try SubjectText.path(path))
        case ("count", let path): return .count(try SubjectText.path(path))
        case ("position", let text) where !text.isEmpty: return .position(SubjectText.unquoted(text))
        case ("exchanges", "count"): return .exchangeCount
        case ("request", let text) where !text.isEmpty: return .request(try RequestSubject.parse(text))
        case ("exchange", let text) where !text.isEmpty: return try exchange(text)
        default: throw .unknown(text, among: spellings)
        }
    }

    private static func exchange(_ text: String) throws(SubjectError) -> OutcomeSubject {
        let (word, rest) = SubjectText.split(text)
        guard word.allSatisfy(\.isNumber) else { return .exchange(nil, try TrafficSubject.parse(text)) }
        guard let number = Int(word), number >= 1 else {
            throw SubjectError("'\(word.prefix(40))' is no number of an exchange", advice: "Count from 1.")
        }
        return .exchange(number, try TrafficSubject.parse(rest))
    }

    public var valueType: ValueType {
        switch self {
        case .output: .text
        case .json: .json
        case .count, .position, .exchangeCount: .number
        case .exchange(_, let subject): subject.valueType
        case .request(let subject): subject.valueType
        }
    }

    public var description: String {
        switch self {
        case .output: "output"
        case .json(let path): path.steps.isEmpty ? "json" : "json \(path)"
        case .count(let path): path.steps.isEmpty ? "count" : "count \(path)"
        case .position(let text): "position \"\(text)\""
        case .exchangeCount: "exchanges count"
        case .exchange(let number, let subject): "exchange \(number.map { "\($0) " } ?? "")\(subject)"
        case .request(let subject): "request \(subject)"
        }
    }
}
