extension MessageRequest {
    /// Checks what only the model's facts can tell.
    public func check(against model: ModelFacts) throws(APIError) {
        let abilities = ModelAbilities(model)
        if let maxTokens, maxTokens > model.output {
            throw .anthropic(
                400,
                "max_tokens: \(maxTokens) > \(model.output), which is the maximum allowed number of output tokens for "
                    + model.id)
        }
        if maxTokens == 0, !abilities.cachesWithoutAnswer {
            throw AnthropicFields.invalid("max_tokens", "Input should be greater than or equal to 1")
        }
        if !tools.isEmpty, !abilities.usesTools {
            throw .anthropic(400, "'\(model.id)' does not support tool use.")
        }
        try checkThinking(model, abilities)
        try checkOutput(model, abilities)
        try checkConversation(model, abilities)
    }

    private func checkThinking(_ model: ModelFacts, _ abilities: ModelAbilities) throws(APIError) {
        switch thinking {
        case nil, .disabled?: return
        case .betweenTools?:
            throw .anthropic(400, "thinking.type: 'between_tools' is not supported on this model.")
        case .adaptive?:
            guard abilities.thinksAdaptively else {
                throw .anthropic(400, "adaptive thinking is not supported on this model")
            }
        case .enabled?:
            guard abilities.thinksWithBudget else {
                throw .anthropic(
                    400,
                    abilities.thinksAdaptively
                        ? #""thinking.type.enabled" is not supported for this model. Use "thinking.type.adaptive" and "#
                            + #""output_config.effort" to control thinking behavior."#
                        : "'\(model.id)' does not support thinking.")
            }
            if let temperature, temperature != 1 {
                throw .anthropic(400, "`temperature` may only be set to 1 when thinking is enabled.")
            }
            if topK != nil { throw .anthropic(400, "`top_k` must be unset when thinking is enabled.") }
            if let topP, topP < 0.95 {
                throw .anthropic(
                    400, "`top_p` must be greater than or equal to 0.95 or unset when thinking is enabled.")
            }
            if toolChoice.forcesUse {
                throw .anthropic(400, "Thinking may not be enabled when tool_choice forces tool use.")
            }
        }
    }

    private func checkOutput(_ model: ModelFacts, _ abilities: ModelAbilities) throws(APIError) {
        if let effort = output.effort {
            guard !abilities.efforts.isEmpty else {
                throw .anthropic(400, "This model does not support the effort parameter.")
            }
            guard abilities.efforts.contains(effort) else {
                throw .anthropic(
                    400,
                    "This model does not support effort level '\(effort)'. Supported levels: "
                        + "\(abilities.efforts.joined(separator: ", ")).")
            }
        }
        if output.schema != nil || tools.contains(where: \.isStrict), !abilities.hasStructuredOutputs {
            throw .anthropic(
                400,
                output.schema == nil
                    ? "'\(model.id)' does not support strict tools."
                    : "'\(model.id)' does not support output format.")
        }
        if output.schema != nil, isPrefilled, messages.last?.blocks.isEmpty == false {
            throw .anthropic(400, "output_config.format: an answer in a given format cannot be prefilled.")
        }
        if speed == "fast" { throw .anthropic(400, "'\(model.id)' does not support the `speed` parameter.") }
        if inferenceGeo != nil, !abilities.thinksAdaptively {
            throw .anthropic(400, "inference_geo: '\(model.id)' does not support the `inference_geo` parameter.")
        }
    }

    private func checkConversation(_ model: ModelFacts, _ abilities: ModelAbilities) throws(APIError) {
        if isPrefilled, !abilities.continuesPrefill {
            throw .anthropic(
                400,
                "This model does not support assistant message prefill. The conversation must end with a user message.")
        }
        for (index, turn) in messages.enumerated() {
            if turn.role == .system { try checkSystemTurn(index, model, abilities) }
            for (position, block) in turn.blocks.enumerated() {
                try check(block, "messages.\(index).content.\(position)", model, abilities)
            }
        }
    }

    /// A system turn comes after the user's, and last or before the assistant's.
    private func checkSystemTurn(
        _ index: Int, _ model: ModelFacts, _ abilities: ModelAbilities
    ) throws(APIError) {
        guard abilities.takesSystemTurns else {
            // The older models' wording, and the newer ones'.
            throw abilities.hasStructuredOutputs
                ? AnthropicFields.invalid("messages.\(index).role", "role 'system' is not supported on this model")
                : AnthropicFields.invalid(
                    "messages",
                    #"Unexpected role "system". The Messages API accepts a top-level `system` parameter, not "system" as an "#
                        + "input message role.")
        }
        guard index > 0, messages[index - 1].role != .assistant else {
            throw AnthropicFields.invalid("messages.\(index)", "a system message must follow a user message")
        }
        guard index == messages.count - 1 || messages[index + 1].role != .user else {
            throw AnthropicFields.invalid(
                "messages.\(index)", "a system message must be the last message or be followed by an assistant message")
        }
    }

    private func check(
        _ block: InputBlock, _ place: String, _ model: ModelFacts, _ abilities: ModelAbilities
    ) throws(APIError) {
        switch block.content {
        case .image where !abilities.seesImages:
            throw AnthropicFields.invalid(place, "'\(model.id)' does not support image input.")
        case .document(let document):
            if case .pdf = document.source, !abilities.readsPDF {
                throw AnthropicFields.invalid(place, "'\(model.id)' does not support PDF input.")
            }
            if case .blocks(let blocks) = document.source {
                for part in blocks { try check(part, place, model, abilities) }
            }
        case .toolUse, .toolResult:
            guard abilities.usesTools else {
                throw AnthropicFields.invalid(place, "'\(model.id)' does not support tool use.")
            }
            guard !tools.isEmpty else {
                throw .anthropic(
                    400,
                    "Requests which include `tool_use` or `tool_result` blocks must define tools")
            }
            if case .toolResult(_, let content, _) = block.content {
                for part in content { try check(part, place, model, abilities) }
            }
        default: break
        }
    }
}
