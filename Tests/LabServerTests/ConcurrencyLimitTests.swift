import HTTPWire
import LabServer
import LanguageModel
import ModelAPI
import Testing

@Suite struct ConcurrencyLimitTests {
    private func draft(maxTokens: Int) throws -> RequestDraft {
        var draft = RequestDraft(provider: .openai)
        draft.messages = [.init(role: "user", content: "x")]
        draft.stream = true
        try draft.set("model", to: "gpt-4o")
        try draft.set("max_tokens", to: "\(maxTokens)")
        return draft
    }

    /// The place of a stream is taken while it is written, and free once its client has left.
    @Test func streamHoldsItsPlaceUntilItsClientLeaves() async throws {
        let lab = LabServer(configuration: LabConfiguration(models: ModelCatalog([CountingModel(pace: 0.002)])))
        let origin = try await lab.start()
        _ = try await lab.put("/lab/limits", ["concurrent": 1])
        let first = try await LabClient(to: origin)
        try await first.send(try draft(maxTokens: 4000).request(to: origin, key: lab.key(for: .openai)).bytes)
        #expect(try await !first.read().isEmpty)

        func status() async throws -> Int {
            let client = try await LabClient(to: origin)
            defer { client.leave() }
            try await client.send(try draft(maxTokens: 1).request(to: origin, key: lab.key(for: .openai)).bytes)
            return try await client.response().head.status
        }
        #expect(try await status() == 429)
        first.leave()
        var last = 429
        while last == 429 { last = try await status() }
        #expect(last == 200)
        await lab.stop()
    }

    @Test func steeringAnswersInTheProcessAsOverHTTP() async throws {
        let lab = LabServer()
        await #expect(throws: LabError.notRunning) { try await lab.get("/lab/limits") }
        _ = try await lab.start()
        let state = try await lab.put("/lab/limits", ["rpm": 3, "model": "gpt-4-0613", "window": 2])
        #expect(state[path: "rules[0].group"]?.string == "gpt-4" && state["window"]?.double == 2)
        await #expect(throws: APIError.self) { try await lab.get("/lab/nothing") }
        await #expect(throws: APIError.self) { try await lab.put("/lab/limits", ["rpms": 3]) }
        await lab.stop()
    }
}
