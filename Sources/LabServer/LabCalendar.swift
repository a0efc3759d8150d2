internal import DataFiles
internal import ModelAPI
internal import Synchronization

/// The day on which the lab lives, and what the providers' APIs accept on it. The day can be changed while the lab runs.
final class LabCalendar: Sendable {
    /// The request's field that names another day for this request alone.
    static let fieldName = "x-lab-as-of"

    let book: FactBook
    private let now: @Sendable () -> Int
    private let state: Mutex<State>

    private struct State {
        var asOf: AsOf
        /// The facts of days that were asked for lately, the newest last.
        var facts: [(day: CivilDate, facts: APIFacts)] = []
    }

    private static let keptDays = 8

    init(book: FactBook, asOf: AsOf, now: @escaping @Sendable () -> Int) {
        self.book = book
        self.now = now
        state = Mutex(State(asOf: asOf))
    }

    var asOf: AsOf {
        get { state.withLock { $0.asOf } }
        set { state.withLock { $0.asOf = newValue } }
    }

    /// The lab's own day.
    var day: CivilDate { asOf.day(at: now()) }

    /// The facts of the lab's own day.
    var facts: APIFacts { facts(on: day) }

    func facts(on day: CivilDate) -> APIFacts {
        state.withLock { state in
            if let known = state.facts.first(where: { $0.day == day }) { return known.facts }
            let facts = book.at(day)
            state.facts.append((day, facts))
            if state.facts.count > Self.keptDays { state.facts.removeFirst() }
            return facts
        }
    }

    /// The day for which a request wants its answer. Throws what the lab says to a field that names none.
    func day(for request: LabRequest) throws(APIError) -> CivilDate {
        guard let text = request.fields[Self.fieldName] else { return day }
        guard let asOf = AsOf(text) else {
            let message =
                "\(Self.fieldName): expected a day such as 2024-06-01, or today, and got '\(text.prefix(40))'."
            switch request.provider {
            case .openai: throw .openai(400, message, param: Self.fieldName)
            case .anthropic: throw .anthropic(400, message)
            }
        }
        return asOf.day(at: now())
    }
}
