import ModelAPI
import Sampling

/// One line of `distribution --jsonl`: logits and settings.
struct DistributionLine {
    let logits: [Double]
    let settings: SamplingSettings
    let history: TokenHistory

    /// What is wrong with a line.
    struct Mistake: Error, CustomStringConvertible { var description: String }

    /// What the line does not name, or names as `null`, is as in `defaults`. A `top_k` of 0 keeps all, as it does for
    /// Hugging Face and llama.cpp.
    init(_ line: ArraySlice<UInt8>, defaults: SamplingSettings) throws {
        let value: JSONValue
        do {
            var parser = JSONParser(line)
            value = try parser.parse()
        } catch {
            throw Mistake(description: "it is not JSON: \(error)")
        }
        guard value.object != nil else { throw Mistake(description: "it is no object, but of type \(value.typeName)") }
        logits = try Self.logits(value["logits"])
        var settings = defaults
        let number = { try Self.number(value, $0) }
        settings.temperature = try number("temperature") ?? settings.temperature
        settings.topP = try number("top_p") ?? settings.topP
        settings.minP = try number("min_p") ?? settings.minP
        settings.typicalP = try number("typical_p") ?? settings.typicalP
        settings.repetitionPenalty = try number("repetition_penalty") ?? settings.repetitionPenalty
        settings.frequencyPenalty = try number("frequency_penalty") ?? settings.frequencyPenalty
        settings.presencePenalty = try number("presence_penalty") ?? settings.presencePenalty
        if let topK = Self.given(value, "top_k") {
            guard let topK = topK.int else { throw Mistake(description: "top_k must be a whole number") }
            settings.topK = topK == 0 ? nil : topK
        }
        if let order = Self.given(value, "order") {
            guard let known = order.string.flatMap(SamplingSettings.Order.init) else {
                throw Mistake(description: "order must be \"openai\" or \"llama.cpp\"")
            }
            settings.order = known
        }
        if let biases = Self.given(value, "logit_bias") { settings.logitBias = try Self.biases(biases) }
        self.settings = settings
        history = TokenHistory(
            prompt: try Self.tokens(value, "prompt_tokens"), completion: try Self.tokens(value, "completion_tokens"))
    }

    func answer() throws -> String {
        let distribution = try SamplingChain(settings).distribution(logits: logits, history: history)
        let members = distribution.candidates.map { ("\($0.token)", JSONValue.number($0.probability)) }
        return JSONValue.object(["probabilities": .object(JSONObject(members))]).serialized(pretty: false)
    }

    /// The seconds that each of `count` draws took, without and with the stages' records, as JSON.
    func times(draws count: Int) throws -> String {
        let logits = logits.map(Float.init)
        let chain = try SamplingChain(settings)
        let clock = ContinuousClock()
        var generator = SeededGenerator(seed: 1)
        let draws = try logits.withUnsafeBufferPointer { logits in
            try (0..<count).map { _ in
                try clock.measure { _ = try chain.draw(logits: logits, history: history, using: &generator) }
            }
        }
        let traces = try (0..<count).map { _ in
            try clock.measure { _ = try chain.tracedDraw(logits: logits, history: history, using: &generator) }
        }
        let seconds = { (times: [Duration]) in JSONValue.array(times.map { .number($0 / .seconds(1)) }) }
        return JSONValue.object([
            "vocabulary": .integer(logits.count), "seconds": seconds(draws), "seconds_with_records": seconds(traces),
        ]).serialized(pretty: false)
    }

    // MARK: Fields

    private static func given(_ line: JSONValue, _ name: String) -> JSONValue? {
        line[name].flatMap { $0.isNull ? nil : $0 }
    }

    private static func number(_ line: JSONValue, _ name: String) throws -> Double? {
        guard let value = given(line, name) else { return nil }
        guard let number = value.double else { throw Mistake(description: "\(name) must be a number") }
        return number
    }

    private static func logits(_ value: JSONValue?) throws -> [Double] {
        guard let values = value?.array else {
            throw Mistake(description: "it has no array \"logits\", such as [1.5, -0.2, \"-inf\"]")
        }
        return try values.enumerated().map { index, value in
            guard let logit = logit(value) else {
                throw Mistake(description: "logit \(index) is neither a number nor \"-inf\"")
            }
            return logit
        }
    }

    private static func logit(_ value: JSONValue) -> Double? {
        if let number = value.double { return number }
        // Read, so that the sampler can say what is wrong with it.
        return switch value.string?.lowercased() {
        case "-inf", "-infinity": -.infinity
        case "inf", "+inf", "infinity", "+infinity": .infinity
        case "nan": .nan
        default: nil
        }
    }

    private static func biases(_ value: JSONValue) throws -> [Int: Double] {
        guard let object = value.object else { throw Mistake(description: "logit_bias must be an object") }
        var biases: [Int: Double] = [:]
        for (key, value) in object {
            guard let token = Int(key), let bias = logit(value) else {
                throw Mistake(description: "logit_bias must give a token's index a number, such as {\"42\": -100}")
            }
            biases[token] = bias
        }
        return biases
    }

    private static func tokens(_ line: JSONValue, _ name: String) throws -> [Int] {
        guard let value = given(line, name) else { return [] }
        guard let tokens = value.array?.map(\.int), !tokens.contains(nil) else {
            throw Mistake(description: "\(name) must be an array of tokens' indexes")
        }
        return tokens.compactMap(\.self)
    }
}
