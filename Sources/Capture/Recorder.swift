public import Foundation
public import HTTPWire
public import ModelAPI
public import Traffic

/// Sends a request and records the exchange, until the response is complete by its framing: it does not wait for the
/// connection to close.
///
/// It never throws: a refused connection, a broken answer and a cancelled task are endings of an exchange, which holds
/// all bytes that crossed the socket until then.
///
/// For example:
///
///     let recorder = Recorder(transport: SocketTransport())
///     let exchange = await recorder.run(request, to: origin, provider: .openai, id: 1, startedAt: .now) { text in
///         print(text, terminator: "")
///     }
public struct Recorder: Sendable {
    private let transport: any Transport
    private let clock: MonotonicClock
    private let maximumBytes: Int

    /// - Parameters:
    ///   - clock: the one that the transport's times come from.
    ///   - maximumBytes: the largest response that is recorded; a longer one ends the exchange as failed.
    public init(transport: any Transport, clock: MonotonicClock = .system, maximumBytes: Int = 64 << 20) {
        self.transport = transport
        self.clock = clock
        self.maximumBytes = maximumBytes
    }

    /// Runs one exchange. Cancelling the task closes the connection; the exchange then ends as cancelled.
    ///
    /// - Parameters:
    ///   - onText: called with the assistant's text of a streamed answer, as it arrives.
    ///   - onEvent: called with each event of a streamed answer, before its text.
    nonisolated(nonsending) public func run(
        _ request: HTTPRequest, to origin: Origin, provider: Provider?, id: Int, startedAt: Date,
        onText: (String) -> Void = { _ in }, onEvent: (TimedEvent) -> Void = { _ in }
    ) async -> Exchange {
        var recording = Recording(
            Exchange(id: id, startedAt: startedAt, provider: provider, origin: origin, ending: .cancelled, endedAt: 0),
            method: request.head.method, start: clock.now())
        do {
            for try await event in transport.open(request.bytes, to: origin) {
                let update = recording.take(event)
                for event in update.events { onEvent(event) }
                if !update.text.isEmpty { onText(update.text) }
                if recording.isOver { break }
                if recording.receivedBytes > maximumBytes { throw CaptureError.responseTooLarge(limit: maximumBytes) }
            }
            return recording.end(at: clock.now(), isCancelled: Task.isCancelled)
        } catch {
            return recording.end(at: clock.now(), isCancelled: Task.isCancelled || error is CancellationError, error)
        }
    }
}

/// An exchange while it is being recorded.
private struct Recording {
    private var exchange: Exchange
    private var reader: ResponseReader
    private let start: UInt64
    private(set) var receivedBytes = 0
    private var closedAt: UInt64?

    init(_ exchange: Exchange, method: String, start: UInt64) {
        self.exchange = exchange
        self.start = start
        reader = ResponseReader(toMethod: method)
    }

    /// Whether nothing more is to be learnt from the connection.
    var isOver: Bool { reader.isComplete || reader.failure != nil || closedAt != nil }

    mutating func take(_ event: WireEvent) -> ResponseReader.Update {
        switch event {
        case .wrote(let bytes, let time):
            exchange.sent.append(TimedBytes(bytes, at: sinceStart(time)))
        case .read(let bytes, let time):
            let read = TimedBytes(bytes, at: sinceStart(time))
            exchange.received.append(read)
            receivedBytes += bytes.count
            return reader.consume(read)
        case .closed(_, let time): closedAt = sinceStart(time)
        }
        return ResponseReader.Update()
    }

    mutating func end(at now: UInt64, isCancelled: Bool, _ error: (any Error)? = nil) -> Exchange {
        exchange.endedAt = sinceStart(now)
        if reader.isComplete {
            exchange.ending = .complete
            exchange.endedAt = exchange.received.last?.at ?? exchange.endedAt
        } else if isCancelled {
            exchange.ending = .cancelled
        } else if let error {
            exchange.ending = .failed("\(error)")
        } else {
            exchange.endedAt = closedAt ?? exchange.endedAt
            reader.finish(at: exchange.endedAt)
            exchange.ending =
                switch reader.failure {
                case nil: .complete
                case let failure? where failure.isEarlyEnd: .closedEarly
                case let failure?: .failed("the answer is no sound HTTP message: \(failure)")
                }
        }
        return exchange
    }

    private func sinceStart(_ time: UInt64) -> UInt64 { time < start ? 0 : time - start }
}
