import ArgumentParser
import Traffic

struct Raw: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "raw",
        abstract: "Show the bytes of an exchange in both directions, as they crossed the socket.",
        discussion:
            "CR and LF are shown as ␍ and ␊, chunk sizes are marked as framing, each write and read carries its time. Keys are redacted."
    )

    @Argument(help: "The exchange's number (see `exchanges`); the last one when left out.")
    var exchange: Int?

    mutating func run(in session: Session) async throws {
        session.page(ExchangeView.wire(try session.exchange(number: exchange)))
    }
}
