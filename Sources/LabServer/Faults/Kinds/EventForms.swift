internal import HTTPWire
internal import ModelAPI

extension FaultKind {
    static let duplicateEvent = FaultKind(
        name: "duplicate-event", summary: "an event comes twice", scope: .streams, parameters: [.afterEvents]
    ) { context throws(FaultError) in
        .events(StrikeShaper(after: try context.afterEvents()) { [.event($0), .event($0)] })
    }

    /// Valid, and the end of any reader that takes a read for an event.
    static let joinedEvents = FaultKind(
        name: "joined-events", summary: "several events in one write", scope: .streams,
        parameters: [.init(name: "count", help: "events in a write; all when left out")]
    ) { context throws(FaultError) in .events(JoiningShaper(count: try context.settings.count("count") ?? .max)) }

    static let byteWrites = FaultKind(
        name: "byte-writes", summary: "the answer comes a byte at a time",
        parameters: [
            .init(name: "bytes", help: "in a piece; 1 when left out"),
            .init(name: "interval", help: "between two pieces; none when left out"),
        ]
    ) { context throws(FaultError) in
        Shape(
            wire: WirePlan(
                pieceBytes: try context.settings.count("bytes") ?? 1,
                pieceInterval: try context.settings.duration("interval") ?? .zero))
    }

    /// The standard has three line ends (WHATWG HTML, "Interpreting an event stream").
    static let carriageReturns = FaultKind(
        name: "crlf", summary: "events whose lines end with CR LF, or with CR", scope: .streams,
        parameters: [.init(name: "ending", help: "crlf or cr; crlf when left out")]
    ) { context throws(FaultError) in
        let isCR = try context.settings.word("ending", of: ["crlf", "cr"]) == "cr"
        return .events(LineEndShaper(ending: isCR ? [0x0D] : [0x0D, 0x0A]))
    }

    static let comments = FaultKind(
        name: "comments", summary: "comments between the events, which readers have to pass over", scope: .streams
    ) { context throws(FaultError) in .events(CommentShaper()) }
}

private struct JoiningShaper: EventShaper {
    let count: Int
    private var kept: [UInt8] = []
    private var events = 0

    init(count: Int) { self.count = max(1, count) }

    mutating func shape(_ event: StreamEvent) -> [StreamStep] {
        kept += (try? EventStreamWriter.bytes(event: event.name, data: event.data)) ?? []
        events += 1
        return events >= count ? finish() : []
    }

    mutating func finish() -> [StreamStep] {
        defer { (kept, events) = ([], 0) }
        return kept.isEmpty ? [] : [.bytes(kept)]
    }
}

private struct LineEndShaper: EventShaper {
    let ending: [UInt8]

    mutating func shape(_ event: StreamEvent) -> [StreamStep] {
        let bytes = (try? EventStreamWriter.bytes(event: event.name, data: event.data)) ?? []
        return [.bytes(bytes.flatMap { $0 == 0x0A ? ending : [$0] })]
    }
}

private struct CommentShaper: EventShaper {
    mutating func shape(_ event: StreamEvent) -> [StreamStep] {
        [.bytes(EventStreamWriter.comment("keep-alive")), .event(event)]
    }
}
