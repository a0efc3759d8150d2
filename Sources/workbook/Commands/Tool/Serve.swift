import ArgumentParser
import LabServer
import LanguageModel
import ModelAPI

struct Serve: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run the lab server alone, for programs of your own.",
        discussion: """
            Speaks the OpenAI and Anthropic APIs on 127.0.0.1 and prints `ready http://127.0.0.1:PORT` when it listens. \
            Ctrl-C ends it. Keys that are left out are made and printed.
            """
    )

    @Option(help: "The port; 0 takes a free one.")
    var port: Int = 0

    @Option(help: "The key that the OpenAI endpoints accept.")
    var openaiKey: String?

    @Option(help: "The key that the Anthropic endpoints accept.")
    var anthropicKey: String?

    @Option(help: "The token that steers the lab, below /lab/.")
    var token: String?

    @Option(help: "The day on which the lab lives: what its APIs serve and accept. Also `today`.")
    var asOf: AsOf?

    /// For `make bench`, which measures the lab's HTTP side beside servers that have no model.
    @Option(help: ArgumentHelp("Answer everything with this text, at once, without a model.", visibility: .hidden))
    var cannedText: String?

    @OptionGroup var limits: LimitSettings

    @OptionGroup(title: "Faults and pace")
    var disturbance: DisturbanceOptions

    mutating func validate() throws {
        guard (0...65535).contains(port) else {
            throw ValidationError("--port is \(port): a port is between 0 and 65535.")
        }
    }

    mutating func run(in session: Session) async throws {
        var configuration = LabConfiguration(
            port: port, models: session.models, files: session.fetchedFiles, facts: session.factBook(),
            asOf: asOf ?? session.asOf)
        if let openaiKey { configuration.keys[.openai] = APIKey(openaiKey) }
        if let anthropicKey { configuration.keys[.anthropic] = APIKey(anthropicKey) }
        if let token { configuration.token = APIKey(token) }
        if let cannedText { configuration.models = ModelCatalog([CannedModel(text: cannedText)]) }
        let lab = LabServer(configuration: configuration)
        try disturbance.apply(to: lab)
        let origin = try await lab.start()
        let settings = limits.body
        if !settings.isEmpty {
            do { _ = try await lab.put("/lab/limits", .object(settings)) } catch {
                await lab.stop()
                throw error
            }
        }
        if openaiKey == nil { session.say("OPENAI_API_KEY=\(lab.key(for: .openai).reveal())") }
        if anthropicKey == nil { session.say("ANTHROPIC_API_KEY=\(lab.key(for: .anthropic).reveal())") }
        if token == nil { session.say("LAB_TOKEN=\(lab.token.reveal())") }
        session.say("ready \(origin.description)")
        await session.untilInterrupted()
        await lab.stop()
    }
}
