internal import LanguageModel
internal import ModelAPI
internal import Sampling

/// What the model is given for a response.
struct ResponsePrompt: Sendable {
    let request: ResponseRequest
    /// The items of earlier responses, then those of the request.
    let items: [ResponseItem]

    /// Throws for a call of a function without its output, and for an output without its call.
    func checkCalls() throws(APIError) {
        var open: [String] = []
        var all: Set<String> = []
        for item in items {
            switch item.content {
            case .functionCall(let id, _, _):
                open.append(id)
                all.insert(id)
            case .functionCallOutput(let id, _):
                guard all.contains(id) else {
                    throw .openai(
                        400, "No tool call found for function call output with call_id \(id).", param: "input")
                }
                open.removeAll { $0 == id }
            default: break
            }
        }
        if let id = open.first { throw .openai(400, "No tool output found for function call \(id).", param: "input") }
    }

    /// Tokenises it. With `truncation` `auto` the oldest items are left out until it fits.
    func prepare(for named: NamedModel, engine: Engine) async throws -> PreparedTask {
        guard !turns(of: items[...]).isEmpty else { throw Self.empty }
        do {
            return try await engine.prepare(task(items[...], named))
        } catch is ContextOverflow {
            guard request.truncates else { throw Self.overflow }
        }
        // The fewest items to leave out, by halving: each try reads all that is left.
        var (fits, tooLong) = (items.count - 1, 0)
        guard fits > 0, var prepared = try await attempt(leavingOut: fits, named, engine) else { throw Self.overflow }
        while fits - tooLong > 1 {
            let middle = (fits + tooLong) / 2
            if let found = try await attempt(leavingOut: middle, named, engine) {
                (fits, prepared) = (middle, found)
            } else {
                tooLong = middle
            }
        }
        return prepared
    }

    private func attempt(leavingOut count: Int, _ named: NamedModel, _ engine: Engine) async throws -> PreparedTask? {
        do { return try await engine.prepare(task(items.dropFirst(count), named)) } catch is ContextOverflow {
            return nil
        }
    }

    private func task(_ items: ArraySlice<ResponseItem>, _ named: NamedModel) -> TextTask {
        TextTask(
            prompt: .turns(turns(of: items)), writer: named.writer,
            settings: SamplingSettings(temperature: request.temperature ?? 1, topP: request.topP ?? 1), stop: [],
            // A bound that goes beyond the context is no error here: the context ends the answer then.
            maxTokens: nil, context: named.facts.context,
            output: min(request.maxOutputTokens ?? .max, named.facts.output), alternatives: request.topLogprobs)
    }

    private func turns(of items: ArraySlice<ResponseItem>) -> [ChatTurn] {
        var messages = request.instructions.map { [InputMessage(role: .system, text: $0)] } ?? []
        for item in items {
            switch item.content {
            case .message(let role, let texts):
                let role: InputMessage.Role =
                    switch role {
                    case "assistant": .assistant
                    case "user": .user
                    default: .system
                    }
                messages.append(InputMessage(role: role, text: texts.joined(separator: "\n")))
            case .functionCall(_, let name, let arguments):
                messages.append(InputMessage(role: .assistant, text: "\(name)(\(arguments))"))
            case .functionCallOutput(_, let output):
                messages.append(InputMessage(role: .user, text: "The function gave: \(output)"))
            case .reasoning: break
            }
        }
        return ConversationTurns.turns(messages)
    }

    private static let empty = APIError.openai(
        400, "Invalid 'input': empty array. Expected an array with minimum length 1, but got an empty array instead.",
        param: "input", code: "empty_array")

    private static let overflow = APIError.openai(
        400, "Your input exceeds the context window of this model. Please adjust your input and try again.",
        param: "input", code: "context_length_exceeded")
}
