import HTTPWire
import LabServer
import LanguageModel
import ModelAPI
import Testing
import Traffic

@Suite struct FaultTests {
    private func withLab(_ body: (LabServer, Origin) async throws -> Void) async throws {
        let models = ModelCatalog([CountingModel(pace: 0)])
        try await withRunningLab(LabConfiguration(models: models, seed: 1), body)
    }

    private func request(
        _ lab: LabServer, _ origin: Origin, _ provider: Provider = .openai, stream: Bool = true,
        fields: [(String, String)] = []
    ) throws -> [UInt8] {
        var draft = RequestDraft(provider: provider)
        draft.messages = [.init(role: "user", content: "count for me")]
        draft.stream = stream
        try draft.set("max_tokens", to: "12")
        var request = try draft.request(to: origin, key: lab.key(for: provider))
        for (name, value) in fields { request.head.fields.append(name, value) }
        return request.bytes
    }

    private func control(_ lab: LabServer, _ origin: Origin, _ method: String, _ path: String, _ body: String? = nil)
        async throws -> LabClient.Response
    {
        let client = try await LabClient(to: origin)
        defer { client.leave() }
        var head = "\(method) \(path) HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(lab.token.reveal())\r\n"
        if let body { head += "Content-Length: \(body.utf8.count)\r\n" }
        try await client.send(head + "Connection: close\r\n\r\n" + (body ?? ""))
        return try await client.response()
    }

    /// The bytes of an answer up to the connection's end, which these faults bring.
    private func answer(_ request: [UInt8], _ origin: Origin) async throws -> [UInt8] {
        let client = try await LabClient(to: origin)
        defer { client.leave() }
        try await client.send(request)
        return try await client.readToEnd()
    }

    private func response(_ request: [UInt8], _ origin: Origin) async throws -> LabClient.Response {
        let client = try await LabClient(to: origin)
        defer { client.leave() }
        try await client.send(request)
        return try await client.response()
    }

    // MARK: Arming

    @Test func faultStrikesAsOftenAsItIsArmedFor() async throws {
        try await withLab { lab, origin in
            let armed = try await control(lab, origin, "POST", "/lab/faults", #"{"fault": "500 times=2"}"#)
            #expect(armed.head.status == 201)
            var statuses: [Int] = []
            for _ in 0..<3 {
                statuses.append(
                    try await response(request(lab, origin, stream: false), origin).head.status)
            }
            #expect(statuses == [500, 500, 200])
            let listed = try await control(lab, origin, "GET", "/lab/faults")
            #expect(listed.json?["armed"] == [])
            #expect((listed.json?["kinds"]?.array?.count ?? 0) > 30)
        }
    }

    @Test func conditionsChooseTheRequests() async throws {
        try await withLab { lab, origin in
            _ = try await control(
                lab, origin, "POST", "/lab/faults", #"{"fault": "503 always provider=anthropic every=2 after=1"}"#)
            var statuses: [Int] = []
            for _ in 0..<5 {
                statuses.append(
                    try await response(request(lab, origin, .anthropic, stream: false), origin).head.status)
                let other = try await response(request(lab, origin, stream: false), origin)
                #expect(other.head.status == 200)
            }
            #expect(statuses == [200, 200, 503, 200, 503])
            #expect(try await control(lab, origin, "DELETE", "/lab/faults/1").head.status == 200)
            #expect(try await control(lab, origin, "DELETE", "/lab/faults/1").head.status == 404)
            #expect(try await response(request(lab, origin, .anthropic, stream: false), origin).head.status == 200)
        }
    }

    @Test func equalSeedsStrikeTheSameRequests() async throws {
        try await withLab { lab, origin in
            var runs: [[Int]] = []
            for _ in 0..<2 {
                _ = try await control(
                    lab, origin, "POST", "/lab/faults", #"{"fault": "429", "probability": 0.4, "seed": 7}"#)
                var statuses: [Int] = []
                for _ in 0..<25 {
                    statuses.append(
                        try await response(request(lab, origin, stream: false), origin).head.status)
                }
                _ = try await control(lab, origin, "DELETE", "/lab/faults")
                runs.append(statuses)
            }
            #expect(runs[0] == runs[1])
            #expect((3...20).contains(runs[0].filter { $0 == 429 }.count))
        }
    }

    @Test(arguments: [
        "nonsense", "500 times=x", "500 colour=red", "429 retry-after=soon", "500 probability=2", "cut how=gently", "",
        "500 every=0", "500 provider=nobody", "huge-header bytes=999999999",
    ])
    func faultThatCannotBeReadIsRefused(_ line: String) async throws {
        try await withLab { lab, origin in
            let refused = try await control(
                lab, origin, "POST", "/lab/faults", JSONValue.object(["fault": .string(line)]).serialized())
            #expect(refused.head.status == 400)
            #expect(refused.json?[path: "error.message"]?.string?.isEmpty == false)
            let own = try await response(
                request(lab, origin, fields: [("x-lab-fault", line.isEmpty ? "=" : line)]), origin)
            #expect(own.head.status == 400)
        }
    }

    // MARK: What each does

    @Test(arguments: [Provider.openai, .anthropic])
    func statusFaultsCarryTheProvidersEnvelope(_ provider: Provider) async throws {
        try await withLab { lab, origin in
            for status in [401, 403, 404, 408, 409, 413, 429, 500, 503, 504, 529] {
                let answer = try await response(
                    request(lab, origin, provider, fields: [("x-lab-fault", "\(status)")]), origin)
                #expect(answer.head.status == status)
                #expect(answer.head.fields["x-lab-fault"] == "\(status)")
                let error = try #require(answer.json.flatMap { APIError($0, from: provider, status: status) })
                #expect(!error.message.isEmpty && !error.type.isEmpty)
                if provider == .anthropic { #expect(error.requestID == answer.head.fields["request-id"]) }
                #expect(answer.head.fields["retry-after"] == (status == 429 ? "1" : nil))
            }
        }
    }

    @Test func retryAfterIsRoundedUpAndExactInMilliseconds() async throws {
        try await withLab { lab, origin in
            let answer = try await response(
                request(lab, origin, fields: [("x-lab-fault", "429 retry-after=1200ms should-retry=false")]), origin)
            #expect(answer.head.fields["retry-after"] == "2")
            #expect(answer.head.fields["retry-after-ms"] == "1200")
            #expect(answer.head.fields["x-should-retry"] == "false")
            let silent = try await response(
                request(lab, origin, fields: [("x-lab-fault", "429 retry-after=none")]), origin)
            #expect(silent.head.fields["retry-after"] == nil)
        }
    }

    @Test(arguments: ["close", "reset"])
    func streamIsCutWithoutItsLastChunk(_ how: String) async throws {
        try await withLab { lab, origin in
            let bytes = try await answer(
                request(lab, origin, fields: [("x-lab-fault", "cut after-events=2 how=\(how)")]), origin)
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(text.split(separator: "tick").count == 3)
            #expect(!text.contains("[DONE]") && !text.hasSuffix("0\r\n\r\n"))
            // The journal has what crossed the socket, and no more.
            let journaled = try #require(lab.journal.exchanges().last)
            #expect(journaled.received.flatMap(\.bytes) == bytes)
            #expect(journaled.ending == .closedEarly)
        }
    }

    @Test func earlyEndHasValidFraming() async throws {
        try await withLab { lab, origin in
            let answer = try await response(
                request(lab, origin, .anthropic, fields: [("x-lab-fault", "early-end after-events=2")]), origin)
            let names = answer.events.map(\.event)
            #expect(names.filter { $0 == "content_block_delta" }.count == 2)
            #expect(!names.contains("message_stop") && !names.contains("message_delta"))
        }
    }

    @Test func bodyShorterThanItsLengthEndsTheConnection() async throws {
        try await withLab { lab, origin in
            let bytes = try await answer(
                request(lab, origin, stream: false, fields: [("x-lab-fault", "short-body after-bytes=30")]), origin)
            var parser = HTTPMessageParser(.response, toMethod: "POST")
            let parts = try parser.consume(bytes)
            #expect(parts.body.count == 30)
            #expect(throws: HTTPWireError.self) { try parser.finish() }
        }
    }

    @Test(arguments: ["close", "reset"])
    func connectionEndsBeforeAnAnswer(_ how: String) async throws {
        try await withLab { lab, origin in
            let bytes = try await answer(
                request(lab, origin, fields: [("x-lab-fault", "no-answer how=\(how)")]), origin)
            #expect(bytes.isEmpty)
        }
    }

    @Test func malformedChunkIsNoChunk() async throws {
        try await withLab { lab, origin in
            let client = try await LabClient(to: origin)
            defer { client.leave() }
            try await client.send(request(lab, origin, fields: [("x-lab-fault", "malformed-chunk after-events=1")]))
            var parser = HTTPMessageParser(.response, toMethod: "POST")
            while parser.failure == nil, !parser.isComplete {
                let bytes = try await client.read()
                if bytes.isEmpty { break }
                _ = try? parser.consume(bytes)
            }
            #expect(parser.failure?.reason == .invalidChunkSize)
        }
    }

    @Test func streamEndsWithinACharacter() async throws {
        try await withLab { lab, origin in
            let answer = try await response(
                request(lab, origin, fields: [("x-lab-fault", "cut-character after-events=1")]), origin)
            #expect(answer.body.suffix(2) == [0xF0, 0x9F])
            let split = try await response(
                request(lab, origin, fields: [("x-lab-fault", "split-character after-events=1")]), origin)
            #expect(String(validating: split.body, as: UTF8.self)?.contains("\u{1F642}") == true)
            #expect(split.events.last?.data == "[DONE]")
        }
    }

    @Test(arguments: [Provider.openai, .anthropic])
    func formsOfEventsChangeNothingOfWhatTheySay(_ provider: Provider) async throws {
        try await withLab { lab, origin in
            func text(_ fault: String?) async throws -> [String] {
                let fields = fault.map { [("x-lab-fault", $0)] } ?? []
                let client = try await LabClient(to: origin)
                defer { client.leave() }
                try await client.send(request(lab, origin, provider, fields: fields))
                return try await client.response().events.map(\.event)
            }
            let plain = try await text(nil)
            #expect(plain.count > 12)
            for fault in [
                "joined-events", "joined-events count=3", "byte-writes", "byte-writes bytes=7 interval=1ms", "crlf",
                "crlf ending=cr", "comments",
            ] {
                #expect(try await text(fault) == plain, "\(fault)")
            }
            #expect(try await text("duplicate-event").count == plain.count + 1)
        }
    }

    @Test func refusalSaysSoInTheReason() async throws {
        try await withLab { lab, origin in
            let fault = [("x-lab-fault", "refusal")]
            let whole = try await response(request(lab, origin, stream: false, fields: fault), origin)
            #expect(whole.json?[path: "choices[0].finish_reason"] == "content_filter")
            let message = try await response(request(lab, origin, .anthropic, stream: false, fields: fault), origin)
            #expect(message.json?["stop_reason"] == "refusal")
            let stream = try await response(request(lab, origin, .anthropic, fields: fault), origin)
            #expect(stream.events.contains { $0.data.contains(#""stop_reason":"refusal""#) })
            #expect(stream.events.filter { $0.event == "content_block_delta" }.count == 1)
        }
    }

    @Test func stalledStreamStaysOpenUntilTheClientLeaves() async throws {
        try await withLab { lab, origin in
            let client = try await LabClient(to: origin)
            try await client.send(request(lab, origin, fields: [("x-lab-fault", "stall after-events=1")]))
            var text = ""
            while !text.contains("tick") { text += String(decoding: try await client.read(), as: UTF8.self) }
            #expect(lab.journal.entries().last?.isOpen == true)
            client.leave()
            while lab.journal.entries().last?.isOpen == true { try await Task.sleep(for: .milliseconds(5)) }
            #expect(lab.journal.entries().last?.isAbandoned == true)
        }
    }

    // MARK: Pace

    @Test func paceOfARequestDividesAndDelays() async throws {
        try await withLab { lab, origin in
            let clock = ContinuousClock()
            let began = clock.now
            let answer = try await response(
                request(lab, origin, fields: [("x-lab-pace", "interval=30ms chunk-tokens=4")]), origin)
            #expect(clock.now - began >= .milliseconds(60))
            let texts = answer.events.compactMap { event in
                (try? JSONValue.parse(event.data))?[path: "choices[0].delta.content"]?.string
            }.filter { !$0.isEmpty }
            #expect(texts.count == 3)
            #expect(texts.joined() == String(repeating: " tick", count: 12))
            let letters = try await response(
                request(lab, origin, .anthropic, fields: [("x-lab-pace", "chunk-characters=1")]), origin)
            #expect(letters.events.filter { $0.event == "content_block_delta" }.count == 60)
            #expect(letters.events.last?.event == "message_stop")
        }
    }

    @Test func latencyComesBeforeTheHead() async throws {
        try await withLab { lab, origin in
            let set = try await control(lab, origin, "PUT", "/lab/pace", #"{"latency": "80ms"}"#)
            #expect(set.json?[path: "pace.latency"] == "80ms")
            let clock = ContinuousClock()
            let began = clock.now
            _ = try await response(request(lab, origin, stream: false), origin)
            #expect(clock.now - began >= .milliseconds(80))
            #expect(try await control(lab, origin, "DELETE", "/lab/pace").json?["pace"] == [:])
            #expect(try await control(lab, origin, "PUT", "/lab/pace", #"{"colour": "red"}"#).head.status == 400)
        }
    }

    // MARK: Replay

    @Test func recordedExchangeIsReplayedByteForByte() async throws {
        try await withLab { lab, origin in
            let client = try await LabClient(to: origin)
            try await client.send(request(lab, origin))
            _ = try await client.response()
            client.leave()
            let recorded = try #require(lab.journal.exchanges().last)
            let kept = try await control(lab, origin, "GET", "/lab/journal/\(recorded.id)")
            let exchange = try #require(kept.json?["exchange"])
            let armed = try await control(
                lab, origin, "POST", "/lab/replay",
                JSONValue.object(["recording": exchange, "times": 2, "speed": 10]).serialized())
            #expect(armed.head.status == 201)
            for _ in 0..<2 {
                #expect(try await response(request(lab, origin), origin).body == recorded.responseBody)
            }
            #expect(try await response(request(lab, origin), origin).body != recorded.responseBody)
            let last = lab.journal.exchanges().suffix(3)
            #expect(last.first?.received.flatMap(\.bytes) == recorded.received.flatMap(\.bytes))
        }
    }

    @Test func scriptOfEventsIsReplayed() async throws {
        try await withLab { lab, origin in
            let script = """
                {"recording": {"events": [{"data": "one"}, {"after": "50ms", "event": "ping", "data": {"a": 1}}]}}
                """
            #expect(try await control(lab, origin, "POST", "/lab/replay", script).head.status == 201)
            let answer = try await response(request(lab, origin), origin)
            #expect(answer.events.map(\.data) == ["one", #"{"a":1}"#])
            #expect(answer.events.map(\.event) == ["message", "ping"])
            #expect(try await control(lab, origin, "POST", "/lab/replay", "{}").head.status == 400)
        }
    }
}
