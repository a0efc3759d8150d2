import ArgumentParser
import LabServer
import ModelAPI
import Terminal

struct Limits: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "limits",
        abstract: "Show what is left of the lab's rate limits, and set them.",
        discussion: """
            `limits` shows the buckets that requests have drawn from, `limits --watch` until Ctrl-C. `limits --rpm 3 --window 2s` \
            allows three requests in a minute of two seconds: headers, retry-after and the messages follow. `limits --tpm 1000 \
            --model gpt-4`, `--organization ORG` and `--key NAME` set them for one model's group, organisation or key. `limits \
            --tier 1` sets a provider's usage tier. `limits reset` fills the buckets, `limits clear` forgets what was set, `limits \
            off` lifts all.

            Buckets refill continuously: with three requests a minute, one comes back every twenty seconds.
            """
    )

    enum Action: String, ExpressibleByArgument, CaseIterable { case show, reset, clear, off, on }

    @Argument(help: "show, reset, clear, off or on.")
    var action: Action = .show

    @OptionGroup var settings: LimitSettings

    @Option(help: "Only for this provider: openai or anthropic.")
    var provider: Provider?

    @Option(help: "Only for this model, and those that share its limits.")
    var model: String?

    @Option(help: "Only for this organisation.")
    var organization: String?

    @Option(help: "Only for this key, beside its organisation's limits.")
    var key: String?

    @Flag(help: "Show it again and again, until Ctrl-C.")
    var watch = false

    @OptionGroup var lab: LabOptions

    @Flag(help: "As JSON.")
    var json = false

    static func candidates(in session: Session) -> [CompletionCandidate] {
        Action.allCases.map { CompletionCandidate($0.rawValue) }
    }

    mutating func validate() throws {
        let body = settings.body
        if body.isEmpty, provider != nil || model != nil || organization != nil || key != nil {
            throw ValidationError("Set what? Give --rpm, --tpm or another limit.")
        }
        if !body.isEmpty, action != .show { throw ValidationError("Either set limits, or `\(action.rawValue)`.") }
        if watch, json { throw ValidationError("--watch and --json exclude one another.") }
    }

    mutating func run(in session: Session) async throws {
        let steering = try await session.steering(lab)
        var state: JSONValue
        switch action {
        case .show where settings.body.isEmpty: state = try await steering.get("/lab/limits")
        case .show: state = try await steering.put("/lab/limits", .object(body))
        case .reset: state = try await steering.post("/lab/limits/reset")
        case .clear: state = try await steering.post("/lab/limits/reset", ["settings": true])
        case .off, .on: state = try await steering.put("/lab/limits", ["on": .bool(action == .on)])
        }
        if json { return session.output.writeJSON(state.serialized(pretty: true)) }
        if watch {
            try await watchLimits(steering, in: session)
        } else {
            session.say(LimitsView(state: state).lines(width: session.output.width, unicode: session.output.unicode))
        }
    }

    private var body: JSONObject {
        var body = settings.body
        if let provider { body["provider"] = .string(provider.rawValue) }
        if let model { body["model"] = .string(model) }
        if let organization { body["organization"] = .string(organization) }
        if let key { body["key"] = .string(key) }
        return body
    }

    @MainActor
    private func watchLimits(_ steering: any LabSteering, in session: Session) async throws {
        func frame(_ width: Int) async throws -> [DisplayText] {
            LimitsView(state: try await steering.get("/lab/limits"))
                .lines(width: width, unicode: session.output.unicode)
        }
        guard session.output.isTerminal, let screen = try? Screen(on: session.output) else {
            while !session.output.isClosed {
                session.say(try await frame(session.output.width))
                session.say("")
                try await Task.sleep(for: .seconds(1))
            }
            return
        }
        defer { screen.close() }
        while !screen.isClosed {
            screen.show(
                try await frame(screen.size.columns) + ["", DisplayText("q or Ctrl-C ends", style: .dim)])
            switch screen.next(timeout: .milliseconds(200)) {
            case .key(.control("c")), .key(.character("q")), .key(.escape), .interrupted, .endOfInput: return
            default: break
            }
        }
    }
}
