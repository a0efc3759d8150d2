internal import ModelAPI

/// What is done to one answer: by a fault, a pace, or a recording.
struct Shape: Sendable {
    /// The fault's name, for the field `x-lab-fault` of the answer.
    var name: String?
    /// Waited for before anything is answered.
    var headDelay: Duration = .zero
    /// Answered in the endpoint's place.
    var replacement: LabReply?
    /// Done to what the endpoint answers.
    var rewrite: (@Sendable (LabReply) -> LabReply)?
    /// What events go through on their way out, in this order.
    var shapers: [any EventShaper] = []
    /// What happens to the answer's bytes, behind the HTTP codec.
    var wire: WirePlan?

    static func answer(_ reply: LabReply) -> Shape { Shape(replacement: reply) }

    static func events(_ shaper: any EventShaper) -> Shape { Shape(shapers: [shaper]) }
}

/// An event on its way out.
struct StreamEvent: Hashable, Sendable {
    /// `message` for one without a name.
    var name = "message"
    var data: String

    /// OpenAI's last event, which is no JSON.
    var isDone: Bool { data == "[DONE]" }
}

/// What a writer of events does next.
enum StreamStep: Hashable, Sendable {
    case event(StreamEvent)
    /// Bytes of the body that are no event as the writer makes them.
    case bytes([UInt8])
    case wait(Duration)
    /// Nothing more, and the connection stays open.
    case hang
    /// The body ends here, with valid framing.
    case end
    /// What only the bytes below HTTP can show.
    case wire(WireAction)
}

/// Makes of each event what the client is to get. A pure value: it holds what it has seen, and never a clock or a socket.
protocol EventShaper: Sendable {
    mutating func shape(_ event: StreamEvent) -> [StreamStep]

    /// After the last event.
    mutating func finish() -> [StreamStep]
}

extension EventShaper {
    mutating func finish() -> [StreamStep] { [] }
}

extension [any EventShaper] {
    /// Sends an event through all.
    mutating func shape(_ event: StreamEvent) -> [StreamStep] { pass([.event(event)], from: 0) }

    mutating func finish() -> [StreamStep] {
        var steps: [StreamStep] = []
        for index in indices { steps += pass(self[index].finish(), from: index + 1) }
        return steps
    }

    private mutating func pass(_ steps: [StreamStep], from start: Int) -> [StreamStep] {
        var steps = steps
        for index in indices.dropFirst(start) {
            steps = steps.flatMap { step in
                if case .event(let event) = step { self[index].shape(event) } else { [step] }
            }
        }
        return steps
    }
}
