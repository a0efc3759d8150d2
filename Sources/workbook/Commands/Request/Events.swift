import ArgumentParser
import Foundation
import HTTPWire
import ModelAPI
import Traffic

struct Events: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "events",
        abstract: "List the events of a streamed answer, or of a bare event stream in a file.",
        discussion: """
            Time is that of the read from the socket which completed the event: events that arrive in one read share it. \
            With --file, parses a file, or standard input for -, as a browser's EventSource would (WHATWG HTML, section 9.2).
            """
    )

    @Argument(help: "The exchange's number; the last one when left out.")
    var exchange: Int?

    @Option(help: "Parse this file, or - for standard input.", completion: .file())
    var file: String?

    @Flag(help: "One JSON object an event: event, data, id.")
    var jsonl = false

    mutating func run(in session: Session) async throws {
        if let file {
            try events(of: file, in: session)
            return
        }
        let exchange = try session.exchange(number: exchange)
        if jsonl {
            for event in exchange.events { session.output.writeJSON(line(for: event.event)) }
        } else {
            session.page(ExchangeView.events(exchange, width: session.output.width, unicode: session.output.unicode))
        }
    }

    @MainActor
    private func events(of file: String, in session: Session) throws {
        var parser = EventStreamParser()
        var number = 0
        try session.readBytes(of: file) { bytes in
            for event in parser.consume(bytes) {
                number += 1
                if jsonl {
                    session.output.writeJSON(line(for: event))
                } else {
                    session.say(ExchangeView.event(event, number: number, width: session.output.width))
                }
            }
        }
    }

    private func line(for event: ServerSentEvent) -> String {
        JSONValue.object(["event": .string(event.event), "data": .string(event.data), "id": .string(event.id)])
            .serialized(pretty: false)
    }
}
