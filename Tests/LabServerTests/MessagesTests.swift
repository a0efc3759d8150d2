import HTTPWire
import LabServer
import LanguageModel
import ModelAPI
import Synchronization
import Testing

/// What of the messages endpoints depends on time.
@Suite struct MessagesTests {
    /// A clock that is set by hand, in seconds.
    private final class Clock: Sendable {
        private let seconds = Mutex(1_717_200_000)
        var now: Int { seconds.withLock { $0 } }
        func advance(by count: Int) { seconds.withLock { $0 += count } }
    }

    private func send(
        _ method: String, _ path: String, _ body: JSONValue? = nil, to lab: LabServer, at origin: Origin
    ) async throws -> LabClient.Response {
        let client = try await LabClient(to: origin)
        defer { client.leave() }
        let bytes = body?.bytes ?? []
        let head = """
            \(method) \(path) HTTP/1.1\r\nHost: \(origin.authority)\r\nx-api-key: \(lab.key(for: .anthropic).reveal())\r\n\
            anthropic-version: 2023-06-01\r\nContent-Length: \(bytes.count)\r\nConnection: close\r\n\r\n
            """
        try await client.send(Array(head.utf8) + bytes)
        return try await client.response()
    }

    private func message(maxTokens: Int, system: JSONValue = [], stream: Bool = false) -> JSONValue {
        [
            "model": "claude-3-opus-20240229", "max_tokens": .integer(maxTokens), "system": system,
            "messages": [["role": "user", "content": "Go on."]], "stream": .bool(stream),
        ]
    }

    @Test(arguments: [("5m", 300), ("1h", 3600)])
    func cacheKeepsAPromptForItsTimeAndEachReadRenewsIt(_ name: String, _ seconds: Int) async throws {
        let clock = Clock()
        try await withRunningLab(LabConfiguration(models: ModelCatalog([CountingModel()]), now: { clock.now })) {
            lab, origin in
            let text = String(repeating: "word ", count: 1100)
            let control: JSONValue = ["type": "ephemeral", "ttl": .string(name)]
            let system: JSONValue = [["type": "text", "text": .string(text), "cache_control": control]]
            func usage() async throws -> [Int?] {
                let answer = try await send(
                    "POST", "/v1/messages", message(maxTokens: 1, system: system), to: lab, at: origin)
                let usage = answer.json?["usage"]
                return [usage?["cache_creation_input_tokens"]?.int, usage?["cache_read_input_tokens"]?.int]
            }
            let first = try await usage()
            #expect(first == [1100, 0])
            for _ in 0..<2 {
                clock.advance(by: seconds - 1)
                let renewed = try await usage()
                #expect(renewed == [0, 1100])
            }
            clock.advance(by: seconds)
            let expired = try await usage()
            #expect(expired == [1100, 0])
        }
    }

    @Test func requestsThatWaitForADayExpire() async throws {
        let clock = Clock()
        let model = CountingModel(pace: 0.002)
        try await withRunningLab(LabConfiguration(models: ModelCatalog([model]), now: { clock.now })) { lab, origin in
            let requests: [JSONValue] = (0..<3).map {
                ["custom_id": .string("r\($0)"), "params": message(maxTokens: 200)]
            }
            let made = try await send(
                "POST", "/v1/messages/batches", ["requests": .array(requests)], to: lab, at: origin)
            let id = try #require(made.json?["id"]?.string)
            // The first is being written once the model has taken a step.
            while model.steps == 0 { try await Task.sleep(for: .milliseconds(1)) }
            clock.advance(by: 86400)
            var batch = made.json
            while batch?["processing_status"] != "ended" {
                try await Task.sleep(for: .milliseconds(5))
                batch = try await send("GET", "/v1/messages/batches/\(id)", to: lab, at: origin).json
            }
            #expect(batch?[path: "request_counts.succeeded"] == 1)
            #expect(batch?[path: "request_counts.expired"] == 2)
            let results = try await send("GET", "/v1/messages/batches/\(id)/results", to: lab, at: origin)
            let lines = try String(decoding: results.body, as: UTF8.self).split(separator: "\n").map {
                try JSONValue.parse(String($0))
            }
            #expect(lines.map { $0[path: "result.type"]?.string } == ["succeeded", "expired", "expired"])
        }
    }

    @Test func streamThatWaitsIsKeptAliveByPings() async throws {
        var limits = LabLimits()
        limits.heartbeatTime = .milliseconds(20)
        try await withRunningLab(LabConfiguration(models: ModelCatalog([CountingModel(pace: 0.3)]), limits: limits)) {
            lab, origin in
            let answer = try await send(
                "POST", "/v1/messages", message(maxTokens: 1, stream: true), to: lab, at: origin)
            let names = answer.events.map(\.event)
            let waiting = names.prefix { $0 != "content_block_delta" }
            #expect(waiting.filter { $0 == "ping" }.count > 2)
            #expect(names.last == "message_stop")
        }
    }

    @Test func stopIsQuickWhileABatchIsProcessed() async throws {
        let lab = LabServer(configuration: LabConfiguration(models: ModelCatalog([CountingModel(pace: 0.01)])))
        let origin = try await lab.start()
        let request: JSONValue = ["custom_id": "r", "params": message(maxTokens: 4000)]
        _ = try await send("POST", "/v1/messages/batches", ["requests": [request]], to: lab, at: origin)
        let duration = await ContinuousClock().measure { await lab.stop() }
        #expect(duration < .seconds(2))
    }
}
