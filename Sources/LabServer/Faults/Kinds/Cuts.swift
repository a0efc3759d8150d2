extension FaultKind {
    /// A connection that ends before the answer begins, as a server that is restarted does it.
    static let noAnswer = FaultKind(
        name: "no-answer", summary: "the connection ends before a byte is answered", parameters: [.how]
    ) { context throws(FaultError) in
        var shape = Shape.answer(.bytes([], type: "application/json"))
        shape.wire = WirePlan(cutBeforeAnswer: try context.ending())
        return shape
    }

    /// A stream without its last chunk, or a body shorter than its length.
    static let cut = FaultKind(
        name: "cut", summary: "the connection is cut in the middle of the answer",
        parameters: [
            .afterEvents, .init(name: "after-bytes", help: "of a body that comes whole; 20 when left out"), .how,
        ]
    ) { context throws(FaultError) in
        let ending = try context.ending()
        var shape = Shape.events(
            StrikeShaper(after: try context.afterEvents()) { _ in [.wire(.cut(ending))] })
        shape.wire = WirePlan(ending: ending)
        let bytes = try context.settings.count("after-bytes")
        if bytes != nil || !context.isStream { shape.wire?.bodyBytes = bytes ?? 20 }
        return shape
    }

    /// The framing is whole, so nothing below the events can tell that something is missing.
    static let earlyEnd = FaultKind(
        name: "early-end", summary: "the stream ends too early, with valid framing: no [DONE], no message_stop",
        scope: .streams, parameters: [.afterEvents]
    ) { context throws(FaultError) in .events(StrikeShaper(after: try context.afterEvents()) { _ in [.end] }) }

    /// `Content-Length` promises more than comes.
    static let shortBody = FaultKind(
        name: "short-body", summary: "the body is shorter than its Content-Length, and the connection ends",
        scope: .wholes, parameters: [.init(name: "after-bytes", help: "20 when left out"), .how]
    ) { context throws(FaultError) in
        let bytes = try context.settings.count("after-bytes") ?? 20
        return Shape(wire: WirePlan(bodyBytes: bytes, ending: try context.ending()))
    }
}
