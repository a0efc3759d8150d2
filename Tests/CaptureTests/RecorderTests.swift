import Capture
import Foundation
import HTTPWire
import ModelAPI
import Testing
import Traffic

@Suite(.timeLimit(.minutes(1))) struct RecorderTests {
    private static let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
    private static let events =
        #"data: {"choices":[{"index":0,"delta":{"content":"Hi ä"}}]}"# + "\n\n"
        + #"data: {"choices":[{"index":0,"delta":{"content":"!"},"finish_reason":"stop"}]}"# + "\n\ndata: [DONE]\n\n"
    private static var stream: [UInt8] {
        Array(head.utf8) + ChunkWriter.chunk(Array(events.utf8)) + ChunkWriter.end()
    }

    private func request(_ origin: Origin, body: [UInt8] = Array("{}".utf8)) throws -> HTTPRequest {
        try HTTPRequest(
            method: "POST", target: "/v1/chat/completions",
            fields: [FieldLine("Host", origin.authority), FieldLine("Content-Length", "\(body.count)")], body: body)
    }

    private func run(
        _ steps: [LoopbackServer.Step], transport: SocketTransport = SocketTransport(), maximumBytes: Int = 64 << 20
    ) async throws -> Exchange {
        try await LoopbackServer.with(steps) { server in
            await Recorder(transport: transport, maximumBytes: maximumBytes).run(
                try request(server.origin), to: server.origin, provider: .openai, id: 1,
                startedAt: Date(timeIntervalSince1970: 0))
        }
    }

    @Test func exchangeHoldsExactlyTheBytesThatWereWrittenAndRead() async throws {
        try await LoopbackServer.with([.expect(60), .write(Self.stream)]) { server in
            let request = try request(server.origin)
            var texts: [String] = []
            var events: [TimedEvent] = []
            let exchange = await Recorder(transport: SocketTransport()).run(
                request, to: server.origin, provider: .openai, id: 3, startedAt: Date(timeIntervalSince1970: 9)
            ) {
                texts.append($0)
            } onEvent: {
                events.append($0)
            }
            #expect(exchange.ending == .complete)
            #expect(exchange.sent.flatMap(\.bytes) == request.bytes)
            #expect(server.received == request.bytes)
            #expect(exchange.received.flatMap(\.bytes) == Self.stream)
            #expect(texts.joined() == "Hi ä!")
            #expect(events == exchange.events)
            #expect(exchange.text == "Hi ä!")
            #expect(exchange.id == 3)
            #expect(exchange.endedAt == exchange.received.last?.at)
        }
    }

    @Test func recordingEndsWithTheMessageThoughTheServerKeepsTheConnectionOpen() async throws {
        try await LoopbackServer.with([.expect(60), .write(Self.stream), .awaitClose]) { server in
            let exchange = await Recorder(transport: SocketTransport()).run(
                try request(server.origin), to: server.origin, provider: nil, id: 1, startedAt: .distantPast)
            #expect(exchange.ending == .complete)
            await server.clientIsGone()
        }
    }

    @Test func singleBytesGiveTheSameAnswerAndRisingTimes() async throws {
        let steps = Self.stream.map { LoopbackServer.Step.write([$0]) }
        let exchange = try await run([.expect(60)] + steps, transport: SocketTransport(limits: .init(readBytes: 1)))
        #expect(exchange.ending == .complete)
        #expect(exchange.received.count == Self.stream.count)
        #expect(exchange.text == "Hi ä!")
        let times = (exchange.sent + exchange.received).map(\.at)
        #expect(times == times.sorted())
    }

    @Test func bytesAfterTheEndAreKeptAndAreNoPartOfTheMessage() async throws {
        let exchange = try await run([
            .expect(60), .write(Self.stream + Array("HTTP/1.1 400 surplus".utf8)), .awaitClose,
        ])
        #expect(exchange.ending == .complete)
        #expect(exchange.response?.status == 200)
        #expect(exchange.text == "Hi ä!")
    }

    @Test func connectionThatEndsWithinAChunkClosedEarly() async throws {
        let exchange = try await run([.expect(60), .write(Self.stream.dropLast(20)), .close])
        #expect(exchange.ending == .closedEarly)
        #expect(exchange.received.flatMap(\.bytes) == Array(Self.stream.dropLast(20)))
        #expect(exchange.text == "Hi ä!")
    }

    @Test func connectionThatEndsWithoutABytesAnswerClosedEarly() async throws {
        let exchange = try await run([.expect(60), .close])
        #expect(exchange.ending == .closedEarly)
        #expect(exchange.received.isEmpty)
        #expect(!exchange.sent.isEmpty)
    }

    @Test func bodyWithoutLengthIsCompleteWhenTheConnectionCloses() async throws {
        let exchange = try await run([.expect(60), .write(Array("HTTP/1.1 200 OK\r\n\r\nall there is".utf8)), .close])
        #expect(exchange.ending == .complete)
        #expect(exchange.responseBody == Array("all there is".utf8))
    }

    @Test func answerThatIsNoHTTPFailsWithItsPlace() async throws {
        let exchange = try await run([.expect(60), .write(Array("SSH-2.0-x\r\n".utf8)), .awaitClose])
        guard case .failed(let reason) = exchange.ending else { return #expect(Bool(false), "\(exchange.ending)") }
        #expect(reason.contains("byte 0"))
        #expect(exchange.received.flatMap(\.bytes) == Array("SSH-2.0-x\r\n".utf8))
    }

    @Test func connectionBrokenOffFails() async throws {
        let exchange = try await run([.expect(60), .reset])
        guard case .failed(let reason) = exchange.ending else { return #expect(Bool(false), "\(exchange.ending)") }
        #expect(reason.contains("broke the connection off"))
    }

    @Test func cancellingClosesTheSocketAndKeepsWhatCame() async throws {
        let part = Array(Self.stream.prefix(200))
        try await LoopbackServer.with([.expect(60), .write(part), .awaitClose]) { server in
            let request = try request(server.origin)
            let (texts, continuation) = AsyncStream<String>.makeStream()
            let task = Task {
                await Recorder(transport: SocketTransport()).run(
                    request, to: server.origin, provider: .openai, id: 1, startedAt: .distantPast
                ) { continuation.yield($0) }
            }
            for await text in texts {
                #expect(text == "Hi ä")
                break
            }
            task.cancel()
            let exchange = await task.value
            #expect(exchange.ending == .cancelled)
            #expect(exchange.received.flatMap(\.bytes) == part)
            #expect(exchange.endedAt >= exchange.received.last?.at ?? 0)
            await server.clientIsGone()
        }
    }

    @Test func cancellingWhileNothingComesEndsAtOnce() async throws {
        try await LoopbackServer.with([.awaitClose]) { server in
            let request = try request(server.origin)
            let task = Task {
                await Recorder(transport: SocketTransport()).run(
                    request, to: server.origin, provider: .openai, id: 1, startedAt: .distantPast)
            }
            await server.requestHasCome()
            task.cancel()
            let exchange = await task.value
            #expect(exchange.ending == .cancelled)
            #expect(exchange.received.isEmpty)
            await server.clientIsGone()
        }
    }

    @Test func taskThatIsAlreadyCancelledConnectsToNothing() async throws {
        let exchange = try await LoopbackServer.with([]) { server in
            let request = try request(server.origin)
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return await Recorder(transport: SocketTransport()).run(
                    request, to: server.origin, provider: nil, id: 1, startedAt: .distantPast)
            }
            return await task.value
        }
        #expect(exchange.ending == .cancelled)
        #expect(exchange.sent.isEmpty)
    }

    @Test func refusedConnectionFailsWithTheNextStep() async throws {
        // The port was free a moment ago, and nothing listens there any more.
        let origin = try await LoopbackServer.with([]) { $0.origin }
        let exchange = await Recorder(transport: SocketTransport()).run(
            try request(origin), to: origin, provider: nil, id: 1, startedAt: .distantPast)
        guard case .failed(let reason) = exchange.ending else { return #expect(Bool(false), "\(exchange.ending)") }
        #expect(reason == CaptureError.connectionRefused(origin).description)
        #expect(exchange.sent.isEmpty)
    }

    @Test func answerThatNeverComesTimesOut() async throws {
        let limits = SocketTransport.Limits(timeout: .milliseconds(50))
        let exchange = try await run([.awaitClose], transport: SocketTransport(limits: limits))
        guard case .failed(let reason) = exchange.ending else { return #expect(Bool(false), "\(exchange.ending)") }
        #expect(reason.contains("did not answer completely within 0.05 s"))
    }

    @Test func httpsIsRefusedInWords() async throws {
        let origin = Origin(scheme: "https", host: "127.0.0.1", port: 1)
        let exchange = await Recorder(transport: SocketTransport()).run(
            try request(origin), to: origin, provider: nil, id: 1, startedAt: .distantPast)
        #expect(exchange.ending == .failed(CaptureError.unsupportedScheme("https").description))
    }

    @Test func responseBeyondTheLimitEndsTheRecording() async throws {
        let body = [UInt8](repeating: 0x61, count: 100_000)
        let exchange = try await run(
            [.expect(60), .write(Array("HTTP/1.1 200 OK\r\n\r\n".utf8) + body), .awaitClose], maximumBytes: 50_000)
        #expect(exchange.ending == .failed(CaptureError.responseTooLarge(limit: 50_000).description))
    }

    @Test func largeRequestIsWrittenWholeThoughTheAnswerComesFirst() async throws {
        let body = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0) }
        try await LoopbackServer.with([
            .write(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)), .expect(1_000_000), .write(Self.stream),
        ]) {
            server in
            let request = try request(server.origin, body: body)
            let exchange = await Recorder(transport: SocketTransport()).run(
                request, to: server.origin, provider: nil, id: 1, startedAt: .distantPast)
            #expect(exchange.ending == .complete)
            #expect(exchange.sent.count > 10)
            #expect(exchange.sent.flatMap(\.bytes) == request.bytes)
            #expect(server.received == request.bytes)
            #expect(exchange.response?.status == 200)
        }
    }

    @Test func answerToARequestThatTheServerDidNotReadToItsEndIsKept() async throws {
        let answer = Array("HTTP/1.1 413 Content Too Large\r\nContent-Length: 2\r\n\r\nno".utf8)
        try await LoopbackServer.with([.expect(100_000), .write(answer), .close]) { server in
            let request = try request(server.origin, body: [UInt8](repeating: 0x61, count: 20_000_000))
            let exchange = await Recorder(transport: SocketTransport()).run(
                request, to: server.origin, provider: nil, id: 1, startedAt: .distantPast)
            #expect(exchange.ending == .complete)
            #expect(exchange.response?.status == 413)
        }
    }
}
