internal import ModelAPI
internal import Synchronization

/// The faults and recordings that are armed. The first that strikes counts, in the order of arming.
final class FaultBook: Sendable {
    private enum Entry: Sendable {
        case fault(FaultRule)
        case replay(ReplayRule)

        var id: Int {
            switch self {
            case .fault(let rule): rule.id
            case .replay(let rule): rule.id
            }
        }

        var json: JSONValue {
            switch self {
            case .fault(let rule): rule.json
            case .replay(let rule): rule.json
            }
        }
    }

    private struct State {
        var entries: [Entry] = []
        var count = 0
    }

    private let state = Mutex(State())
    private let armed = Atomic(false)
    /// The most rules that can be armed at once.
    static let limit = 1000

    /// Whether any is armed. Costs one load, for every request asks.
    var isArmed: Bool { armed.load(ordering: .relaxed) }

    /// What is armed, as it is listed.
    var json: [JSONValue] { state.withLock { $0.entries.map(\.json) } }

    /// Arms a fault, and gives it as it is listed.
    func arm(_ rule: FaultRule) -> JSONValue {
        add { id in
            var rule = rule
            rule.id = id
            return .fault(rule)
        }
    }

    func arm(_ rule: ReplayRule) -> JSONValue {
        add { id in
            var rule = rule
            rule.id = id
            return .replay(rule)
        }
    }

    private func add(_ make: (Int) -> Entry) -> JSONValue {
        state.withLock { state in
            state.count += 1
            let entry = make(state.count)
            state.entries.append(entry)
            if state.entries.count > Self.limit { state.entries.removeFirst() }
            armed.store(true, ordering: .relaxed)
            return entry.json
        }
    }

    /// Takes all off, or the one with a number.
    func disarm(_ id: Int? = nil) throws(FaultError) {
        let isFound = state.withLock { state in
            let count = state.entries.count
            state.entries.removeAll { id == nil || $0.id == id }
            armed.store(!state.entries.isEmpty, ordering: .relaxed)
            return id == nil || state.entries.count < count
        }
        if !isFound, let id { throw .noSuchRule(id) }
    }

    /// What strikes a request, if anything does. A rule that is over is taken off.
    func strike(_ context: FaultContext) throws(FaultError) -> Shape? {
        let struck: Entry? = state.withLock { state in
            for index in state.entries.indices {
                switch state.entries[index] {
                case .fault(var rule):
                    guard rule.strikes(context) else {
                        state.entries[index] = .fault(rule)
                        continue
                    }
                    state.entries[index] = .fault(rule)
                    if rule.isOver { state.entries.remove(at: index) }
                    armed.store(!state.entries.isEmpty, ordering: .relaxed)
                    return .fault(rule)
                case .replay(var rule):
                    guard rule.strikes(context) else { continue }
                    state.entries[index] = .replay(rule)
                    if rule.isOver { state.entries.remove(at: index) }
                    armed.store(!state.entries.isEmpty, ordering: .relaxed)
                    return .replay(rule)
                }
            }
            return nil
        }
        switch struck {
        case .fault(let rule)?:
            var context = context
            context.settings = rule.settings
            var shape = try rule.kind.shape(context)
            shape.name = rule.kind.name
            return shape
        case .replay(let rule)?: return rule.shape
        case nil: return nil
        }
    }
}
