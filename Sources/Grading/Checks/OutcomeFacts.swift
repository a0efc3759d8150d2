import Course
import HTTPWire
import ModelAPI

/// What checks can see of what commands did.
struct OutcomeFacts {
    private let output: String
    private let json: JSONValue?
    private let request: RequestFacts?
    private let exchanges: [ExchangeFacts]

    /// - Parameter measured: how many commands at the end were run to be measured; where there are any, only they count
    ///   for what was printed.
    init(_ outcome: RunOutcome, measured: Int) {
        let counted = measured > 0 ? Array(outcome.outputs.suffix(measured)) : outcome.outputs
        output = counted.joined()
        json = counted.reversed().lazy.compactMap { try? JSONValue.parse(Array($0.utf8)) }.first
        request = outcome.request.map { RequestFacts($0.head, body: $0.body) }
        exchanges = outcome.exchanges.map { ExchangeFacts($0) }
    }

    func value(of subject: OutcomeSubject) -> ObservedValue {
        switch subject {
        case .output: return output.isEmpty ? .absent : .string(output)
        case .json(let path): return member(at: path).map(ObservedValue.init) ?? .absent
        case .count(let path): return member(at: path).flatMap(Self.count).map { .number(Double($0)) } ?? .absent
        case .position(let text):
            guard let range = output.firstRange(of: text) else { return .absent }
            return .number(Double(output.distance(from: output.startIndex, to: range.lowerBound)))
        case .exchangeCount: return .number(Double(exchanges.count))
        case .exchange(let number, let subject):
            let index = number.map { $0 - 1 } ?? exchanges.count - 1
            return exchanges.indices.contains(index) ? exchanges[index].value(of: subject) : .absent
        case .request(let subject): return request?.value(of: subject) ?? .absent
        }
    }

    private func member(at path: JSONPath) -> JSONValue? {
        var value = json
        for step in path.steps {
            switch step {
            case .key(let key): value = value?[key]
            case .index(let index): value = value?[index]
            }
        }
        return value
    }

    private static func count(_ value: JSONValue) -> Int? {
        value.array?.count ?? value.object?.count ?? value.string?.count
    }
}
