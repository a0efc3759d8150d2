import HTTPWire
import LabServer
import LanguageModel
import ModelAPI
import Testing

@Suite struct LabServerTests {
    private func draft(_ provider: Provider, maxTokens: Int = 8, stream: Bool = false) throws -> RequestDraft {
        var draft = RequestDraft(provider: provider)
        draft.messages = [.init(role: "user", content: "Explain REST in one line.")]
        draft.stream = stream
        try draft.set("max_tokens", to: "\(maxTokens)")
        try draft.set("temperature", to: "0")
        return draft
    }

    private func send(_ draft: RequestDraft, to lab: LabServer, at origin: Origin) async throws -> LabClient.Response {
        let client = try await LabClient(to: origin)
        defer { client.leave() }
        try await client.send(try draft.request(to: origin, key: lab.key(for: draft.provider)).bytes)
        return try await client.response()
    }

    // MARK: Starting

    @Test func startInACancelledTaskEnds() async {
        let lab = LabServer()
        let task = Task {
            // Nothing is begun before the cancellation is there.
            while !Task.isCancelled { await Task.yield() }
            _ = try await lab.start()
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    // MARK: Answers

    @Test func chatCompletionIsTheSameStreamedOrNot() async throws {
        try await withRunningLab(LabConfiguration(now: { 1_717_200_000 }, seed: 1)) { lab, origin in
            let whole = try await send(try draft(.openai), to: lab, at: origin)
            #expect(whole.head.status == 200)
            let completion = try #require(whole.json.flatMap { ChatCompletion($0) })
            #expect(completion.created == 1_717_200_000 && completion.model == "gpt-4-0613")
            #expect(completion.usage?.output ?? 0 > 0)

            var streaming = try draft(.openai, stream: true)
            try streaming.set("stream_options", to: #"{"include_usage":true}"#)
            let streamed = try await send(streaming, to: lab, at: origin)
            #expect(streamed.head.fields["content-type"] == "text/event-stream; charset=utf-8")
            #expect(streamed.events.last?.data == ChatCompletionChunk.done)
            let chunks = try streamed.events.dropLast().map {
                try #require(ChatCompletionChunk(try JSONValue.parse($0.data)))
            }
            #expect(chunks.compactMap { $0.choices.first?.text }.joined() == completion.choices[0].text)
            #expect(chunks.first?.choices.first?.role == "assistant")
            #expect(chunks.last?.usage == completion.usage.map { .tokens($0) })
            #expect(chunks.dropLast().allSatisfy { $0.usage == .pending })
        }
    }

    @Test func messageIsTheSameStreamedOrNot() async throws {
        try await withRunningLab { lab, origin in
            let whole = try await send(try draft(.anthropic), to: lab, at: origin)
            let message = try #require(whole.json.flatMap { Message($0) })
            let streamed = try await send(try draft(.anthropic, stream: true), to: lab, at: origin)
            let events = try streamed.events.map { event in
                let parsed = try #require(MessageStreamEvent(try JSONValue.parse(event.data)))
                #expect(parsed.name == event.event)
                return parsed
            }
            #expect(events.prefix(3).map(\.name) == ["message_start", "content_block_start", "ping"])
            #expect(events.suffix(3).map(\.name) == ["content_block_stop", "message_delta", "message_stop"])
            let text = events.reduce(into: "") { if case .textDelta(_, let delta) = $1 { $0 += delta } }
            #expect(text == message.text)
            var usage = message.usage
            // A stream's end tells no more than counts.
            (usage.inferenceGeo, usage.speed) = ("not_available", nil)
            #expect(
                events.dropLast().last
                    == .messageDelta(stopReason: message.stopReason, stopSequence: nil, usage: usage))
        }
    }

    @Test func equalSeedsOfTheLabGiveEqualAnswersToAnthropicClients() async throws {
        var texts: Set<String> = []
        for _ in 0..<2 {
            try await withRunningLab(LabConfiguration(seed: 5)) { lab, origin in
                var request = try draft(.anthropic, maxTokens: 30)
                try request.set("temperature", to: "1")
                texts.insert(try await send(request, to: lab, at: origin).json.flatMap { Message($0)?.text } ?? "")
            }
        }
        #expect(texts.count == 1)
    }

    @Test func everyTokenIsSentBeforeTheNextIsMade() async throws {
        let model = CountingModel(pace: 0, waits: true)
        try await withRunningLab(LabConfiguration(models: ModelCatalog([model]))) { lab, origin in
            let client = try await LabClient(to: origin)
            defer { client.leave() }
            let request = try draft(.openai, maxTokens: 6, stream: true).request(to: origin, key: lab.key(for: .openai))
            try await client.send(request.bytes)
            var received = ""
            for step in 1...6 {
                model.permitStep()
                while received.ranges(of: " tick").count < step {
                    let bytes = try await client.read()
                    try #require(!bytes.isEmpty)
                    received += String(decoding: bytes, as: UTF8.self)
                }
                #expect(model.steps == step)
            }
        }
    }

    // MARK: Leaving

    @Test(arguments: [true, false])
    func clientThatLeavesStopsTheModelAtOnce(_ stream: Bool) async throws {
        let model = CountingModel(pace: 0.002)
        try await withRunningLab(LabConfiguration(models: ModelCatalog([model]))) { lab, origin in
            let client = try await LabClient(to: origin)
            let request = try draft(.openai, maxTokens: 4000, stream: stream).request(
                to: origin, key: lab.key(for: .openai))
            try await client.send(request.bytes)
            while model.steps < 3 { await Task.yield() }
            client.leave()
            let whenLeft = model.steps
            while !lab.journal.records.contains(where: { $0.direction == .closed }) { await Task.yield() }
            let atLeaving = model.steps
            #expect(atLeaving <= whenLeft + 100)
            // Two more requests, one after the other, on the same threads: time enough for a generation that goes on.
            for _ in 0..<2 { _ = try await send(try draft(.openai, maxTokens: 20), to: lab, at: origin) }
            #expect(model.steps <= atLeaving + 40 + 2)
        }
    }

    @Test func clientThatOnlyStopsSendingStillReadsItsStream() async throws {
        try await withRunningLab { lab, origin in
            for (path, ending) in [("", "data: [DONE]\n\n\r\n0\r\n\r\n"), ("/v1/models", "]}")] {
                let client = try await LabClient(to: origin)
                defer { client.leave() }
                var request = try draft(.openai, stream: true)
                try request.unset("header.connection")
                if !path.isEmpty {
                    try request.set("path", to: path)
                    try request.set("method", to: "GET")
                }
                try await client.send(try request.request(to: origin, key: lab.key(for: .openai)).bytes)
                client.stopSending()
                let text = String(decoding: try await client.readToEnd(), as: UTF8.self)
                #expect(text.hasPrefix("HTTP/1.1 200 ") && text.hasSuffix(ending))
            }
        }
    }

    @Test func stopIsQuickWhileAnswersAreWritten() async throws {
        let model = CountingModel(pace: 0.002)
        let lab = LabServer(configuration: LabConfiguration(models: ModelCatalog([model])))
        let origin = try await lab.start()
        var clients: [LabClient] = []
        for _ in 0..<4 {
            let client = try await LabClient(to: origin)
            let request = try draft(.anthropic, maxTokens: 4000, stream: true).request(
                to: origin, key: lab.key(for: .anthropic))
            try await client.send(request.bytes)
            clients.append(client)
        }
        while model.steps < 8 { await Task.yield() }
        let clock = ContinuousClock()
        let begin = clock.now
        await lab.stop()
        #expect(clock.now - begin < .seconds(2))
        for client in clients {
            _ = try await client.readToEnd()
            client.leave()
        }
        await #expect(throws: LabClient.SocketFailure.self) { try await LabClient(to: origin) }
    }

    // MARK: Failures of the model

    @Test func modelThatFailsIsAnErrorInTheEnvelopeOrAnEvent() async throws {
        for (provider, name) in [(Provider.openai, "server_error"), (.anthropic, "api_error")] {
            let model = CountingModel(failsAt: 3)
            try await withRunningLab(LabConfiguration(models: ModelCatalog([model]))) { lab, origin in
                let streamed = try await send(try draft(provider, maxTokens: 9, stream: true), to: lab, at: origin)
                let last = try #require(streamed.events.last)
                let error = try #require(APIError(try JSONValue.parse(last.data), from: provider, status: 200))
                #expect(error.type == name && streamed.head.status == 200)
                #expect(last.event == (provider == .anthropic ? "error" : "message"))
                let whole = try await send(try draft(provider, maxTokens: 9), to: lab, at: origin)
                #expect(whole.head.status == 500)
                #expect(whole.json.flatMap { APIError($0, from: provider, status: 500) }?.type == name)
            }
        }
    }

    @Test func unknownLocalModelIsA500AndNoCrash() async throws {
        try await withRunningLab(LabConfiguration(localModel: "missing")) { lab, origin in
            let response = try await send(try draft(.openai), to: lab, at: origin)
            #expect(response.head.status == 500)
        }
    }

    // MARK: Keys

    @Test func keysAreMadeForEachLabUnlessGiven() {
        let (one, other) = (LabServer(), LabServer())
        #expect(
            one.key(for: .openai).reveal().hasPrefix("sk-lab-")
                && one.key(for: .anthropic).reveal().hasPrefix("sk-ant-lab-"))
        #expect(one.key(for: .openai) != other.key(for: .openai))
        let given = LabServer(configuration: LabConfiguration(keys: [.openai: APIKey("sk-mine")]))
        #expect(given.key(for: .openai) == APIKey("sk-mine") && given.key(for: .anthropic) != APIKey("sk-mine"))
    }

    // MARK: Starting

    @Test func takenPortIsNamed() async throws {
        try await withRunningLab { _, origin in
            let second = LabServer(configuration: LabConfiguration(port: origin.port))
            await #expect(throws: LabError.portTaken(origin.port)) { try await second.start() }
        }
    }

    @Test func labStartsOnceAndStopsAnyNumberOfTimes() async throws {
        let lab = LabServer()
        await lab.stop()
        _ = try await lab.start()
        await #expect(throws: LabError.alreadyStarted) { try await lab.start() }
        await lab.stop()
        await lab.stop()
        await #expect(throws: LabError.alreadyStarted) { try await lab.start() }
    }
}
