import DataFiles
import HTTPWire
import LabServer
import LanguageModel
import ModelAPI
import Testing

@Suite struct LabCalendarTests {
    private func send(_ draft: RequestDraft, to lab: LabServer, at origin: Origin) async throws -> LabClient.Response {
        let client = try await LabClient(to: origin)
        defer { client.leave() }
        try await client.send(try draft.request(to: origin, key: lab.key(for: draft.provider)).bytes)
        return try await client.response()
    }

    private func get(_ path: String, _ provider: Provider, asOf: String? = nil) throws -> RequestDraft {
        var draft = RequestDraft(provider: provider)
        try draft.set("method", to: "GET")
        try draft.set("path", to: path)
        if let asOf { try draft.set("header.x-lab-as-of", to: asOf) }
        return draft
    }

    private func chat(_ model: String, asOf: String? = nil) throws -> RequestDraft {
        var draft = RequestDraft(provider: .openai)
        draft.messages = [.init(role: "user", content: "Hello")]
        try draft.set("model", to: model)
        if let asOf { try draft.set("header.x-lab-as-of", to: asOf) }
        return draft
    }

    @Test func dayOfTheLabDecidesWhichModelsAnswer() async throws {
        try await withRunningLab { lab, origin in
            #expect(lab.asOf == .day(FactBook.standardDay))
            #expect(try await send(chat("gpt-4"), to: lab, at: origin).head.status == 200)
            lab.asOf = .day(CivilDate("2026-11-25")!)
            let retired = try await send(chat("gpt-4"), to: lab, at: origin)
            #expect(retired.head.status == 404)
            #expect(retired.json?["error"]?["code"] == "model_not_found")
            #expect(retired.json?["error"]?["message"]?.string?.contains("has been deprecated") == true)
            #expect(try await send(chat("gpt-6-luna"), to: lab, at: origin).head.status == 200)
        }
    }

    @Test func fieldOfARequestNamesAnotherDayForItAlone() async throws {
        try await withRunningLab { lab, origin in
            #expect(try await send(chat("gpt-6-luna", asOf: "2026-11-25"), to: lab, at: origin).head.status == 200)
            #expect(try await send(chat("gpt-6-luna"), to: lab, at: origin).head.status == 404)
            let wrong = try await send(chat("gpt-4", asOf: "tomorrow"), to: lab, at: origin)
            #expect(wrong.head.status == 400)
            #expect(wrong.json?["error"]?["param"] == "x-lab-as-of")
        }
    }

    /// Today is the day that the clock says, also when it comes while the lab runs.
    @Test func todayFollowsTheClock() async throws {
        let configuration = LabConfiguration(
            asOf: .today, now: { CivilDate("2026-10-22")!.secondsSince1970 + 86399 }, seed: 1)
        try await withRunningLab(configuration) { lab, origin in
            let statuses = try await [
                send(chat("gpt-4"), to: lab, at: origin), send(chat("gpt-4", asOf: "2026-10-23"), to: lab, at: origin),
                send(chat("gpt-4o", asOf: "today"), to: lab, at: origin),
            ].map(\.head.status)
            #expect(statuses == [200, 404, 200])
        }
    }

    @Test func listsHoldTheModelsOfTheDay() async throws {
        try await withRunningLab { lab, origin in
            func ids(_ provider: Provider, _ asOf: String) async throws -> [String] {
                let path = provider == .anthropic ? "/v1/models?limit=1000" : "/v1/models"
                let response = try await send(get(path, provider, asOf: asOf), to: lab, at: origin)
                return response.json?["data"]?.array?.compactMap { $0["id"]?.string } ?? []
            }
            #expect(try await ids(.openai, "2024-06-01").contains("gpt-4"))
            #expect(try await !ids(.openai, "2026-11-25").contains("gpt-4"))
            #expect(
                try await ids(.anthropic, "2024-03-01") == [
                    "claude-3-opus-20240229", "claude-3-sonnet-20240229", "claude-2.1", "claude-2.0",
                    "claude-instant-1.2", "claude-1.3",
                ])
            let one = try await send(get("/v1/models/gpt-4", .openai, asOf: "2026-05-01"), to: lab, at: origin)
            #expect(one.json?["shutdown_date"] == "2026-10-23")
            let gone = try await send(get("/v1/models/gpt-4", .openai, asOf: "2026-11-25"), to: lab, at: origin)
            #expect(gone.head.status == 404)
        }
    }

    @Test func tokenMovesTheDayFromOutside() async throws {
        try await withRunningLab { lab, origin in
            var draft = RequestDraft(provider: .openai)
            try draft.set("method", to: "PUT")
            try draft.set("path", to: "/lab/as-of")
            try draft.set("as_of", to: "2026-11-25")
            let refused = try await send(draft, to: lab, at: origin)
            #expect(refused.head.status == 401)
            #expect(lab.asOf == .day(FactBook.standardDay))
            try draft.set("header.authorization", to: "Bearer \(lab.token.reveal())")
            let moved = try await send(draft, to: lab, at: origin)
            #expect(moved.json?["day"] == "2026-11-25")
            #expect(lab.asOf == .day(CivilDate("2026-11-25")!))
            try draft.set("as_of", to: "soon")
            #expect(try await send(draft, to: lab, at: origin).head.status == 400)
        }
    }

    // MARK: Tiers

    @Test(
        arguments: [
            ("gpt-3.5-turbo", 16, "ngram"), ("gpt-3.5-turbo", 17, "strong"), ("gpt-4", 4, "strong"),
            ("gpt-3.5-turbo", nil, "strong"),
        ] as [(String, Int?, String)])
    func smallTiersShortAnswersComeFromTheWeakestModel(_ model: String, _ tokens: Int?, _ writer: String) async throws {
        let strong: ModelCatalog.Loader = { NGramModel.shared }
        let models = ModelCatalog([("strong", strong)], before: .embedded)
        try await withRunningLab(LabConfiguration(models: models, localModel: "strong", seed: 1)) { lab, origin in
            var draft = try chat(model)
            try draft.set("temperature", to: "0")
            if let tokens { try draft.set("max_tokens", to: "\(tokens)") }
            let response = try await send(draft, to: lab, at: origin)
            #expect(response.head.status == 200)
            #expect(response.head.fields["x-lab-model"] == writer)
        }
    }
}
