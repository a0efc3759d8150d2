import Course
import HTTPWire
import ModelAPI
import Traffic

/// What checks can see of an exchange: its bytes are read once.
struct ExchangeFacts {
    /// The exchange's own number, which a learner sees in the list of exchanges.
    let number: Int
    private let request: RequestFacts?
    private let response: ResponseReader
    private let body: BodyFacts

    init(_ exchange: Exchange) {
        let reading = exchange.reading
        number = exchange.id
        request = reading.request.map { RequestFacts($0.head, body: $0.body) }
        response = reading.response
        body = BodyFacts(response.body)
    }

    func value(of subject: TrafficSubject) -> ObservedValue {
        switch subject {
        case .request(let subject): request?.value(of: subject) ?? .absent
        case .response(let subject): value(of: subject)
        case .eventCount: .number(Double(response.events.count))
        case .event(let position, let path): value(ofEvent: position, path)
        case .eventNames:
            response.events.isEmpty ? .absent : .string(response.events.map(\.event.event).joined(separator: " "))
        case .text: response.answer.text.map { .string($0) } ?? .absent
        case .finishReason: response.answer.finishReason.map { .string($0) } ?? .absent
        case .streamed: .bool(response.isEventStream)
        case .inputTokens: (response.answer.usage?.input).map { .number(Double($0)) } ?? .absent
        case .outputTokens: (response.answer.usage?.output).map { .number(Double($0)) } ?? .absent
        }
    }

    private func value(of subject: ResponseSubject) -> ObservedValue {
        guard let head = response.head else { return .absent }
        return switch subject {
        case .status: .number(Double(head.status))
        case .header(let name): head.fields[name].map { .string($0) } ?? .absent
        case .body(let path): body.value(at: path)
        case .bodyText: body.text
        }
    }

    private func value(ofEvent position: TrafficSubject.EventPosition, _ path: JSONPath?) -> ObservedValue {
        let index =
            switch position {
            case .number(let number): number - 1
            case .last: response.events.count - 1
            }
        guard response.events.indices.contains(index) else { return .absent }
        let data = response.events[index].event.data
        return path.map { BodyFacts(data).value(at: $0) } ?? .string(data)
    }
}
