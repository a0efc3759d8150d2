import Capture
import ModelAPI
import Testing

@Suite(.timeLimit(.minutes(1))) struct SocketTransportTests {
    @Test func eventsTellWritesReadsAndTheClose() async throws {
        try await LoopbackServer.with([.expect(4), .write(Array("pong".utf8)), .close]) { server in
            var events: [String] = []
            for try await event in SocketTransport().open(Array("ping".utf8), to: server.origin) {
                switch event {
                case .wrote(let bytes, _): events.append("wrote " + String(decoding: bytes, as: UTF8.self))
                case .read(let bytes, _): events.append("read " + String(decoding: bytes, as: UTF8.self))
                case .closed(let closer, _): events.append("closed by \(closer)")
                }
            }
            #expect(events == ["wrote ping", "read pong", "closed by peer"])
        }
    }

    @Test func timesAreThoseOfTheGivenClock() async throws {
        try await LoopbackServer.with([.expect(1), .write([1]), .close]) { server in
            let transport = SocketTransport(clock: MonotonicClock { 42 })
            for try await event in transport.open([0], to: server.origin) {
                switch event {
                case .wrote(_, let time), .read(_, let time), .closed(_, let time): #expect(time == 42)
                }
            }
        }
    }

    @Test func streamThatIsReleasedClosesItsConnection() async throws {
        try await LoopbackServer.with([.expect(1), .write([1]), .awaitClose]) { server in
            for try await event in SocketTransport().open([0], to: server.origin) {
                if case .read = event { break }
            }
            await server.clientIsGone()
        }
    }

    @Test func streamThatIsNeverReadConnectsToNothing() async throws {
        try await LoopbackServer.with([]) { server in
            _ = SocketTransport().open([0], to: server.origin)
            #expect(server.received.isEmpty)
        }
    }

    @Test func slowReaderSlowsTheSenderAndGetsEveryByte() async throws {
        let block = [UInt8](repeating: 7, count: 1 << 20)
        let blocks = 64
        let steps = [LoopbackServer.Step.expect(1)] + (0..<blocks).map { _ in .write(block) } + [.close]
        try await LoopbackServer.with(steps) { server in
            let transport = SocketTransport(limits: .init(readBytes: 16 << 10, bufferedBytes: 64 << 10))
            var events = transport.open([0], to: server.origin).makeAsyncIterator()
            // Nothing is taken until the sender has stood still for a while.
            #expect(try await events.next() != nil)
            var before = -1
            var stillFor = 0
            while stillFor < 20 {
                try await Task.sleep(for: .milliseconds(5))
                let now = server.wroteBytes
                stillFor = now == before ? stillFor + 1 : 0
                before = now
            }
            #expect(before < block.count * blocks)
            var count = 0
            while let event = try await events.next() {
                if case .read(let bytes, _) = event { count += bytes.count }
            }
            #expect(count == block.count * blocks)
        }
    }

    @Test func refusedConnectionIsAnErrorOfFacts() async throws {
        let origin = try await LoopbackServer.with([]) { $0.origin }
        await #expect(throws: CaptureError.connectionRefused(origin)) {
            for try await _ in SocketTransport().open([0], to: origin) {}
        }
    }

    @Test(arguments: [
        CaptureError.unsupportedScheme("https"), .connectionRefused(Origin(host: "h", port: 1)), .hostNotFound("h"),
        .connectTimedOut(Origin(host: "h", port: 1), after: .seconds(1)),
        .timedOut(Origin(host: "h", port: 1), after: .milliseconds(1500)), .connectionReset(Origin(host: "h", port: 1)),
        .system(Origin(host: "h", port: 1), "x"), .responseTooLarge(limit: 1),
    ])
    func everyErrorHasASentence(_ error: CaptureError) {
        #expect("\(error)".count > 20)
        #expect(!"\(error)".contains("Optional"))
    }
}
