import Foundation
import HTTPWire
import LabServer
import LanguageModel
import ModelAPI
import TestSupport
import Testing
import Tokenization

/// The newer endpoints of the OpenAI side, over a socket. What clients make of them is in `Tests/python/test_openai_*.py`.
@Suite struct OpenAIEndpointTests {
    private struct Client {
        var lab: LabServer
        var origin: Origin

        func send(_ method: String, _ path: String, _ body: JSONValue? = nil) async throws -> LabClient.Response {
            let connection = try await LabClient(to: origin)
            defer { connection.leave() }
            let bytes = body?.bytes ?? []
            let head =
                "\(method) \(path) HTTP/1.1\r\nHost: \(origin.host):\(origin.port)\r\n"
                + "Authorization: Bearer \(lab.key(for: .openai).reveal())\r\nContent-Type: application/json\r\n"
                + "Content-Length: \(bytes.count)\r\n\r\n"
            try await connection.send(Array(head.utf8) + bytes)
            return try await connection.response()
        }
    }

    private func withLab(_ configuration: LabConfiguration, _ body: (Client) async throws -> Void) async throws {
        try await withRunningLab(configuration) { try await body(Client(lab: $0, origin: $1)) }
    }

    // MARK: Responses

    private static let question: JSONValue = ["model": "gpt-4", "input": "Explain REST.", "max_output_tokens": 20]

    @Test func aResponseThatIsStreamedEndsAsTheSameNotStreamed() async throws {
        try await withLab(LabConfiguration(seed: 3)) { client in
            var body = try #require(Self.question.object)
            body["temperature"] = 0
            let whole = try #require(try await client.send("POST", "/v1/responses", .object(body)).json)
            body["stream"] = true
            let events = try await client.send("POST", "/v1/responses", .object(body)).events
            for (number, event) in events.enumerated() {
                let data = try JSONValue.parse(event.data)
                #expect(data["sequence_number"] == .integer(number) && data["type"]?.string == event.event)
            }
            let last = try JSONValue.parse(try #require(events.last).data)
            let path = "output[0].content[0].text"
            #expect(last["response"]?[path: path] == whole[path: path] && whole[path: path] != nil)
            #expect(last["response"]?["usage"] == whole["usage"])
        }
    }

    @Test func cancellingAResponseInTheBackgroundStopsTheModel() async throws {
        let model = CountingModel(pace: 0.005)
        try await withLab(LabConfiguration(models: ModelCatalog([model]))) { client in
            var body = try #require(Self.question.object)
            body["background"] = true
            body["max_output_tokens"] = 4000
            let queued = try #require(try await client.send("POST", "/v1/responses", .object(body)).json)
            let id = try #require(queued["id"]?.string)
            #expect(queued["status"] == "queued")
            while model.steps < 3 { try await Task.sleep(for: .milliseconds(1)) }
            #expect(try await client.send("GET", "/v1/responses/\(id)").json?["status"] == "in_progress")
            let cancelled = try await client.send("POST", "/v1/responses/\(id)/cancel")
            #expect(cancelled.head.status == 200 && cancelled.json?["status"] == "cancelled")
            // A step that was under way ends; then there are no more.
            var steps = -1
            while model.steps != steps {
                steps = model.steps
                try await Task.sleep(for: .milliseconds(100))
            }
            #expect(steps < 4000)
            #expect(try await client.send("GET", "/v1/responses/\(id)").json?["status"] == "cancelled")
        }
    }

    @Test func aModelThatFailsMakesAResponseFail() async throws {
        let model = CountingModel(pace: 0, failsAt: 5)
        try await withLab(LabConfiguration(models: ModelCatalog([model]))) { client in
            var body = try #require(Self.question.object)
            body["stream"] = true
            let events = try await client.send("POST", "/v1/responses", .object(body)).events
            let last = try JSONValue.parse(try #require(events.last).data)
            #expect(last["type"] == "response.failed")
            #expect(last[path: "response.error.code"] == "server_error")
            #expect(last[path: "response.status"] == "failed")
        }
    }

    // MARK: Completions

    @Test func thePromptsProbabilitiesAreTheModels() async throws {
        let model = NGramModel.shared
        let prompt = "An API is a contract"
        let tokens = model.promptTokens(for: prompt)
        try await withLab(LabConfiguration(models: ModelCatalog([model]))) { client in
            let answer = try await client.send(
                "POST", "/v1/completions",
                [
                    "model": "gpt-3.5-turbo-instruct", "prompt": .string(prompt), "echo": true, "max_tokens": 0,
                    "logprobs": 1,
                ]
            ).json
            let found = try #require(answer?[path: "choices[0].logprobs.token_logprobs"]?.array)
            #expect(found.count == tokens.count && found.first == .null)
            let context = model.makeContext()
            for (index, token) in tokens.dropLast().enumerated() {
                let logits = try context.logits(appending: [token]).map(Double.init)
                let most = logits.max() ?? 0
                let total = logits.reduce(0) { $0 + exp($1 - most) }
                let expected = logits[Int(tokens[index + 1])] - most - log(total)
                let given = try #require(found[index + 1].double)
                #expect(abs(given - expected) < 1e-4)
            }
        }
    }

    // MARK: Moderations

    private struct Example {
        var categories: Set<String>
        var text: String

        /// `Tests/Fixtures/moderation/held-out.txt`
        static func heldOut() throws -> [Example] {
            let file = URL(filePath: #filePath).deletingLastPathComponent()
                .appending(path: "../Fixtures/moderation/held-out.txt")
            return try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
                .filter { !$0.hasPrefix("#") }.map { line in
                    let parts = line.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
                    let names = parts[0].split { ", ".contains($0) }.map(String.init)
                    return Example(categories: Set(names), text: String(parts[1].drop { $0 == " " }))
                }
        }
    }

    private static var fetched: FetchedFiles {
        FetchedFiles(
            encoderName: "all-minilm-l6-v2",
            encoder: {
                let folder = FetchedModels.folder.appending(path: "all-minilm-l6-v2")
                return try SentenceEncoder(
                    model: folder.appending(path: "model.safetensors"), vocabulary: folder.appending(path: "vocab.txt"))
            }, tokenizer: { throw FetchedFiles.Missing(name: $0) })
    }

    /// On texts that it was not fitted to, all categories together: of what is flagged 95 % has to be right, of what should be
    /// flagged 90 % has to be found, and of harmless texts 5 % may be taken for something else.
    @Test(.enabled(if: FetchedModels.areExpected))
    func moderationIsMostlyRightOnTextsItWasNotFittedTo() async throws {
        let examples = try Example.heldOut()
        #expect(examples.count >= 80)
        try await withLab(LabConfiguration(files: Self.fetched)) { client in
            let answer = try await client.send(
                "POST", "/v1/moderations", ["input": .array(examples.map { .string($0.text) })])
            let results = try #require(answer.json?["results"]?.array)
            #expect(results.count == examples.count)
            var (right, wrong, missed, harmless, harmlessFlagged) = (0, 0, 0, 0, 0)
            for (example, result) in zip(examples, results) {
                let categories = try #require(result["categories"]?.object)
                #expect(example.categories.isSubset(of: categories.keys))
                let flagged = Set(categories.filter { $0.value == true }.map(\.key))
                right += flagged.intersection(example.categories).count
                wrong += flagged.subtracting(example.categories).count
                missed += example.categories.subtracting(flagged).count
                if example.categories.isEmpty {
                    harmless += 1
                    harmlessFlagged += flagged.isEmpty ? 0 : 1
                }
            }
            let (precision, recall) = (Double(right) / Double(right + wrong), Double(right) / Double(right + missed))
            #expect(precision >= 0.95 && recall >= 0.9, "precision \(precision), recall \(recall)")
            #expect(harmlessFlagged * 20 <= harmless, "\(harmlessFlagged) of \(harmless) harmless texts were flagged")
        }
    }
}
