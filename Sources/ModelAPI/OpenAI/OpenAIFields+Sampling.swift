// Fields that tell how to write.
extension OpenAIFields {
    /// `stop`: a string, or several.
    func stopSequences() throws(APIError) -> [String] {
        guard let value = value("stop") else { return [] }
        let list = value.array ?? [value]
        let most = facts.stopSequences ?? .max
        guard list.count <= most else { throw Self.tooMany("stop", list.count, most: most) }
        var stops: [String] = []
        for (index, element) in list.enumerated() {
            let name = value.array == nil ? "stop" : "stop[\(index)]"
            guard let text = element.string else {
                throw Self.wrongType(
                    name, value.array == nil ? "a string or an array of strings" : "a string", element)
            }
            guard !text.isEmpty else { throw Self.emptyString(name) }
            stops.append(text)
        }
        return stops
    }

    /// `logit_bias`: what is added to the logits of tokens, by their ids in the local model's vocabulary.
    func biases() throws(APIError) -> [Int: Double] {
        guard let value = value("logit_bias") else { return [:] }
        guard let object = value.object else { throw Self.wrongType("logit_bias", "an object", value) }
        var biases: [Int: Double] = [:]
        for (key, value) in object {
            guard let token = Int(key), token >= 0 else {
                throw .openai(
                    400,
                    "Invalid key in 'logit_bias': \(key). You should only be submitting non-negative integers.",
                    param: "logit_bias", code: "invalid_value")
            }
            guard let bias = value.double else { throw Self.wrongType("logit_bias.\(key)", "a decimal", value) }
            guard (-100...100).contains(bias) else {
                throw .openai(
                    400,
                    "Invalid 'logit_bias.\(key)': expected a value from -100 to 100, but got \(value.serialized()) instead.",
                    param: "logit_bias.\(key)", code: "invalid_value")
            }
            biases[token] = bias
        }
        return biases
    }

    /// `stream_options.include_usage`
    func includesUsage(stream: Bool) throws(APIError) -> Bool {
        guard let options = value("stream_options") else { return false }
        guard let object = options.object else { throw Self.wrongType("stream_options", "an object", options) }
        guard stream else {
            throw .openai(
                400, "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
                param: "stream_options")
        }
        guard let value = object["include_usage"], !value.isNull else { return false }
        guard let bool = value.bool else { throw Self.wrongType("stream_options.include_usage", "a boolean", value) }
        return bool
    }
}
