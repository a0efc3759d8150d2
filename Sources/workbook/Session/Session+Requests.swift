import Capture
import Foundation
import LabServer
import ModelAPI
import Terminal
import Traffic

/// The lab of this run, and the keys that it accepts.
struct RunningLab {
    let server: LabServer
    let origin: Origin

    func key(for provider: Provider) -> APIKey { server.key(for: provider) }
}

extension Session {
    /// The lab, started at first use on a free port of 127.0.0.1.
    func lab() async throws -> RunningLab {
        if let runningLab { return runningLab }
        let server = LabServer(
            configuration: LabConfiguration(models: models, files: fetchedFiles, facts: factBook(), asOf: asOf))
        let lab = RunningLab(server: server, origin: try await server.start())
        runningLab = lab
        return lab
    }

    // MARK: The draft

    var draft: RequestDraft? {
        if let loadedDraft { return loadedDraft }
        let stored = (try? stored(.draft)).flatMap { $0 }
        let draft = stored.flatMap { try? JSONDecoder().decode(RequestDraft.self, from: Data($0.utf8)) }
        loadedDraft = .some(draft)
        return draft
    }

    func requireDraft() throws -> RequestDraft {
        guard let draft else {
            throw Failure("No request has been begun.", next: "`request openai` or `request anthropic` begins one.")
        }
        return draft
    }

    func keep(draft: RequestDraft) throws {
        loadedDraft = .some(draft)
        try keep(String(decoding: try JSONEncoder().encode(draft), as: UTF8.self), as: .draft)
    }

    func addMessage(role: String, text: String) throws {
        guard !text.isEmpty else {
            throw Failure("The \(role) message is empty.", next: "For example: \(role) \"Explain REST in one line.\"")
        }
        var draft = try requireDraft()
        draft.messages.append(.init(role: role, content: text))
        try keep(draft: draft)
    }

    // MARK: Sending

    /// Writes the draft's bytes to the lab and shows the answer as it comes.
    func send(_ draft: RequestDraft) async throws -> Exchange {
        let lab = try await lab()
        let request = try draft.request(to: lab.origin, key: lab.key(for: draft.provider))
        let number = (try exchanges().last?.id ?? 0) + 1
        let recorder = Recorder(transport: SocketTransport())
        var live = LiveAnswer(output: output)
        var projected = projectRequest(draft)
        let exchange = await recorder.run(
            request, to: lab.origin, provider: draft.provider, id: number, startedAt: environment.now(),
            onText: { live.show($0) }, onEvent: { projected?.show($0) })
        live.finish(exchange)
        projected?.finish(exchange)
        try keep(exchange)
        return exchange
    }

    // MARK: Exchanges

    /// How many exchanges stay in reach of `raw` and `exchanges`.
    private static let keptExchanges = 100

    func exchanges() throws -> [Exchange] {
        if let loadedExchanges { return loadedExchanges }
        let stored = try store()?.exchanges(newest: Self.keptExchanges) ?? []
        let exchanges = stored.compactMap { try? JSONDecoder().decode(Exchange.self, from: $0) }
        loadedExchanges = exchanges
        return exchanges
    }

    private func keep(_ exchange: Exchange) throws {
        loadedExchanges = Array((try exchanges() + [exchange]).suffix(Self.keptExchanges))
        try store()?.keep(exchange: try JSONEncoder().encode(exchange), id: exchange.id)
    }

    /// Keeps what was sent elsewhere on the learner's behalf, so that `raw` and `events` show it.
    func adopt(_ exchanges: [Exchange]) throws {
        for var exchange in exchanges {
            exchange.id = (try self.exchanges().last?.id ?? 0) + 1
            try keep(exchange)
        }
    }

    func exchange(number: Int?) throws -> Exchange {
        let exchanges = try exchanges()
        guard let last = exchanges.last else {
            throw Failure(
                "Nothing has been sent yet.", next: "`request openai`, `user \"Hello\"`, `send` sends a first request.")
        }
        guard let number else { return last }
        guard let exchange = exchanges.first(where: { $0.id == number }) else {
            throw Failure(
                "There is no exchange \(number).", next: "`exchanges` lists \(exchanges[0].id) to \(last.id).")
        }
        return exchange
    }
}
