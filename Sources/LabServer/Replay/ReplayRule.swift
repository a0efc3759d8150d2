internal import ModelAPI

/// A recording that is armed, and the requests that it answers.
struct ReplayRule: Sendable {
    /// From 1, in the order of arming.
    var id = 0
    let recording: Recording
    /// How often; `nil` for always.
    let times: Int?
    let path: String?
    let model: String?
    let speed: Double
    private var hits = 0

    /// Reads `{"recording": …, "speed": 2, "times": 1, "path": "/v1/messages", "model": "gpt-4"}`. The path is that of the
    /// recorded request when left out.
    init(_ json: JSONValue) throws(FaultError) {
        guard let recorded = json["recording"] else { throw .unreadable("recording", value: "", wanted: "a recording") }
        let recording = try Recording(recorded)
        speed = json["speed"]?.double ?? 1
        guard speed > 0, speed.isFinite else {
            throw .unreadable("speed", value: "\(speed)", wanted: "a number above 0")
        }
        times = json["times"]?.int
        path = json["path"]?.string ?? recording.path
        model = json["model"]?.string
        self.recording = recording.faster(by: speed)
    }

    var isOver: Bool { times.map { hits >= $0 } ?? false }

    mutating func strikes(_ context: FaultContext) -> Bool {
        guard !isOver, path.map({ $0 == context.path }) ?? true, model.map({ $0 == context.model }) ?? true else {
            return false
        }
        hits += 1
        return true
    }

    var shape: Shape {
        var plan = WirePlan()
        plan.recording = recording
        var shape = Shape(name: "replay", wire: plan)
        shape.replacement = .bytes([], type: "application/json")
        return shape
    }

    var json: JSONValue {
        let bytes = recording.pieces.reduce(0) { $0 + $1.bytes.count }
        let words =
            ["replay", "\(bytes) bytes", "speed=\(speed)", times.map { "times=\($0)" } ?? "always"]
            + (path.map { ["path=\($0)"] } ?? []) + (model.map { ["model=\($0)"] } ?? [])
        return [
            "id": .integer(id), "fault": "replay", "line": .string(words.joined(separator: " ")),
            "hits": .integer(hits),
        ]
    }
}
