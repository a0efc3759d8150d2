internal import ModelAPI

/// `POST /v1/moderations`: the verdict of a small classifier of the lab's own, which stands in for OpenAI's.
enum Moderations {
    /// What `x-lab-model` says, beside the name of the encoder.
    private static let stand = "stand-in on "

    static func handle(_ request: LabRequest, _ lab: Lab) async throws -> LabReply {
        let facts = lab.facts(for: request)
        let wanted = try ModerationRequest(try request.json(depth: lab.limits.jsonDepth), facts: facts)
        // The newest that there is on the day.
        let names = ["omni-moderation-latest", "text-moderation-latest"]
        let name = wanted.model ?? names.first { facts.model($0) != nil } ?? names[0]
        let named = try lab.model(name, at: .moderations, for: request)
        var results: [ModerationResult] = []
        let files = lab.files
        for start in stride(from: 0, to: wanted.texts.count, by: 32) {
            guard request.isAwaited else { throw ClientLeft() }
            let part = Array(wanted.texts[start..<min(wanted.texts.count, start + 32)])
            results += try await lab.engine.run { try files.classifier().classify(part) }
        }
        var reply = LabReply.json([
            "id": .string("modr-" + lab.identifiers.letters(29)), "model": .string(named.name),
            "results": .array(results.map(\.json)),
        ])
        reply.fieldLines.append(("x-lab-model", stand + files.encoderName))
        return reply
    }
}
