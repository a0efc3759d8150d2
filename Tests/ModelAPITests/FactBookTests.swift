import DataFiles
import Foundation
import ModelAPI
import Testing

@Suite struct FactBookTests {
    private let book = FactBook.builtIn

    private func day(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "facts")

    @Test func filesHaveNoProblemsAndAreTheBuiltInOnes() {
        let (facts, problems) = FactBook.load(from: Self.folder)
        #expect(problems.map(\.description) == [])
        #expect(facts == book)
        #expect(book.openai.models.count > 80 && book.anthropic.models.count > 25 && book.prices.periods.count > 90)
    }

    @Test func allOfTheChaptersModelsLiveOnTheStandardDay() {
        let facts = APIFacts.june2024
        #expect(facts.openai.day.description == "2024-06-01")
        for id in ["gpt-4", "gpt-4-turbo", "gpt-4o", "gpt-3.5-turbo"] { #expect(facts.openai.model(id) != nil) }
        for id in ["claude-3-opus-20240229", "claude-3-sonnet-20240229", "claude-3-haiku-20240307"] {
            #expect(facts.anthropic.model(id) != nil)
        }
        #expect(facts.openai.model("gpt-4o")?.serves == "gpt-4o-2024-05-13")
        #expect(facts.openai.model("gpt-4o-mini") == nil)
    }

    /// On the last day it answers, on the day of its shutdown it does not.
    @Test func modelLivesFromItsReleaseToTheDayBeforeItsEnd() throws {
        func ids(_ text: String) throws -> Set<String> { Set(book.at(try day(text)).openai.models.map(\.id)) }
        #expect(try !ids("2024-05-12").contains("gpt-4o"))
        #expect(try ids("2024-05-13").contains("gpt-4o"))
        #expect(try ids("2026-10-22").contains("gpt-4"))
        #expect(try !ids("2026-10-23").contains("gpt-4"))
    }

    @Test func whatIsAnnouncedLaterIsNotKnownOnADay() throws {
        func life(_ text: String) throws -> ModelLife { try #require(book.at(day(text)).openai.model("gpt-4")).life }
        #expect(try life("2024-06-01").retires == nil)
        #expect(try life("2026-04-21").replacement == nil)
        #expect(try life("2026-04-22").retires?.description == "2026-10-23")
    }

    @Test func aliasIsAsLargeAsWhatItServesOnTheDay() throws {
        func alias(_ text: String) throws -> ModelFacts { try #require(book.at(day(text)).openai.model("gpt-4o")) }
        #expect(try (alias("2024-10-01").serves, alias("2024-10-01").output) == ("gpt-4o-2024-05-13", 4096))
        #expect(try (alias("2024-10-02").serves, alias("2024-10-02").output) == ("gpt-4o-2024-08-06", 16384))
        let turbo = try #require(book.at(day("2023-10-01")).openai.model("gpt-3.5-turbo"))
        #expect((turbo.serves, turbo.context) == ("gpt-3.5-turbo-0613", 4096))
    }

    @Test(arguments: [
        (
            "gpt-4", "2026-11-25",
            "The model `gpt-4` has been deprecated, learn more here: https://platform.openai.com/docs/deprecations"
        ),
        (
            "text-davinci-003", "2024-06-01",
            "The model `text-davinci-003` has been deprecated, learn more here: https://platform.openai.com/docs/deprecations"
        ),
        ("gpt-5", "2024-06-01", "The model `gpt-5` does not exist or you do not have access to it."),
        ("gpt-9", "2026-11-25", "The model `gpt-9` does not exist or you do not have access to it."),
    ])
    func missingModelIsToldAsOpenAIDoes(_ id: String, _ date: String, _ message: String) throws {
        let facts = book.at(try day(date)).openai
        let error = try #require(throws: APIError.self) { try facts.model(id, at: .chatCompletions) }
        #expect((error.status, error.message, error.code, error.param) == (404, message, "model_not_found", nil))
    }

    @Test(arguments: ["claude-3-opus-20240229", "claude-haiku-9"])
    func missingModelIsToldAsAnthropicDoes(_ id: String) throws {
        let facts = book.at(try day("2026-11-25")).anthropic
        let error = try #require(throws: APIError.self) { try facts.model(id, at: .messages) }
        #expect((error.status, error.type, error.message) == (404, "not_found_error", "model: \(id)"))
    }

    @Test(arguments: [
        ("davinci-002", ModelEndpoint.chatCompletions, 404, "This is not a chat model"),
        ("gpt-4", .completions, 404, "This is a chat model and not supported in the v1/completions endpoint."),
        ("gpt-4", .embeddings, 403, "You are not allowed to generate embeddings from this model"),
        ("gpt-4", .imageGenerations, 400, "Invalid model gpt-4. The model argument should be left blank."),
        ("gpt-4", .fineTuningJobs, 400, "Model gpt-4 is not available for fine-tuning or does not exist."),
        ("gpt-4", .moderations, 400, "Invalid value: 'gpt-4'. Supported values are: 'text-moderation-latest', "),
        ("dall-e-3", .responses, 400, "The requested model 'dall-e-3' cannot be used with the Responses API."),
    ])
    func modelForAnotherEndpointIsRefused(
        _ id: String, _ endpoint: ModelEndpoint, _ status: Int, _ message: String
    ) throws {
        let facts = APIFacts.june2024.openai
        let error = try #require(throws: APIError.self) { try facts.model(id, at: endpoint) }
        #expect(error.status == status)
        #expect(error.message.hasPrefix(message))
    }

    @Test func everyEndpointOfTheLabHasAModelOnTheStandardDay() {
        let facts = APIFacts.june2024
        for endpoint in ModelEndpoint.allCases {
            let models = facts.openai.models(at: endpoint) + facts.anthropic.models(at: endpoint)
            #expect(!models.isEmpty, "\(endpoint)")
        }
        #expect(facts.openai.models(at: .fineTuningJobs).map(\.id).contains("davinci-002"))
    }

    // MARK: What models demand

    private func refusal(_ body: String, on date: String) throws -> APIError? {
        let facts = book.at(try day(date)).openai
        do {
            _ = try ChatCompletionRequest(JSONValue.parse(body), facts: facts)
            return nil
        } catch let error as APIError { return error }
    }

    @Test(arguments: [
        (
            "o1", #""max_tokens":5"#,
            "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
            "unsupported_parameter"
        ),
        (
            "o4-mini", #""stop":"x""#, "Unsupported parameter: 'stop' is not supported with this model.",
            "unsupported_parameter"
        ),
        (
            "o3-mini", #""temperature":1"#, "Unsupported parameter: 'temperature' is not supported with this model.",
            "unsupported_parameter"
        ),
        (
            "gpt-5", #""temperature":0.5"#,
            "Unsupported value: 'temperature' does not support 0.5 with this model. Only the default (1) value is supported.",
            "unsupported_value"
        ),
        (
            "gpt-5", #""reasoning_effort":"none""#,
            "Unsupported value: 'reasoning_effort' does not support 'none' with this model. Supported values are: 'minimal', 'low', 'medium', and 'high'.",
            "unsupported_value"
        ),
        (
            "gpt-5.1", #""temperature":0.5,"reasoning_effort":"low""#,
            "Unsupported value: 'temperature' does not support 0.5 with this model. Only the default (1) value is supported.",
            "unsupported_value"
        ),
    ])
    func reasoningModelRefusesAsOpenAIDoes(_ model: String, _ field: String, _ message: String, _ code: String) throws {
        let error = try refusal(
            #"{"model":"\#(model)","messages":[{"role":"user","content":"x"}],\#(field)}"#, on: "2026-01-01")
        #expect(error?.status == 400)
        #expect(error?.message == message)
        #expect(error?.code == code)
    }

    @Test(arguments: [
        ("gpt-5", #""temperature":1,"max_completion_tokens":5"#), ("gpt-5.1", #""temperature":0.5"#),
        ("gpt-5.1", #""temperature":0.5,"top_p":0.5,"reasoning_effort":"none""#), ("o1", #""stop":"x""#),
        ("gpt-4o", #""temperature":0.5,"max_tokens":5,"stop":"x""#),
        ("gpt-5", #""temperature":null,"max_tokens":null"#),
    ])
    func reasoningModelTakesWhatItsKindTakes(_ model: String, _ field: String) throws {
        #expect(
            try refusal(
                #"{"model":"\#(model)","messages":[{"role":"user","content":"x"}],\#(field)}"#, on: "2026-01-01") == nil
        )
    }

    @Test(arguments: [
        ("claude-opus-4-7", #""temperature":0.5"#, "`temperature` is deprecated for this model."),
        ("claude-opus-4-7", #""top_k":5"#, "`top_k` is deprecated for this model."),
        ("claude-opus-4-7", #""top_p":0.9"#, "`top_p` is deprecated for this model."),
        (
            "claude-sonnet-4-6", #""temperature":1,"top_p":1"#,
            "`temperature` and `top_p` cannot both be specified for this model. Please use only one."
        ),
        ("claude-opus-4-7", #""temperature":1,"top_p":0.99"#, nil), ("claude-sonnet-4-6", #""temperature":0"#, nil),
    ])
    func newerClaudeRefusesSampling(_ model: String, _ field: String, _ message: String?) throws {
        let facts = book.at(try day("2026-06-01")).anthropic
        let body = #"{"model":"\#(model)","max_tokens":5,"messages":[{"role":"user","content":"x"}],\#(field)}"#
        var found: String?
        do { _ = try MessageRequest(JSONValue.parse(body), version: .june2023, facts: facts) } catch let error
            as APIError
        {
            found = error.message
        }
        #expect(found == message)
    }

    // MARK: Lists

    @Test func listsTellTheEndOnceItIsAnnounced() throws {
        let before = try #require(book.at(day("2026-04-21")).openai.model("gpt-4")).openaiJSON
        #expect(before["shutdown_date"] == .null)
        let after = try #require(book.at(day("2026-05-01")).openai.model("gpt-4")).openaiJSON
        #expect(after["shutdown_date"] == "2026-10-23")
        let sonnet = try #require(book.at(day("2026-11-25")).anthropic.model("claude-sonnet-4-5-20250929"))
        #expect(sonnet.anthropicJSON["lifecycle"] == "deprecated")
        #expect(sonnet.anthropicJSON["deprecated_at"] == "2026-09-30T00:00:00Z")
        #expect(sonnet.anthropicJSON["retires_at"] == "2026-11-30T00:00:00Z")
    }

    // MARK: What is wrong in a file

    @Test(arguments: [
        (
            "openai.yaml", "released: 2024-05-13", "released: 2024-05-32",
            "'released' has to be a day such as 2024-06-01, not '2024-05-32'"
        ),
        ("openai.yaml", "family: embedding", "family: embeding", "unknown family 'embeding'"),
        ("openai.yaml", "tier: small", "tier: tiny", "unknown tier 'tiny'"),
        (
            "openai.yaml", "serves: gpt-4-turbo-2024-04-09", "serves: gpt-4-turbo-2024-04-90",
            "'serves' names a model that is not here: 'gpt-4-turbo-2024-04-90'"
        ),
        ("anthropic.yaml", "source: deprecations", "source: deprecation", "unknown source 'deprecation'"),
        ("anthropic.yaml", "id: claude-2.0", "id: claude-2.1", "the model 'claude-2.1' is here twice"),
        ("anthropic.yaml", "retires: 2025-07-21", "retires: 2024-07-21", "'retires' has to follow"),
        ("prices.yaml", "input: 30", "input: 30 dollars", "'input' has to be a number such as 0.25"),
        ("prices.yaml", "model: davinci-002", "model: davinci-003", "there are no facts of the model 'davinci-003'"),
        (
            "prices.yaml", "from: 2024-10-01", "from: 2024-01-01",
            "the prices of a model have to stand in the order of days"
        ),
    ])
    func mistakeIsReportedAtItsPlace(_ file: String, _ right: String, _ wrong: String, _ message: String) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "facts-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for name in ["openai.yaml", "anthropic.yaml", "prices.yaml"] {
            try FileManager.default.copyItem(at: Self.folder.appending(path: name), to: folder.appending(path: name))
        }
        let url = folder.appending(path: file)
        let text = try String(contentsOf: url, encoding: .utf8)
        let range = try #require(text.range(of: right))
        let line = text[..<range.lowerBound].count { $0 == "\n" } + 1
        try text.replacingCharacters(in: range, with: wrong).write(to: url, atomically: true, encoding: .utf8)
        let problems = FactBook.load(from: folder).problems
        let found = problems.first { $0.message.hasPrefix(message) }
        #expect(found?.file == "facts/\(file)")
        #expect(found?.line == line)
        #expect((found?.column ?? 0) > 1)
    }

    @Test func missingFilesAreTheBuiltInOnes() {
        let (facts, problems) = FactBook.load(from: URL(filePath: "/nowhere"))
        #expect(problems.isEmpty)
        #expect(facts == book)
    }
}
