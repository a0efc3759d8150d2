import Foundation
import HTTPWire
import ModelAPI
import Testing

@Suite struct RequestDraftTests {
    private let origin = Origin(host: "127.0.0.1", port: 8080)

    private func body(_ draft: RequestDraft) -> String? { draft.body()?.serialized() }

    @Test func openaiRequestIsExactlyTheseBytes() throws {
        var draft = RequestDraft(provider: .openai)
        draft.system = "Be terse."
        draft.messages = [.init(role: "user", content: "Grüße")]
        try draft.set("max-tokens", to: "20")
        try draft.set("temperature", to: "0.70")
        let request = try draft.request(to: origin, key: APIKey("sk-test"))
        let text = """
            {"model":"gpt-4","messages":[{"role":"system","content":"Be terse."},{"role":"user","content":"Grüße"}],\
            "temperature":0.7,"max_tokens":20}
            """
        #expect(
            String(decoding: request.bytes, as: UTF8.self)
                == """
                POST /v1/chat/completions HTTP/1.1\r
                Host: 127.0.0.1:8080\r
                Authorization: Bearer sk-test\r
                Content-Type: application/json\r
                Accept: application/json\r
                Connection: close\r
                Content-Length: \(text.utf8.count)\r
                \r
                \(text)
                """)
    }

    @Test func anthropicRequestIsExactlyTheseBytes() throws {
        var draft = RequestDraft(provider: .anthropic)
        draft.messages = [.init(role: "user", content: "Hi")]
        draft.system = "Be terse."
        draft.stream = true
        let request = try draft.request(to: origin, key: APIKey("sk-ant-test"))
        let text = """
            {"model":"claude-3-sonnet-20240229","max_tokens":256,"system":"Be terse.",\
            "messages":[{"role":"user","content":"Hi"}],"stream":true}
            """
        #expect(
            String(decoding: request.bytes, as: UTF8.self)
                == """
                POST /v1/messages HTTP/1.1\r
                Host: 127.0.0.1:8080\r
                x-api-key: sk-ant-test\r
                anthropic-version: 2023-06-01\r
                Content-Type: application/json\r
                Accept: text/event-stream\r
                Connection: close\r
                Content-Length: \(text.utf8.count)\r
                \r
                \(text)
                """)
    }

    @Test(arguments: [
        ("temperature", "3", "temperature", "3"), ("Temperature", "hot", "temperature", #""hot""#),
        ("top-p", "0.9", "top_p", "0.9"), ("max_completion_tokens", "-1", "max_completion_tokens", "-1"),
        ("stop", ".", "stop", #"".""#), ("stop", #"["a","b"]"#, "stop", #"["a","b"]"#), ("stop", "3", "stop", #""3""#),
        ("stop", #""\n""#, "stop", #""\n""#), ("stop", "null", "stop", "null"), ("stop", "[", "stop", #""[""#),
        ("stop-sequences", "END", "stop", #""END""#), ("seed", "42", "seed", "42"), ("user", "42", "user", #""42""#),
        ("model", "gpt-4o", "model", #""gpt-4o""#), ("model", #""gpt-4o""#, "model", #""gpt-4o""#),
        ("top_k", "5", "top_k", "5"), ("stream", "maybe", "stream", #""maybe""#), ("stream", "true", "stream", "true"),
        ("metadata", #"{"b":1,"a":2.0}"#, "metadata", #"{"b":1,"a":2.0}"#),
        ("my_own_field", "x y", "my_own_field", #""x y""#),
        ("body.temprature", "0.1", "temprature", "0.1"), ("body.model", "4", "model", "4"),
        ("messages", #"[{"role":"robot"}]"#, "messages", #"[{"role":"robot"}]"#),
        ("messages", #"[{"role":"user","content":"x"}]"#, "messages", #"[{"role":"user","content":"x"}]"#),
        ("messages", "7", "messages", "7"),
    ])
    func setPutsAFieldIntoTheBody(_ name: String, _ value: String, _ field: String, _ expected: String) throws {
        var draft = RequestDraft(provider: .openai)
        try draft.set(name, to: value)
        #expect(draft.body()?[field]?.serialized() == expected)
    }

    @Test func stopGetsTheProvidersName() throws {
        var draft = RequestDraft(provider: .anthropic)
        try draft.set("stop", to: "END")
        #expect(draft.body()?["stop_sequences"] == ["END"])
        #expect(draft.body()?["stop"] == nil)
        try draft.set("stop", to: #"["a", "b"]"#)
        #expect(draft.field("stop_sequences") == ["a", "b"])
    }

    @Test func systemOfBlocksIsSentAsGiven() throws {
        var draft = RequestDraft(provider: .anthropic)
        try draft.set("system", to: #"[{"type":"text","text":"x"}]"#)
        #expect(draft.body()?[path: "system[0].text"] == "x")
        try draft.set("system", to: "Be terse.")
        #expect(draft.body()?["system"] == "Be terse.")
    }

    @Test func unsetGoesBackToTheDefaultAndThenRemoves() throws {
        var draft = RequestDraft(provider: .anthropic)
        try draft.set("max_tokens", to: "9")
        try draft.unset("max-tokens")
        #expect(draft.field("max_tokens") == 256)
        try draft.unset("max_tokens")
        #expect(draft.field("max_tokens") == nil)
        #expect(throws: DraftError.notSet(name: "max_tokens", set: ["model"])) { try draft.unset("max_tokens") }
        draft.system = "x"
        draft.messages = [.init(role: "user", content: "x")]
        draft.stream = true
        #expect(draft.setNames == ["model", "system", "messages", "stream"])
        for name in ["system", "messages", "stream", "model"] { try draft.unset(name) }
        #expect(body(draft) == #"{"messages":[]}"#)
    }

    @Test func headersAreReplacedInPlaceAddedAndRemoved() throws {
        var draft = RequestDraft(provider: .anthropic)
        try draft.set("header.Anthropic-Version", to: "2026-10-21")
        try draft.set("header.X-Trace", to: "  on \t")
        try draft.unset("header.content-length")
        let fields = try draft.request(to: origin, key: nil).head.fields
        #expect(
            fields.map(\.name) == ["Host", "Anthropic-Version", "Content-Type", "Accept", "Connection", "X-Trace"])
        #expect(fields["anthropic-version"] == "2026-10-21")
        #expect(fields["x-trace"] == "on")
        try draft.unset("header.anthropic-version")
        #expect(try draft.request(to: origin, key: nil).head.fields["anthropic-version"] == "2023-06-01")
        try draft.unset("header.anthropic-version")
        #expect(try draft.request(to: origin, key: nil).head.fields["anthropic-version"] == nil)
        #expect(throws: DraftError.self) { try draft.unset("header.anthropic-version") }
        #expect(throws: DraftError.self) { try draft.unset("header.nothing") }
        try draft.unset("header.x-api-key")
        #expect(try draft.request(to: origin, key: APIKey("k")).head.fields["x-api-key"] == nil)
    }

    @Test func methodAndPathChangeTheRequestLineAndGETHasNoBody() throws {
        var draft = RequestDraft(provider: .openai)
        try draft.set("method", to: "get")
        try draft.set("path", to: "/v1/models?limit=1")
        let request = try draft.request(to: origin, key: nil)
        #expect((request.head.method, request.head.target) == ("GET", "/v1/models?limit=1"))
        #expect(request.body.isEmpty && request.head.fields["content-length"] == nil)
        try draft.unset("path")
        try draft.unset("method")
        #expect((draft.method, draft.path) == ("POST", "/v1/chat/completions"))
        #expect(throws: DraftError.self) { try draft.unset("path") }
    }

    @Test(arguments: [
        ("temprature", "1", "Did you mean 'temperature'?"), ("max_token", "1", "Did you mean 'max_tokens'?"),
        ("modle", "x", "Did you mean 'model'?"), ("pathh", "/", "Did you mean 'path'?"),
        ("key", "sk-1", "is no field"), ("api_key", "sk-1", "is no field"), ("x-api-key", "sk-1", "is no field"),
        ("body.api-key", "sk-1", "is no field"), ("", "x", "needs a name"), ("a b", "x", "cannot be"),
        ("header.", "x", "cannot be a header"), ("header.X Y", "x", "cannot be a header"),
        ("header.X-A", "a\r\nX-B: b", "line break"), ("header.X-A", "a\0", "line break"),
        ("path", "v1", "begins with '/'"), ("path", "/a b", "blanks"), ("path", "/a#b", "'#'"),
        ("path", "/a\r\nX: y", "blanks"),
        ("path", "/ä", "blanks"), ("method", "GET /", "method"), ("method", "", "method"), ("messages", "[1", "none"),
    ])
    func whatCannotBeIsRefusedWithAdvice(_ name: String, _ value: String, _ advice: String) throws {
        var draft = RequestDraft(provider: .openai)
        let before = draft
        let error = try #require(throws: DraftError.self) { try draft.set(name, to: value) }
        #expect("\(error)".contains(advice), "\(error)")
        #expect(!"\(error)".contains("sk-1"))
        #expect(draft == before)
    }

    @Test func draftSurvivesStorageWithoutAKey() throws {
        var draft = RequestDraft(provider: .anthropic)
        draft.system = "Be terse.\n\u{1F600}"
        draft.messages = [.init(role: "user", content: "x"), .init(role: "assistant", content: "")]
        draft.stream = true
        try draft.set("temperature", to: "1.0")
        try draft.set("metadata", to: #"{"z":1,"a":12345678901234567890}"#)
        try draft.unset("max_tokens")
        try draft.set("header.X-Trace", to: "on")
        try draft.unset("header.accept")
        try draft.set("path", to: "/v1/x")
        try draft.set("method", to: "PUT")
        var withKey = draft
        try withKey.set("header.X-API-Key", to: "sk-ant-secret")
        try withKey.set("header.authorization", to: "Bearer sk-ant-secret")
        let stored = try JSONEncoder().encode(withKey)
        #expect(!String(decoding: stored, as: UTF8.self).contains("secret"))
        let restored = try JSONDecoder().decode(RequestDraft.self, from: stored)
        #expect(restored == draft)
        #expect(try restored.request(to: origin, key: nil) == draft.request(to: origin, key: nil))
        #expect(!withKey.curlCommand(origin: origin).contains("sk-ant-secret"))
    }

    @Test func storageThatIsNoDraftIsRefused() {
        for text in [
            "{}", #"{"provider":"other"}"#,
            #"{"provider":"openai","messages":[],"stream":false,"fields":"[]","headers":[]}"#,
        ] {
            #expect(throws: DecodingError.self) { try JSONDecoder().decode(RequestDraft.self, from: Data(text.utf8)) }
        }
    }
}
