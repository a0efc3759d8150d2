internal import ModelAPI
internal import NIOCore

/// `/lab/verdict`: how the lab's clients behaved.
enum VerdictRoutes {
    static let all: [Endpoint] = [Endpoint("GET", "/lab/verdict", verdict)]

    /// Of all that the journal has, or of what came after `since`. `patience` is what counts as no timeout.
    private static func verdict(_ request: LabRequest, _ lab: Lab) throws -> LabReply {
        var thresholds = ClientVerdict.Thresholds()
        if let text = request.query["patience"] {
            guard let patience = Span.parse(text) else {
                throw APIError.openai(400, "'patience' has to be a time such as 30s.", param: "patience")
            }
            thresholds.patience = patience / .seconds(1)
        }
        let since = request.query["since"].flatMap { Int($0) } ?? 0
        let now = NIODeadline.now().uptimeNanoseconds
        let attempts = lab.journal.entries(since: since).map { ClientAttempt($0, now: now) }
        return .json(ClientVerdict(attempts, thresholds: thresholds).json)
    }
}
