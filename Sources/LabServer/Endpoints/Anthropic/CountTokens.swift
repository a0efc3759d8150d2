internal import ModelAPI

/// `POST /v1/messages/count_tokens`: as many tokens as a message of the same conversation has as its total input.
enum CountTokens {
    static func handle(_ request: LabRequest, _ lab: Lab) async throws -> LabReply {
        let task = try await MessageTask(request, lab, for: .count)
        return task.prepared.mark(.json(["input_tokens": .integer(task.inputTokens)]))
    }
}
