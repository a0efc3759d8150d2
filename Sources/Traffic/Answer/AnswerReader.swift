public import HTTPWire
public import ModelAPI

/// Gathers the assistant's text, usage and end from OpenAI chat completions and Anthropic messages, streamed or not.
///
/// Which of the two it is shows in the data. What it does not know, it passes over: a provider may add events and fields.
public struct AnswerReader: Hashable, Sendable {
    /// The text so far; `nil` as long as there was none, not even an empty one.
    public private(set) var text: String?
    /// Why the answer ended, in the provider's word.
    public private(set) var finishReason: String?
    public private(set) var error: AnswerError?

    private var inputTokens: Int?
    private var outputTokens: Int?

    public init() {}

    /// The tokens counted by the provider; `nil` until both numbers have come.
    public var usage: TokenUsage? {
        guard let inputTokens, let outputTokens else { return nil }
        return TokenUsage(input: inputTokens, output: outputTokens)
    }

    /// Reads an event of a stream, and gives the text in it.
    @discardableResult
    public mutating func consume(_ event: ServerSentEvent) -> String {
        // OpenAI's streams end with `[DONE]`, which is no JSON.
        guard let json = try? JSONValue.parse(event.data) else { return "" }
        let before = text?.utf8.count ?? 0
        read(json)
        return String(decoding: (text ?? "").utf8.dropFirst(before), as: UTF8.self)
    }

    /// Reads the body of a response that is not streamed.
    public mutating func consume(body: [UInt8]) {
        guard let json = try? JSONValue.parse(body) else { return }
        read(json)
    }

    private mutating func read(_ json: JSONValue) {
        if let error = json["error"], error.object != nil {
            self.error = AnswerError(
                type: error["type"]?.string, code: error["code"]?.string, message: error["message"]?.string ?? "")
        } else if let choices = json["choices"]?.array {
            readOpenAI(choices, usage: json["usage"])
        } else {
            readAnthropic(json)
        }
    }

    private mutating func append(_ more: String?) {
        guard let more else { return }
        text = (text ?? "") + more
    }

    // MARK: OpenAI

    private mutating func readOpenAI(_ choices: [JSONValue], usage: JSONValue?) {
        // The chunk with the usage has no choice; of several choices (`n`) only the first is read.
        for choice in choices where choice["index"]?.int ?? 0 == 0 {
            let content = choice["delta"]?["content"] ?? choice["message"]?["content"] ?? choice["text"]
            append(content?.string)
            finishReason = choice["finish_reason"]?.string ?? finishReason
        }
        inputTokens = usage?["prompt_tokens"]?.int ?? inputTokens
        outputTokens = usage?["completion_tokens"]?.int ?? outputTokens
    }

    // MARK: Anthropic

    private mutating func readAnthropic(_ json: JSONValue) {
        switch json["type"]?.string {
        case "message": readMessage(json)
        case "message_start": if let message = json["message"] { readMessage(message) }
        case "content_block_start": readBlock(json["content_block"])
        case "content_block_delta" where json["delta"]?["type"]?.string == "text_delta":
            append(json["delta"]?["text"]?.string)
        case "message_delta":
            finishReason = json["delta"]?["stop_reason"]?.string ?? finishReason
            readUsage(json["usage"])
        default: break
        }
    }

    private mutating func readMessage(_ message: JSONValue) {
        for block in message["content"]?.array ?? [] { readBlock(block) }
        finishReason = message["stop_reason"]?.string ?? finishReason
        readUsage(message["usage"])
    }

    private mutating func readBlock(_ block: JSONValue?) {
        if block?["type"]?.string == "text" { append(block?["text"]?.string) }
    }

    private mutating func readUsage(_ usage: JSONValue?) {
        // All input is the sum: tokens read from a cache or written to one are not in `input_tokens`.
        let parts = ["input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens"].map { usage?[$0]?.int }
        if parts[0] != nil {
            inputTokens = parts.reduce(0) { sum, part in
                // The numbers are foreign: a sum beyond what an Int holds must not end the program.
                let (total, overflow) = sum.addingReportingOverflow(part ?? 0)
                return overflow ? .max : total
            }
        }
        // A total so far, not a difference: the last one counts.
        outputTokens = usage?["output_tokens"]?.int ?? outputTokens
    }
}
