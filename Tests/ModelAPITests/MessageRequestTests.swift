import DataFiles
import ModelAPI
import Testing

@Suite struct MessageRequestTests {
    private let facts = APIFacts.june2024.anthropic
    private static let png =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

    private func request(
        _ fields: String, version: AnthropicVersion = .june2023, for purpose: MessageRequest.Purpose = .answer
    ) throws -> MessageRequest {
        let head = purpose == .answer ? #""max_tokens":9,"# : ""
        return try MessageRequest(
            JSONValue.parse("{\"model\":\"m\",\(head)\(fields)}"), version: version, facts: facts, for: purpose)
    }

    private func refusal(_ fields: String, version: AnthropicVersion = .june2023) throws -> String {
        try #require(throws: APIError.self) { try request(fields, version: version) }.message
    }

    private func content(_ blocks: String) -> String { #""messages":[{"role":"user","content":[\#(blocks)]}]"# }

    @Test func imageIsReadAsFarAsItsSize() throws {
        let source = #"{"type":"base64","media_type":"image/png","data":"\#(Self.png)"}"#
        let message = try request(content(#"{"type":"image","source":\#(source)}"#))
        guard case .image(let image) = message.messages[0].blocks[0].content else {
            Issue.record("no image")
            return
        }
        #expect((image.mediaType, image.width, image.height, image.tokens) == ("image/png", 1, 1, 1))
    }

    @Test(arguments: [(1000, 1000, 1334), (200, 200, 54), (8000, 8000, 1600), (1568, 10, 21)])
    func imageCountsByItsArea(_ width: Int, _ height: Int, _ tokens: Int) {
        #expect(InputImage(mediaType: "image/png", width: width, height: height).tokens == tokens)
    }

    @Test(arguments: [
        (#"{"type":"image"}"#, "messages.0.content.0.image.source: Field required"),
        (
            #"{"type":"image","source":{"type":"base64","media_type":"image/tiff","data":"AA=="}}"#,
            "messages.0.content.0.image.source.base64.media_type: Input should be 'image/jpeg', 'image/png', 'image/gif' or "
                + "'image/webp'"
        ),
        (
            #"{"type":"image","source":{"type":"base64","media_type":"image/png","data":"?"}}"#,
            "messages.0.content.0.image.source.base64.data: Invalid base64 data"
        ),
        (
            #"{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}}"#,
            "messages.0.content.0.image: Could not process image"
        ),
        (
            #"{"type":"image","source":{"type":"base64","media_type":"image/gif","data":"\#(png)"}}"#,
            "messages.0.content.0.image.source.base64.data: Image does not match the provided media type image/gif"
        ),
        (#"{"type":"text","text":""}"#, "messages: text content blocks must be non-empty"),
        (#"{"type":"text"}"#, "messages.0.content.0.text.text: Field required"),
        (#"{"text":"x"}"#, "messages.0.content.0.type: Field required"),
        (
            #"{"type":"tool_use","id":"a","name":"f","input":{}}"#,
            "messages.0.content.0: Input tag 'tool_use' found using 'type' does not match any of the expected tags: 'document', "
                + "'image', 'search_result', 'text', 'tool_result'"
        ),
        (#"{"type":"text","text":"a","colour":1}"#, "messages.0.content.0.text.colour: Extra inputs are not permitted"),
        (
            #"{"type":"text","text":"a","cache_control":{"type":"x"}}"#,
            "messages.0.content.0.text.cache_control.type: Input should be 'ephemeral'"
        ),
        (
            #"{"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"AAAA"}}"#,
            "messages.0.content.0.document.source.base64: The PDF specified was not valid."
        ),
    ])
    func blockSaysWhatIsWrong(_ block: String, _ message: String) throws {
        #expect(try refusal(content(block)) == message)
    }

    @Test func versionsDifferInWhatTheyTake() throws {
        let document = #"{"type":"document","source":{"type":"text","media_type":"text/plain","data":"d"}}"#
        let said = #""messages":[{"role":"user","content":"x"},{"role":"assistant","content":[\#(document)]}]"#
        #expect(try request(said).messages[1].blocks.count == 1)
        #expect(try refusal(said, version: .october2026).contains("Input tag 'document'"))
        let cited = content(#"{"type":"text","text":"a","citations":[{}]}"#)
        #expect(try request(cited).messages.count == 1)
        #expect(
            try refusal(cited, version: .october2026)
                == "messages.0.content.0.text.citations: Extra inputs are not permitted")
        for name in ["temperature", "top_p", "top_k"] {
            #expect(
                try refusal(content(#"{"type":"text","text":"a"}"#) + #","\#(name)":1"#, version: .october2026)
                    == "\(name): Extra inputs are not permitted")
        }
    }

    // MARK: Tools

    private static let tools = #""tools":[{"name":"f","input_schema":{"type":"object","properties":{}}}]"#
    private static let use = #"{"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"f","input":{}}]}"#
    private static let result =
        #"{"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":"9","is_error":true}]}"#
    private static let asked = #"{"role":"user","content":"x"}"#

    @Test func toolsAndTheirUsesAreRead() throws {
        let message = try request(
            #""messages":[\#(Self.asked),\#(Self.use),\#(Self.result)],\#(Self.tools),"#
                + #""tool_choice":{"type":"tool","name":"f","disable_parallel_tool_use":true}"#)
        #expect(message.tools.map(\.name) == ["f"])
        #expect(message.toolChoice == ToolChoice(.tool("f"), disablesParallelUse: true))
        #expect(
            message.messages[2].blocks
                == [InputBlock(.toolResult(id: "t1", content: [InputBlock(.text("9"))], isError: true))])
    }

    @Test(arguments: [
        (
            [asked, use],
            "messages.1: `tool_use` ids were found without `tool_result` blocks immediately after: t1. Each `tool_use` block must "
                + "have a corresponding `tool_result` block in the next message."
        ),
        (
            [asked, use, asked, use],
            "messages.1: `tool_use` ids were found without `tool_result` blocks immediately after: t1. Each `tool_use` block must "
                + "have a corresponding `tool_result` block in the next message."
        ),
        (
            [asked, result],
            "messages.1.content.0: unexpected `tool_use_id` found in `tool_result` blocks: t1. Each `tool_result` block must have "
                + "a corresponding `tool_use` block in the previous message."
        ),
        ([asked, use, result, use], "messages.3: `tool_use` ids must be unique"),
        ([use, result], #"messages: first message must use the "user" role"#),
    ])
    func usesOfToolsAreAnswered(_ messages: [String], _ message: String) throws {
        #expect(try refusal(#""messages":[\#(messages.joined(separator: ","))],\#(Self.tools)"#) == message)
    }

    @Test func resultsMayComeInSeveralTurnsOfTheUser() throws {
        let other = Self.use.replacing("t1", with: "t2").dropLast(2) + ",{\"type\":\"text\",\"text\":\"so\"}]}"
        let both = #"{"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"f","input":{}}]},\#(other)"#
        let results = Self.result + "," + Self.result.replacing("t1", with: "t2")
        #expect(try request(#""messages":[\#(Self.asked),\#(both),\#(results)],\#(Self.tools)"#).messages.count == 5)
    }

    @Test(arguments: [
        (#"[{"name":"a b","input_schema":{"type":"object"}}]"#, "tools.0.custom.name: String should match pattern"),
        (#"[{"name":"f"}]"#, "tools.0.custom.input_schema: Field required"),
        (
            #"[{"name":"f","input_schema":{"type":"array"}}]"#,
            "tools.0.custom.input_schema.type: Input should be 'object'"
        ),
        (#"[{"name":"f","input_schema":{}}]"#, "tools.0.custom.input_schema.type: Field required"),
        (
            #"[{"name":"f","input_schema":{"type":"object"}},{"name":"f","input_schema":{"type":"object"}}]"#,
            "tools: Tool names must be unique."
        ),
        (
            #"[{"type":"web_search_20250305","name":"web_search"}]"#,
            "tools.0: Input tag 'web_search_20250305' found using 'type'"
        ),
        (
            #"[{"name":"f","strict":true,"input_schema":{"type":"object","properties":{}}}]"#,
            "tools.f: For 'object' type, 'additionalProperties' must be explicitly set to false"
        ),
        (#"{}"#, "tools: Input should be a valid list"),
    ])
    func toolSaysWhatIsWrong(_ tools: String, _ message: String) throws {
        #expect(try refusal(content(#"{"type":"text","text":"a"}"#) + #","tools":\#(tools)"#).hasPrefix(message))
    }

    @Test(arguments: [
        (#"{"type":"tool","name":"g"}"#, "tool_choice.tool.name: Tool 'g' not found in provided tools"),
        (#"{"type":"tool"}"#, "tool_choice.tool.name: Field required"),
        (#"{"type":"some"}"#, "tool_choice.type: Input should be 'auto', 'any', 'tool' or 'none'"),
        (#""auto""#, "tool_choice: Input should be a valid dictionary"),
        (#"{"type":"none","name":"f"}"#, "tool_choice.none.name: Extra inputs are not permitted"),
    ])
    func toolChoiceSaysWhatIsWrong(_ choice: String, _ message: String) throws {
        #expect(
            try refusal(content(#"{"type":"text","text":"a"}"#) + #",\#(Self.tools),"tool_choice":\#(choice)"#)
                == message)
    }

    // MARK: The cache's marks

    @Test func marksAreFourAtMostAndTheLongLivedFirst() throws {
        func marked(_ marks: [String]) -> String {
            content(
                marks.map { #"{"type":"text","text":"a","cache_control":{"type":"ephemeral","ttl":"\#($0)"}}"# }
                    .joined(separator: ","))
        }
        #expect(try request(marked(["1h", "1h", "5m", "5m"])).messages[0].blocks.count == 4)
        #expect(
            try refusal(marked(["5m", "5m", "5m", "5m", "5m"]))
                == "A maximum of 4 blocks with cache_control may be provided. Found 5.")
        #expect(
            try refusal(marked(["5m", "1h"]))
                == "messages.0.content.1.cache_control.ttl: a ttl='1h' cache_control block must not come after a ttl='5m' "
                + "cache_control block. Note that blocks are processed in the following order: `tools`, `system`, `messages`."
        )
    }

    // MARK: What depends on the model

    private func model(_ id: String, created: Int) -> ModelFacts {
        ModelFacts(
            id: id, created: created, context: 200_000, output: 4096,
            life: ModelLife(released: CivilDate(secondsSince1970: created)))
    }

    private static let opus3 = ("claude-3-opus-20240229", 1_709_164_800)
    private static let two = ("claude-2.1", 1_700_524_800)
    private static let sonnet45 = ("claude-sonnet-4-5-20250929", 1_759_104_000)
    private static let opus46 = ("claude-opus-4-6", 1_770_249_600)
    private static let opus5 = ("claude-opus-5", 1_784_851_200)

    @Test(arguments: [
        (opus3, #""thinking":{"type":"enabled","budget_tokens":1024},"max_tokens":2000"#, "does not support thinking."),
        (sonnet45, #""thinking":{"type":"enabled","budget_tokens":1024},"max_tokens":2000"#, nil),
        (sonnet45, #""thinking":{"type":"adaptive"}"#, "adaptive thinking is not supported on this model"),
        (opus46, #""thinking":{"type":"adaptive"}"#, nil),
        (
            opus5, #""thinking":{"type":"enabled","budget_tokens":1024},"max_tokens":2000"#,
            "is not supported for this model"
        ),
        (opus3, #""thinking":{"type":"disabled"}"#, nil),
        (opus3, #""output_config":{"effort":"low"}"#, "This model does not support the effort parameter."),
        (opus46, #""output_config":{"effort":"xhigh"}"#, "This model does not support effort level 'xhigh'."),
        (opus3, #""output_config":{"format":{"type":"json_schema","schema":{}}}"#, "does not support output format."),
        (sonnet45, #""output_config":{"format":{"type":"json_schema","schema":{}}}"#, nil),
        (two, tools, "'claude-2.1' does not support tool use."),
    ])
    func modelDecides(_ model: (String, Int), _ fields: String, _ message: String?) throws {
        let request = try request(content(#"{"type":"text","text":"a"}"#) + "," + fields)
        let facts = self.model(model.0, created: model.1)
        guard let message else { return try request.check(against: facts) }
        let error = try #require(throws: APIError.self) { try request.check(against: facts) }
        #expect(error.message.contains(message))
    }

    @Test func prefillAndSystemTurnsDependOnTheModel() throws {
        let prefilled = try request(#""messages":[\#(Self.asked),{"role":"assistant","content":"I"}]"#)
        let system = try request(#""messages":[\#(Self.asked),{"role":"system","content":"s"}]"#)
        let early = try request(#""messages":[{"role":"system","content":"s"},\#(Self.asked)]"#)
        for (model, takesPrefill, takesSystem) in [
            (Self.opus3, true, false), (Self.sonnet45, true, false), (Self.opus46, false, false),
            (Self.opus5, false, true),
        ] {
            let facts = self.model(model.0, created: model.1)
            #expect(((try? prefilled.check(against: facts)) != nil) == takesPrefill)
            #expect(((try? system.check(against: facts)) != nil) == takesSystem)
            #expect(throws: APIError.self) { try early.check(against: facts) }
        }
    }

    @Test func countNeedsNoMaxTokensAndTakesNone() throws {
        let asked = #""messages":[\#(Self.asked)]"#
        #expect(try request(asked, for: .count).maxTokens == nil)
        #expect(throws: APIError.self) { try request(asked + #","max_tokens":1"#, for: .count) }
    }
}
