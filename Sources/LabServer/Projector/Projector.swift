public import HTTPWire
internal import ModelAPI
internal import Synchronization

/// A page for the screen that a room looks at: it shows what happens at the prompt, in any number of browsers.
///
/// Showing never waits. What is shown becomes the page's state, and one of its newest updates; each viewer reads them at
/// its own pace. A viewer that is further behind than the updates that are kept is given the whole state instead: a slow
/// browser misses what was in between, costs no memory, and holds nobody up.
///
/// No secret reaches a viewer: every text is redacted here, on its way in.
public final class Projector: Sendable {
    /// Why the page ends.
    public enum Ending: String, Sendable {
        /// The workbook that it follows ends.
        case workbookEnded = "ended"
        case switchedOff = "off"
    }

    private struct State {
        /// The secret in the page's address; `nil` while there is no page.
        var token: APIKey?
        var stage = ProjectorStage()
        var subject: ProjectorSubject?
        /// Updates so far; the newest has this number.
        var count = 0
        /// The newest updates, without a gap.
        var updates: [ProjectorUpdate] = []
        var viewers: [Int: AsyncStream<Void>.Continuation] = [:]
        var viewerCount = 0
        var heartbeat: Task<Void, Never>?
        /// Ended when the last viewer has left.
        var departure: AsyncStream<Void>.Continuation?
    }

    /// How many updates are kept for viewers that are behind.
    static let keptUpdates = 256
    /// How long viewers are given to read that the page ends.
    private static let patience = Duration.milliseconds(300)

    private let identifiers: Identifiers
    private let heartbeatTime: Duration
    private let state = Mutex(State())

    init(identifiers: Identifiers, heartbeatTime: Duration) {
        self.identifiers = identifiers
        self.heartbeatTime = heartbeatTime
    }

    // MARK: The page's life

    /// Whether there is a page.
    public var isOpen: Bool { state.withLock { $0.token != nil } }

    /// Makes the page, if there is none.
    ///
    /// - Returns: its path on the lab. Whoever knows it can see the page: it holds a secret that is made anew each time.
    public func open() -> String {
        state.withLock { state in
            if let token = state.token { return Self.path(token) }
            let token = APIKey(identifiers.letters(32))
            state.token = token
            state.stage = ProjectorStage()
            state.subject = nil
            state.updates = []
            state.heartbeat = Task { [weak self, heartbeatTime] in
                while (try? await Task.sleep(for: heartbeatTime)) != nil { self?.wakeViewers() }
            }
            return Self.path(token)
        }
    }

    /// Ends the page, and tells its viewers why. Waits for them, but not for long.
    public func close(_ ending: Ending) async {
        let departures: AsyncStream<Void>? = state.withLock { state in
            guard state.token != nil else { return nil }
            state.token = nil
            state.subject = nil
            state.heartbeat?.cancel()
            state.stage.ending = ending.rawValue
            Self.add("end", .object(["reason": .string(ending.rawValue)]), to: &state)
            for viewer in state.viewers.values { viewer.finish() }
            guard !state.viewers.isEmpty else { return nil }
            let (stream, departure) = AsyncStream.makeStream(of: Void.self)
            state.departure = departure
            return stream
        }
        guard let departures else { return }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in departures {} }
            group.addTask { try? await Task.sleep(for: Self.patience) }
            await group.next()
            group.cancelAll()
        }
    }

    /// Whether `text` is the secret in the page's address. Takes as long for a wrong one as for the right one.
    func admits(_ text: String) -> Bool { state.withLock { $0.token.map { $0 == APIKey(text) } ?? false } }

    private static func path(_ token: APIKey) -> String { ProjectorRoutes.prefix + token.reveal() + "/" }

    // MARK: Showing

    /// Begins anew with what a command shows.
    public func begin(_ scene: ProjectorScene, with figure: ProjectorFigure? = nil) {
        state.withLock { state in
            guard state.token != nil else { return }
            state.stage = ProjectorStage(scene)
            state.subject = nil
            if let figure { Self.show(figure, in: &state) }
            // The whole state stands for everything before it.
            state.updates = []
            Self.add("state", state.stage.json, to: &state)
        }
    }

    /// Shows another distribution in the scene.
    public func show(_ figure: ProjectorFigure) {
        change { state in
            Self.show(figure, in: &state)
            Self.add("figure", state.stage.figure ?? .null, to: &state)
        }
    }

    /// Adds to the text of the scene.
    public func add(text: String) {
        change { state in Self.add(text, to: &state) }
    }

    /// Adds an event of the answer that arrives, and its text to the text of the scene.
    ///
    /// - Parameters:
    ///   - time: nanoseconds since the exchange began.
    ///   - text: what the event adds to the answer.
    public func add(_ event: ServerSentEvent, at time: UInt64, text: String) {
        change { state in
            Self.add(text, to: &state)
            let row = state.stage.add(event, at: time, text: text)
            Self.add("event", row, to: &state)
        }
    }

    /// Says what the scene came to.
    public func conclude(_ outcome: String) {
        change { state in
            Self.add(state.stage.text.finish(), to: &state)
            state.stage.outcome = ProjectorStage.shown(outcome)
            Self.add("outcome", .object(["outcome": .string(state.stage.outcome)]), to: &state)
        }
    }

    private func change(_ body: (inout State) -> Void) {
        state.withLock { state in if state.token != nil { body(&state) } }
    }

    private static func show(_ figure: ProjectorFigure, in state: inout State) {
        // The number of the update that will bring it to the viewers.
        let subject = ProjectorSubject(number: state.count + 1, figure)
        state.subject = subject
        state.stage.figure = figure.json(subject: subject.number)
    }

    private static func add(_ text: String, to state: inout State) { add(state.stage.text.add(text), to: &state) }

    private static func add(_ change: ProjectorText.Change, to state: inout State) {
        if !change.isEmpty { add("text", change.json, to: &state) }
    }

    private static func add(_ name: String, _ data: JSONValue, to state: inout State) {
        state.count += 1
        state.updates.append(ProjectorUpdate(number: state.count, name: name, data: data.serialized()))
        if state.updates.count > keptUpdates { state.updates.removeFirst(state.updates.count - keptUpdates) }
        for viewer in state.viewers.values { viewer.yield() }
    }

    // MARK: Viewers

    /// Adds a viewer, who is woken when there may be updates, and now and then without any. The stream ends with the page.
    func join() -> (viewer: Int, signals: AsyncStream<Void>) {
        let (signals, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        return state.withLock { state in
            continuation.yield()
            if state.token == nil { continuation.finish() }
            state.viewerCount += 1
            state.viewers[state.viewerCount] = continuation
            return (state.viewerCount, signals)
        }
    }

    func leave(_ viewer: Int) {
        state.withLock { state in
            state.viewers[viewer] = nil
            if state.viewers.isEmpty { state.departure?.finish() }
        }
    }

    /// How many browsers are watching.
    public var viewerCount: Int { state.withLock { $0.viewers.count } }

    /// What a viewer has missed who has seen the updates up to `number`; the whole state for one who has seen none, or whose
    /// next one is no longer kept.
    func updates(after number: Int?) -> [ProjectorUpdate] {
        state.withLock { state in
            guard let number, number <= state.count, number >= state.count - state.updates.count else {
                return [ProjectorUpdate(number: state.count, name: "state", data: state.stage.json.serialized())]
            }
            let missed = state.updates.suffix(state.count - number)
            // Of distributions, only the newest is worth drawing.
            let newest = missed.last { $0.name == "figure" }
            return missed.filter { $0.name != "figure" || $0.number == newest?.number }
        }
    }

    /// What the page's sliders are moved over; `nil` if the page shows no distribution.
    var subject: ProjectorSubject? { state.withLock { $0.subject } }

    private func wakeViewers() {
        state.withLock { state in for viewer in state.viewers.values { viewer.yield() } }
    }
}

/// Something new on the page.
struct ProjectorUpdate: Sendable {
    /// From 1. Viewers get it as the event's id, and give it back when they connect again.
    var number: Int
    var name: String
    var data: String
}
