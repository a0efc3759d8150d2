internal import ModelAPI

/// Does something to one event of a stream: the one after so many pieces of text, or, in a stream with fewer, the first that
/// belongs to its end. So it always strikes.
struct StrikeShaper: EventShaper {
    private var rest: Int
    private let strike: @Sendable (StreamEvent) -> [StreamStep]
    private var hasStruck = false

    init(after count: Int, _ strike: @escaping @Sendable (StreamEvent) -> [StreamStep]) {
        rest = count
        self.strike = strike
    }

    mutating func shape(_ event: StreamEvent) -> [StreamStep] {
        guard !hasStruck else { return [.event(event)] }
        if TextDelta(event) != nil, rest > 0 {
            rest -= 1
            return [.event(event)]
        }
        guard TextDelta(event) != nil || Self.endsText(event) else { return [.event(event)] }
        hasStruck = true
        return strike(event)
    }

    private static let endNames: Set<String> = [
        "content_block_stop", "message_delta", "message_stop", "response.output_text.done", "response.completed",
    ]

    private static func endsText(_ event: StreamEvent) -> Bool {
        if event.isDone || endNames.contains(event.name) { return true }
        let json = try? JSONValue.parse(event.data)
        return json?["choices"]?.array?.contains { $0["finish_reason"]?.string != nil } ?? false
    }
}

extension FaultKind.Parameter {
    static let afterEvents = FaultKind.Parameter(
        name: "after-events", help: "pieces of text before it; 3 when left out")
    static let how = FaultKind.Parameter(name: "how", help: "close (FIN) or reset (RST); close when left out")
}

extension FaultContext {
    func afterEvents() throws(FaultError) -> Int { try settings.count("after-events") ?? 3 }

    func ending() throws(FaultError) -> WirePlan.Ending {
        try settings.word("how", of: ["close", "reset"]).flatMap(WirePlan.Ending.init) ?? .close
    }
}
