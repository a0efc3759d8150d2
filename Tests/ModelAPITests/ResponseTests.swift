import ModelAPI
import Testing

@Suite struct ResponseTests {
    @Test func openaiEnvelopeHasAllFourKeysAlways() throws {
        let error = APIError.openai(404, "The model `x` does not exist", code: "model_not_found")
        #expect(
            error.json.serialized()
                == #"{"error":{"message":"The model `x` does not exist","type":"invalid_request_error","param":null,"code":"model_not_found"}}"#
        )
        #expect(APIError(error.json, from: .openai, status: 404) == error)
        #expect(APIError(["id": "x"], from: .openai, status: 200) == nil)
    }

    @Test(arguments: [
        (400, "invalid_request_error"), (401, "authentication_error"), (403, "permission_error"),
        (404, "not_found_error"),
        (405, "invalid_request_error"), (413, "request_too_large"), (429, "rate_limit_error"), (500, "api_error"),
        (503, "api_error"), (529, "overloaded_error"),
    ])
    func anthropicEnvelopeHasTheStatussType(_ status: Int, _ type: String) {
        var error = APIError.anthropic(status, "x")
        error.requestID = "req_1"
        #expect(
            error.json.serialized()
                == #"{"type":"error","error":{"type":"\#(type)","message":"x"},"request_id":"req_1"}"#)
        #expect(APIError(error.json, from: .anthropic, status: status) == error)
    }

    @Test func chatCompletionReadsBackAsWritten() throws {
        let completion = ChatCompletion(
            id: "chatcmpl-1", created: 5, model: "gpt-4-0613",
            choices: [
                .init(index: 0, content: "Hi", finishReason: "stop"),
                .init(index: 1, content: "", finishReason: "length"),
            ],
            usage: TokenUsage(input: 3, output: 4), systemFingerprint: "fp_1")
        #expect(ChatCompletion(completion.json) == completion)
        #expect(completion.json[path: "usage.total_tokens"] == 7)
        #expect(completion.json[path: "choices[1].message.role"] == "assistant")
        #expect(ChatCompletion(["object": "list"]) == nil)
    }

    @Test(arguments: [
        StreamUsage.absent, .pending, .tokens(TokenUsage(input: 1, output: 2)),
    ])
    func chunkReadsBackAsWritten(_ usage: StreamUsage) {
        let chunk = ChatCompletionChunk(
            id: "1", created: 5, model: "m", systemFingerprint: nil,
            choices: [.init(index: 0, role: "assistant", text: ""), .init(index: 1, finishReason: "stop")], usage: usage
        )
        #expect(ChatCompletionChunk(chunk.json) == chunk)
        #expect(chunk.json[path: "choices[1].delta"] == [:])
        #expect(chunk.json.object?.keys.contains("usage") == (usage != .absent))
    }

    @Test func messageReadsBackAsWritten() {
        let message = Message(
            id: "msg_1", model: "m",
            content: [.text("a"), .toolUse(id: "toolu_1", name: "f", input: ["x": 1]), .text("b")],
            stopReason: "stop_sequence", stopSequence: ".",
            usage: MessageUsage(
                input: 1, output: 2, cacheCreation: [.fiveMinutes: 3, .oneHour: 4], cacheRead: 5, serviceTier: "batch",
                inferenceGeo: "us", speed: "standard"))
        #expect(Message(message.json) == message)
        #expect(message.text == "ab")
        #expect(message.usage.totalInput == 13)
        #expect(message.json[path: "usage.cache_creation_input_tokens"] == 7)
        let cached: JSONValue = [
            "input_tokens": 1, "cache_creation_input_tokens": 2, "cache_read_input_tokens": 4, "output_tokens": 8,
        ]
        #expect(TokenUsage(anthropic: cached) == TokenUsage(input: 7, output: 8))
    }

    @Test(
        arguments: [
            .messageStart(
                Message(
                    id: "1", model: "m", content: [], stopReason: nil, stopSequence: nil,
                    usage: .init(input: 1, output: 0))),
            .contentBlockStart(index: 0, block: .text("")), .ping, .textDelta(index: 0, text: "x\n"),
            .contentBlockStart(index: 1, block: .toolUse(id: "toolu_1", name: "f", input: [:])),
            .inputJSONDelta(index: 1, partialJSON: "{\"a"), .contentBlockStop(index: 0),
            .messageDelta(stopReason: "end_turn", stopSequence: nil, usage: .init(input: 1, output: 3, cacheRead: 2)),
            .messageStop,
            .error(.anthropic(529, "Overloaded")),
        ] as [MessageStreamEvent])
    func streamEventReadsBackAsWrittenAndIsNamedByItsType(_ event: MessageStreamEvent) {
        #expect(event.json["type"]?.string == event.name)
        if case .error = event {
            // The status within a stream is the stream's.
            #expect(MessageStreamEvent(event.json).map(\.name) == "error")
        } else {
            #expect(MessageStreamEvent(event.json) == event)
        }
    }

    @Test func listsArePagedByID() throws {
        let ids = (0..<25).map { "id\($0)" }
        func page(limit: String? = nil, after: String? = nil, before: String? = nil) throws -> ([String], Bool?) {
            let page = try AnthropicPage(limit: limit, after: after, before: before)
            let json = try page.json(of: ids, id: { $0 }, json: { .string($0) })
            let shown = json["data"]?.array?.compactMap(\.string) ?? []
            #expect(json["first_id"]?.string == shown.first && json["last_id"]?.string == shown.last)
            return (shown, json["has_more"]?.bool)
        }
        #expect(try page() == (Array(ids[..<20]), true))
        #expect(try page(after: ids[19]) == (Array(ids[20...]), false))
        #expect(try page(limit: "2", after: ids[1]) == (Array(ids[2..<4]), true))
        #expect(try page(limit: "2", before: ids[3]) == (Array(ids[1..<3]), true))
        #expect(try page(limit: "3", before: ids[3]) == (Array(ids[..<3]), false))
        #expect(try page(after: ids.last) == ([], false))
    }

    @Test(
        arguments: [
            ("0", nil, nil), ("1001", nil, nil), ("x", nil, nil), (nil, "a", "b"), (nil, "nobody", nil),
        ] as [(String?, String?, String?)])
    func pageThatCannotBeIsRefused(_ limit: String?, _ after: String?, _ before: String?) {
        #expect(throws: APIError.self) {
            let page = try AnthropicPage(limit: limit, after: after, before: before)
            _ = try page.json(of: ["a"], id: { $0 }, json: { .string($0) })
        }
    }

    @Test func modelTellsItsDayOfReleaseAndWhatItCanDo() throws {
        let facts = APIFacts.june2024.anthropic
        let haiku = try #require(facts.model("claude-3-haiku-20240307")).anthropicJSON
        #expect(haiku["created_at"] == "2024-03-07T00:00:00Z" && haiku["line"] == "haiku")
        #expect(haiku[path: "capabilities.image_input.supported"] == true)
        let two = try #require(facts.model("claude-2.1")).anthropicJSON
        #expect(two["created_at"] == "2023-11-21T00:00:00Z" && two["line"] == .null)
        #expect(two[path: "capabilities.image_input.supported"] == false)
    }
}
