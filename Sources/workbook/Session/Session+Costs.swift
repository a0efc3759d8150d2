import HTTPWire
import ModelAPI
import Tokenization
import Traffic

extension Session {
    /// How many tokens a text has for a model, and by what they were counted.
    func countTokens(of text: String, for model: String) throws -> (tokens: Int, note: String) {
        let (encoding, note) = Self.encoding(of: model)
        return (try tokenizer(for: encoding).encode(text).count, "counted with \(encoding.rawValue)" + note)
    }

    /// The public encoding of a model, and what has to be said of it.
    private static func encoding(of model: String) -> (TokenEncoding, note: String) {
        let base = model.hasPrefix("ft:") ? String(model.dropFirst(3)) : model
        if base.hasPrefix("claude") {
            return (.cl100kBase, ", an estimate: there is no public tokenizer of Claude")
        }
        let older = ["gpt-4-", "gpt-4:", "gpt-3.5", "text-embedding", "davinci-002", "babbage-002"]
        let isOlder = base == "gpt-4" || older.contains { base.hasPrefix($0) }
        let isOpenAI = isOlder || ["gpt", "o1", "o3", "o4", "chatgpt"].contains { base.hasPrefix($0) }
        return (isOlder ? .cl100kBase : .o200kBase, isOpenAI ? "" : ", as no model is named")
    }

    /// `would cost $0.003 at gpt-4's price (2024-06)`; `nil` if the exchange has no usage or its model no price.
    func costNote(for exchange: Exchange, on day: AsOf) -> String? {
        guard let usage = exchange.usage, let model = exchange.requestedModel else { return nil }
        let date = day.day(at: Int(environment.now().timeIntervalSince1970))
        guard let quote = try? factBook().price(of: model, on: date),
            let cost = try? CallCost(CallUsage(input: usage.input, output: usage.output), at: quote)
        else { return nil }
        let month = "\(date)".prefix(7)
        return "would cost \(cost.total) at \(model)'s price (\(month))"
    }
}

extension Session {
    /// What an exchange used: by the answer's own count, in the local model's tokens, or else by counting its texts for the
    /// model that it names.
    func usage(of exchange: Exchange) throws -> (usage: TokenUsage, note: String) {
        if let usage = exchange.usage {
            return (usage, "exchange \(exchange.id), in tokens of the local model that answered")
        }
        guard let model = exchange.requestedModel, let text = exchange.text, !text.isEmpty else {
            throw Failure("Exchange \(exchange.id) has no answer to count.", next: "`exchanges` lists what was sent.")
        }
        let (input, note) = try countTokens(of: exchange.promptText, for: model)
        return (
            TokenUsage(input: input, output: try countTokens(of: text, for: model).tokens),
            "exchange \(exchange.id), \(note), without the few tokens around each message"
        )
    }
}

extension Exchange {
    /// All text of the request's messages.
    var promptText: String {
        guard let body = reading.request?.body, let json = try? JSONValue.parse(body) else { return "" }
        func texts(_ value: JSONValue?) -> [String] {
            switch value {
            case .string(let text)?: [text]
            case .array(let values)?: values.flatMap { texts($0["content"] ?? $0["text"] ?? $0) }
            default: []
            }
        }
        return (texts(json["system"]) + texts(json["messages"])).joined(separator: "\n")
    }

    /// The model that the request names.
    var requestedModel: String? {
        guard let body = reading.request?.body, let json = try? JSONValue.parse(body) else { return nil }
        return json["model"]?.string
    }

    /// The local model that wrote the answer; `nil` if none did.
    var writer: String? { reading.response.head?.fields["x-lab-model"] }
}
