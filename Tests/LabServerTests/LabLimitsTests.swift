import HTTPWire
import LabServer
import LanguageModel
import ModelAPI
import Testing

@Suite struct LabLimitsTests {
    private func limits(_ change: (inout LabLimits) -> Void) -> LabLimits {
        var limits = LabLimits()
        change(&limits)
        return limits
    }

    private func withLab(_ limits: LabLimits, _ body: (LabServer, Origin) async throws -> Void) async throws {
        try await withRunningLab(LabConfiguration(limits: limits), body)
    }

    private static let get = "GET /v1/nothing HTTP/1.1\r\nHost: localhost\r\n\r\n"

    @Test(arguments: [
        "P", "POST /v1/messages HTTP/1.1\r\nHost: localhost\r\n",
        "POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nhalf",
    ])
    func requestThatIsNotWholeInTimeIsA408(_ begun: String) async throws {
        try await withLab(limits { $0.requestTime = .milliseconds(100) }) { _, origin in
            let client = try await LabClient(to: origin)
            defer { client.leave() }
            try await client.send(begun)
            let response = try await client.response()
            // An endpoint may have answered before the body was whole.
            #expect(response.head.status == 408 || response.head.status == 404)
            if response.head.status == 408 { #expect(response.json?[path: "error.message"] != nil) }
            #expect(try await client.readToEnd().isEmpty)
        }
    }

    @Test func idleConnectionIsClosedInSilence() async throws {
        try await withLab(limits { $0.idleTime = .milliseconds(500) }) { _, origin in
            let client = try await LabClient(to: origin)
            defer { client.leave() }
            #expect(try await client.readToEnd().isEmpty)
            let other = try await LabClient(to: origin)
            defer { other.leave() }
            try await other.send(Self.get)
            #expect(try await other.response().head.status == 404)
            #expect(try await other.readToEnd().isEmpty)
        }
    }

    @Test func tooLargeABodyIsA413BeforeItIsRead() async throws {
        try await withLab(limits { $0.bodyBytes = 100 }) { lab, origin in
            var draft = RequestDraft(provider: .anthropic)
            draft.messages = [.init(role: "user", content: String(repeating: "x", count: 100))]
            let client = try await LabClient(to: origin)
            defer { client.leave() }
            try await client.send(try draft.request(to: origin, key: lab.key(for: .anthropic)).bytes)
            let response = try await client.response()
            let error = response.json.flatMap { APIError($0, from: .anthropic, status: 413) }
            #expect(response.head.status == 413 && error?.type == "request_too_large")
            #expect(error?.requestID == response.head.fields["request-id"])
        }
    }

    @Test func connectionBeyondTheLimitIsTold() async throws {
        try await withLab(limits { $0.connections = 2 }) { _, origin in
            var clients: [LabClient] = []
            for _ in 0..<2 {
                let client = try await LabClient(to: origin)
                try await client.send(Self.get)
                #expect(try await client.response().head.status == 404)
                clients.append(client)
            }
            let excess = try await LabClient(to: origin)
            #expect(try await excess.response().head.status == 503)
            excess.leave()
            for client in clients { client.leave() }
        }
    }

    @Test func clientThatDoesNotReadIsCutOff() async throws {
        let model = CountingModel(pace: 0)
        var limits = LabLimits()
        limits.stallTime = .milliseconds(200)
        let lab = LabServer(configuration: LabConfiguration(models: ModelCatalog([model]), limits: limits))
        let origin = try await lab.start()
        let client = try await LabClient(to: origin)
        var draft = RequestDraft(provider: .openai)
        draft.messages = [.init(role: "user", content: "x")]
        draft.stream = true
        try draft.set("model", to: "gpt-4o")
        try draft.set("n", to: "8")
        try draft.set("max_tokens", to: "4096")
        try await client.send(try draft.request(to: origin, key: lab.key(for: .openai)).bytes)
        // 32,768 chunks of 250 bytes are more than the system's buffers hold: without a reader, writing has to end early.
        while !lab.journal.records.contains(where: { $0.direction == .closed }) { await Task.yield() }
        #expect(model.steps < 8 * 4096)
        client.leave()
        await lab.stop()
    }

    @Test func journalHoldsTheBytesAsTheyCrossedAndIsBounded() async throws {
        try await withLab(limits { $0.journalBytes = 3000 }) { lab, origin in
            let client = try await LabClient(to: origin)
            try await client.send(Self.get)
            let response = try await client.response()
            let records = lab.journal.records
            #expect(records.filter { $0.direction == .read }.flatMap(\.bytes) == Array(Self.get.utf8))
            #expect(
                records.filter { $0.direction == .wrote }.flatMap(\.bytes).suffix(response.body.count)
                    == response.body[...])
            #expect(records.map(\.at) == records.map(\.at).sorted())
            for _ in 0..<20 {
                try await client.send(Self.get)
                _ = try await client.response()
            }
            #expect(lab.journal.records.reduce(0) { $0 + $1.bytes.count } <= 3000)
            #expect(lab.journal.droppedCount > 0)
            client.leave()
        }
    }
}
