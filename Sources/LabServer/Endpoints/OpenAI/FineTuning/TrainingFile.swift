internal import LanguageModel
internal import ModelAPI

/// A file of examples, as supervised fine-tuning takes them: a conversation a line, or a prompt and a completion.
struct TrainingFile {
    /// What is wrong with a file, as a failed job tells it.
    struct Problem: Error {
        var code: String
        var message: String
    }

    static let minimumExamples = 10

    var examples: [TuningExample] = []

    /// - Parameter isTraining: whether the file has to have enough examples.
    init(_ bytes: [UInt8], depth: Int, isTraining: Bool) throws(Problem) {
        var lines = 0
        for line in JSONLines(bytes) {
            lines += 1
            let place = "Line \(line.number)"
            guard let json = try? JSONValue.parse(Array(line.bytes), limits: .init(depth: depth)), json.object != nil
            else {
                throw Problem(code: "invalid_file_format", message: "\(place) is not a JSON object.")
            }
            if json["prompt"] != nil || json["completion"] != nil {
                guard let prompt = json["prompt"]?.string, let completion = json["completion"]?.string else {
                    throw Problem(
                        code: "invalid_file_format", message: "\(place): 'prompt' and 'completion' have to be strings.")
                }
                examples.append(TuningExample(turns: [ChatTurn(.user, prompt)], answer: completion))
            } else {
                examples += try Self.conversation(json, place)
            }
        }
        guard !isTraining || lines >= Self.minimumExamples else {
            throw Problem(
                code: "invalid_n_examples",
                message:
                    "Training file has \(lines) example(s), but must have at least \(Self.minimumExamples) examples")
        }
    }

    /// One example for each answer of the conversation that is to be learned.
    private static func conversation(_ json: JSONValue, _ place: String) throws(Problem) -> [TuningExample] {
        guard let messages = json["messages"]?.array, !messages.isEmpty else {
            throw Problem(code: "invalid_file_format", message: "\(place): missing or empty 'messages'.")
        }
        var turns: [ChatTurn] = []
        var examples: [TuningExample] = []
        for (index, message) in messages.enumerated() {
            let roles: [String: ChatRole] = [
                "system": .system, "developer": .system, "user": .user, "assistant": .assistant,
            ]
            guard let role = message["role"]?.string.flatMap({ roles[$0] }) else {
                throw Problem(
                    code: "invalid_file_format",
                    message: "\(place): messages[\(index)].role has to be 'system', 'user' or 'assistant'.")
            }
            guard let text = message["content"]?.string else {
                throw Problem(
                    code: "invalid_file_format", message: "\(place): messages[\(index)].content has to be a string.")
            }
            if role == .assistant, message["weight"]?.int != 0 {
                examples.append(TuningExample(turns: turns, answer: text))
            }
            turns.append(ChatTurn(role, text))
        }
        guard turns.last?.role == .assistant else {
            throw Problem(
                code: "invalid_file_format", message: "\(place): the last message must be from the assistant.")
        }
        return examples
    }
}
