internal import LanguageModel
internal import ModelAPI

/// `POST /v1/messages`
enum Messages {
    static func handle(_ request: LabRequest, _ lab: Lab) async throws -> LabReply {
        let task = try await MessageTask(request, lab, for: .answer)
        let answer = try await MessageAnswer(task, for: request, lab: lab)
        if task.request.stream {
            return task.prepared.mark(.events { events in try await answer.stream(to: &events) })
        }
        return task.prepared.mark(.json(try await answer.message(for: request).json))
    }
}
