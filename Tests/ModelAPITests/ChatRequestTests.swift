import ModelAPI
import Testing

/// Messages, tools and formats of chat completion requests.
@Suite struct ChatRequestTests {
    private func request(_ members: String) throws -> ChatCompletionRequest {
        try ChatCompletionRequest(
            JSONValue.parse(#"{"model":"gpt-4","messages":[{"role":"user","content":"x"}],\#(members)}"#),
            facts: APIFacts.june2024.openai)
    }

    private func error(_ members: String) throws -> APIError {
        try #require(throws: APIError.self) { try request(members) }
    }

    private static let weather =
        #"{"type":"function","function":{"name":"weather","parameters":{"type":"object","properties":{"city":{"type":"string"}}}}}"#
    private static let clock =
        #"{"type":"custom","custom":{"name":"clock","format":{"type":"grammar","grammar":{"syntax":"regex","definition":"\\d+"}}}}"#

    // MARK: Tools

    @Test func toolsAndChoicesAreRead() throws {
        let tools = #""tools":[\#(Self.weather),\#(Self.clock)]"#
        let plain = try request(tools)
        #expect(plain.tools.map(\.name) == ["weather", "clock"])
        #expect(plain.tools[1].kind == .custom(pattern: "\\d+"))
        #expect(plain.toolChoice == .auto && plain.parallelToolCalls)
        #expect(try request(tools + #","tool_choice":"none""#).toolChoice == .none)
        #expect(try request(tools + #","tool_choice":"required","parallel_tool_calls":false"#).toolChoice == .required)
        let named = try request(tools + #","tool_choice":{"type":"function","function":{"name":"weather"}}"#)
        #expect(named.toolChoice == .named("weather"))
        let allowed = try request(
            tools
                + #","tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"required","tools":[{"type":"custom","custom":{"name":"clock"}}]}}"#
        )
        #expect(allowed.toolChoice == .required && allowed.tools.map(\.name) == ["clock"])
    }

    @Test func functionsAreTheOlderForm() throws {
        let old = try request(
            #""functions":[{"name":"f","description":"d"}],"function_call":{"name":"f"}"#)
        #expect(old.usesFunctions && old.toolChoice == .named("f") && old.tools[0].parameters["type"] == "object")
        #expect(try error(#""function_call":"auto""#).param == "function_call")
        #expect(
            try error(#""functions":[{"name":"f"}],"function_call":{"name":"g"}"#).message.contains(
                "no function named g"))
    }

    @Test(arguments: [
        (#""tools":[{"type":"web"}]"#, "tools[0].type"),
        (#""tools":[{"type":"function","function":{"name":"f","parameters":{}}}]"#, "tools[0].function.parameters"),
        (
            #""tools":[{"type":"function","function":{"name":"f","parameters":{"type":"array"}}}]"#,
            "tools[0].function.parameters"
        ),
        (#""tools":[{"type":"function","function":{"name":""}}]"#, "tools[0].function.name"),
        (#""tools":[\#(weather)],"tool_choice":"maybe""#, "tool_choice"),
        (#""tools":[\#(weather)],"tool_choice":{"type":"function","function":{"name":"x"}}"#, "tool_choice"),
        (#""tools":[\#(weather)],"tool_choice":{"type":"custom","custom":{"name":"weather"}}"#, "tool_choice"),
        (#""tools":[\#(weather)],"tool_choice":3"#, "tool_choice"),
    ])
    func whatIsWrongWithToolsIsNamed(_ members: String, _ param: String) throws {
        #expect(try error(members).param == param)
    }

    // MARK: Messages

    private func messages(_ list: String) throws -> ChatCompletionRequest {
        try ChatCompletionRequest(
            JSONValue.parse(#"{"model":"gpt-4","messages":[\#(list)]}"#), facts: APIFacts.june2024.openai)
    }

    private static let call =
        #"{"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"f","arguments":"{}"}}]}"#

    @Test func callsAndTheirAnswersAreRead() throws {
        let request = try messages(
            #"{"role":"user","content":"x"},\#(Self.call),{"role":"tool","tool_call_id":"call_1","content":[{"type":"text","text":"3"}]},{"role":"assistant","content":[{"type":"refusal","refusal":"no"}]},{"role":"assistant","function_call":{"name":"f","arguments":""}},{"role":"function","name":"f","content":"4"}"#
        )
        #expect(request.messages[1].toolCalls == [ChatToolCall(id: "call_1", name: "f", arguments: "{}")])
        #expect(request.messages[2].toolCallID == "call_1" && request.messages[2].text == "3")
        #expect(request.messages.map(\.text) == ["x", "", "3", "no", "", "4"])
    }

    @Test(arguments: [
        (call, "messages.[1].role", "did not have response messages: call_1"),
        (
            #"{"role":"tool","tool_call_id":"a","content":"x"}"#, "messages.[0].role",
            "must be a response to a preceeding message"
        ),
        (#"\#(call),{"role":"user","content":"x"}"#, "messages.[1].role", "call_1"),
        (#"{"role":"tool","content":"x"}"#, "messages[0].tool_call_id", "Missing required parameter"),
        (#"{"role":"assistant","content":null}"#, "messages.[0].content", "expected a string, got null"),
        (#"{"role":"assistant","tool_calls":[]}"#, "messages[0].tool_calls", "empty array"),
        (#"{"role":"user","name":"a b","content":"x"}"#, "messages[0].name", "does not match pattern"),
        (
            #"{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:,"}}]}"#,
            "messages.[0].content.[0].type", "image_url is only supported by certain models"
        ),
        (
            #"{"role":"user","content":[{"type":"image_url","image_url":"data:,"}]}"#,
            "messages[0].content[0].image_url", "expected an object"
        ),
        (
            #"{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"","format":"ogg"}}]}"#,
            "messages[0].content[0].input_audio.format", "'wav' and 'mp3'"
        ),
        (
            #"{"role":"system","content":[{"type":"image_url","image_url":{"url":"data:,"}}]}"#,
            "messages[0].content[0].type", "Supported values are: 'text'"
        ),
        (#"{"role":"user","content":[{"type":"picture"}]}"#, "messages[0].content[0].type", "'image_url'"),
    ])
    func whatIsWrongWithMessagesIsNamed(_ list: String, _ param: String, _ words: String) throws {
        let error = try #require(throws: APIError.self) { try messages(list) }
        #expect(error.param == param)
        #expect(error.message.contains(words))
    }

    // MARK: Schemas

    private func strictError(_ schema: String) throws -> APIError {
        try error(
            #""response_format":{"type":"json_schema","json_schema":{"name":"n","strict":true,"schema":\#(schema)}}"#)
    }

    @Test(arguments: [
        (#"{"type":"string"}"#, #"schema must be a JSON Schema of 'type: "object"', got 'type: "string"'."#),
        (
            #"{"type":"object","properties":{}}"#,
            "In context=(), 'additionalProperties' is required to be supplied and to be false."
        ),
        (
            #"{"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":false}"#,
            "In context=(), 'required' is required to be supplied and to be an array including every key in properties. Missing 'a'."
        ),
        (
            #"{"type":"object","properties":{"a":{"type":"object","properties":{}}},"required":["a"],"additionalProperties":false}"#,
            "In context=('properties', 'a'), 'additionalProperties'"
        ),
        (
            #"{"type":"object","properties":{"a":{"allOf":[]}},"required":["a"],"additionalProperties":false}"#,
            "In context=('properties', 'a'), 'allOf' is not permitted."
        ),
        (
            #"{"type":"object","properties":{"a":{}},"required":["a"],"additionalProperties":false}"#,
            "schema must have a 'type' key."
        ),
        (
            #"{"type":"object","properties":{"a":{"type":"array"}},"required":["a"],"additionalProperties":false}"#,
            "array schema missing items."
        ),
        (
            #"{"type":"object","properties":{"a":{"type":"string","format":"uri"}},"required":["a"],"additionalProperties":false}"#,
            "'uri' is not a valid format."
        ),
        (
            ##"{"type":"object","properties":{"a":{"$ref":"#/$defs/b"}},"required":["a"],"additionalProperties":false}"##,
            "which was not found in the schema."
        ),
        (
            ##"{"type":"object","$defs":{"b":{"type":"string"}},"properties":{"a":{"$ref":"#/$defs/b","description":"c"}},"required":["a"],"additionalProperties":false}"##,
            "$ref cannot have keywords {'description'}."
        ),
    ])
    func strictSchemasAreHeldToTheirRules(_ schema: String, _ words: String) throws {
        let error = try strictError(schema)
        #expect(error.message.hasPrefix("Invalid schema for response_format 'n': "))
        #expect(error.message.contains(words), "\(error.message)")
        #expect(error.param == "response_format" && error.code == nil)
    }

    @Test func nestingAndSizesHaveLimits() throws {
        var deep: JSONValue = ["type": "string"]
        for _ in 0..<11 {
            deep = ["type": "object", "properties": ["a": deep], "required": ["a"], "additionalProperties": false]
        }
        #expect(try strictError(deep.serialized()).message.contains("11 levels of nesting exceeds limit of 10."))
        let values = JSONValue.array((0...1000).map { .string("v\($0)") })
        let wide: JSONValue = [
            "type": "object", "properties": ["a": ["type": "string", "enum": values]], "required": ["a"],
            "additionalProperties": false,
        ]
        #expect(try strictError(wide.serialized()).message.contains("1000 enum values in total"))
    }

    @Test func aRecursiveStrictSchemaIsTaken() throws {
        let schema =
            ##"{"type":"object","properties":{"next":{"anyOf":[{"$ref":"#"},{"type":"null"}]}},"required":["next"],"additionalProperties":false}"##
        let taken = try request(
            #""response_format":{"type":"json_schema","json_schema":{"name":"n","strict":true,"schema":\#(schema)}}"#)
        #expect(taken.responseFormat == .jsonSchema(name: "n", schema: try JSONValue.parse(schema), isStrict: true))
    }

    @Test func aToolsStrictSchemaIsNamedByItsTool() throws {
        let error = try error(
            #""tools":[{"type":"function","function":{"name":"f","strict":true,"parameters":{"type":"object","properties":{}}}}]"#
        )
        #expect(error.message.hasPrefix("Invalid schema for function 'f': In context=(), 'additionalProperties'"))
        #expect(error.param == "tools[0].function.parameters" && error.code == "invalid_function_parameters")
    }
}
