import ModelAPI
import Testing

@Suite struct ServerRequestTests {
    private let facts = APIFacts.june2024

    @Test func chatRequestReadsEveryFieldItServes() throws {
        let json = try JSONValue.parse(
            """
            {"model":"gpt-4","messages":[{"role":"developer","content":"a"},{"role":"user","content":[{"type":"text","text":"b"},
            {"type":"text","text":"c"}]}],"temperature":0,"top_p":0.5,"max_completion_tokens":7,"stop":".","n":2,"seed":-3,
            "stream":true,"stream_options":{"include_usage":true},"user":"me","logit_bias":{"3":-100},"presence_penalty":0.5,
            "logprobs":true,"top_logprobs":2,"response_format":{"type":"json_object"},"service_tier":"flex"}
            """.replacing("\"a\"", with: "\"JSON\""))
        let request = try ChatCompletionRequest(json, facts: facts.openai)
        #expect(request.messages == [.init(.developer, "JSON"), .init(.user, "bc")])
        #expect(request.logitBias == [3: -100] && request.presencePenalty == 0.5 && request.logprobs == 2)
        #expect(request.responseFormat == .jsonObject && request.toolChoice == .none && request.serviceTier == "flex")
        #expect((request.temperature, request.topP, request.maxTokens, request.n, request.seed) == (0, 0.5, 7, 2, -3))
        #expect(request.stop == ["."] && request.stream && request.includesUsage)
    }

    @Test func messageRequestReadsEveryFieldItServes() throws {
        let json = try JSONValue.parse(
            """
            {"model":"claude-2.1","max_tokens":7,"system":[{"type":"text","text":"a","cache_control":{"type":"ephemeral","ttl":"1h"}}],
            "messages":[{"role":"user","content":"b"},{"role":"user","content":"c"},{"role":"assistant","content":""}],
            "temperature":1,"top_p":0.5,"top_k":3,"stop_sequences":["x"],"stream":true,"metadata":{},"thinking":{"type":"disabled"}}
            """)
        let request = try MessageRequest(json, version: .june2023, facts: facts.anthropic)
        #expect(request.system == [InputBlock(.text("a"), cacheControl: CacheControl(.oneHour))])
        #expect(request.messages.map(\.text) == ["b", "c", ""])
        #expect((request.maxTokens, request.temperature, request.topP, request.topK) == (7, 1, 0.5, 3))
        #expect(request.stopSequences == ["x"] && request.stream)
        let error = try #require(throws: APIError.self) {
            try MessageRequest(json, version: .october2026, facts: facts.anthropic)
        }
        #expect(error.message == "temperature: Extra inputs are not permitted")
    }

    @Test(arguments: [
        ("[]", "The body has to be a JSON object"), ("{}", "you must provide a model parameter"),
        (#"{"model":4}"#, "Invalid type for 'model': expected a string, but got an integer instead."),
        (#"{"model":"m"}"#, "Missing required parameter: 'messages'."),
        (#"{"model":"m","messages":[]}"#, "Invalid 'messages': empty array."),
        (
            #"{"model":"m","messages":[{"role":"user","content":"x"}],"temperature":3}"#,
            "Invalid 'temperature': decimal above maximum value. Expected a value <= 2, but got 3 instead."
        ),
        (
            #"{"model":"m","messages":[{"role":"user","content":"x"}],"max_tokens":0}"#,
            "Invalid 'max_tokens': integer below minimum value. Expected a value >= 1, but got 0 instead."
        ),
        (#"{"model":"m","messages":[{"role":"user","content":"x"}],"n":1e300}"#, "Invalid type for 'n'"),
        (#"{"model":"m","messages":[{"role":"user","content":"x"}],"top_p":1e400}"#, "Invalid type for 'top_p'"),
    ])
    func chatRequestSaysWhatIsWrong(_ text: String, _ message: String) throws {
        let error = try #require(throws: APIError.self) {
            try ChatCompletionRequest(JSONValue.parse(text), facts: facts.openai)
        }
        #expect(error.message.hasPrefix(message))
        #expect(error.status == 400)
    }

    @Test func limitsOfTheNamedModelAreChecked() throws {
        let haiku = try #require(facts.anthropic.model("claude-3-haiku-20240307"))
        let json: JSONValue = [
            "model": .string(haiku.id), "max_tokens": 4097, "messages": [["role": "user", "content": "x"]],
        ]
        let request = try MessageRequest(json, version: .june2023, facts: facts.anthropic)
        let error = try #require(throws: APIError.self) { try request.check(against: haiku) }
        #expect(
            error.message
                == "max_tokens: 4097 > 4096, which is the maximum allowed number of output tokens for claude-3-haiku-20240307"
        )
    }

    @Test(arguments: [
        (nil, "header is required"), ("", "header is required"), ("2023-06-02", "is not a valid version"),
    ])
    func versionHasToBeKnown(_ header: String?, _ message: String) throws {
        let error = try #require(throws: APIError.self) { try AnthropicVersion(header: header) }
        #expect(error.message.hasSuffix(message))
    }

    @Test func fuzzedRequestsNeverCrash() throws {
        var random = TestRandom(seed: 11)
        let pieces: [JSONValue] = [
            .null, true, 0, -1, .number(.infinity), .number(1e300), .integer(.min), .integer(.max), .numeral("1e999"),
            "",
            "x", [], [:],
            ["x"], [.null], [["role": "user"]], [["role": "user", "content": "x"]], ["type": "text"],
            [["type": "text", "text": ""]],
        ]
        let names = Set(Provider.allCases.flatMap { RequestDraft.knownFields(for: $0) }).sorted()
        let clock = ContinuousClock()
        let end = clock.now + FuzzTime.duration
        while clock.now < end {
            var object: JSONObject = [
                "model": "gpt-4", "max_tokens": 5, "messages": [["role": "user", "content": "x"]],
            ]
            for _ in 0..<1 + random.below(3) {
                object[names[random.below(names.count)]] = pieces[random.below(pieces.count)]
            }
            let json = JSONValue.object(object)
            _ = try? ChatCompletionRequest(json, facts: facts.openai)
            _ = try? MessageRequest(json, version: .june2023, facts: facts.anthropic)
            _ = ChatCompletion(json)
            _ = Message(json)
            _ = MessageStreamEvent(json)
        }
    }
}
