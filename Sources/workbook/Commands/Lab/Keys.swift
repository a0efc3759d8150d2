import ArgumentParser
import LabServer
import ModelAPI
import Terminal

struct Keys: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Create, list, restrict, rotate and revoke the lab's keys.",
        discussion: """
            `keys` lists them. `keys create --provider openai --name ci` makes one and shows its secret, this once. `keys restrict \
            ci --read-only`, `keys restrict ci --scope model.request` and `keys restrict ci --all` set what it may do. `keys rotate \
            ci --overlap 10m` gives it a new secret, and the old one is good for ten minutes more. `keys revoke ci` ends it.

            Keys of one organisation share its limits; `--organization` puts a new one into another. `keys exhaust ORG` uses up an \
            organisation's money, `keys pay ORG` brings it back.
            """
    )

    enum Action: String, ExpressibleByArgument, CaseIterable {
        case list, create, restrict, rotate, revoke, exhaust, pay
    }

    @Argument(help: "list, create, restrict, rotate, revoke, exhaust or pay.")
    var action: Action = .list

    @Argument(help: "The key, by its name or id; for exhaust and pay the organisation.")
    var key: String?

    @Option(help: "With create: openai or anthropic.")
    var provider: Provider?

    @Option(help: "With create: what to call it.")
    var name: String?

    @Option(help: "With create: the organisation that it belongs to.")
    var organization: String?

    @Option(help: "With create: OpenAI's project or Anthropic's workspace.")
    var project: String?

    @Option(help: "With create: when it ends, such as 30s or 7d from now.")
    var expires: SpanArgument?

    @Option(help: "With create or restrict: what it may do, such as model.request; may be given again.")
    var scope: [String] = []

    @Flag(help: "With create or restrict: it only reads.")
    var readOnly = false

    @Flag(help: "With restrict: it may do everything again.")
    var all = false

    @Option(help: "With rotate: how long the old secret is still good, such as 10m.")
    var overlap: SpanArgument?

    @OptionGroup var lab: LabOptions

    @Flag(help: "As JSON.")
    var json = false

    static func candidates(in session: Session) -> [CompletionCandidate] {
        Action.allCases.map { CompletionCandidate($0.rawValue) }
    }

    mutating func validate() throws {
        if action == .create, provider == nil {
            throw ValidationError("Whose key? Give --provider openai or anthropic.")
        }
        if ![.list, .create].contains(action), key == nil {
            throw ValidationError(
                action == .exhaust || action == .pay ? "Which organisation?" : "Which key? `keys` lists them.")
        }
        if [readOnly, all, !scope.isEmpty].filter(\.self).count > 1 {
            throw ValidationError("--read-only, --scope and --all exclude one another.")
        }
        if action == .restrict, !readOnly, !all, scope.isEmpty {
            throw ValidationError("Restrict it to what? Give --read-only, --scope or --all.")
        }
    }

    mutating func run(in session: Session) async throws {
        let steering = try await session.steering(lab)
        let name = key.flatMap { $0.addingPercentEncoding(withAllowedCharacters: .alphanumerics) } ?? ""
        switch action {
        case .list: show(try await steering.get("/lab/keys"), in: session)
        case .create: showSecret(try await steering.post("/lab/keys", creation), "made", in: session)
        case .restrict:
            showOne(try await steering.post("/lab/keys/\(name)/restrict", .object(permission)), in: session)
        case .rotate:
            let body: JSONValue = ["overlap": .number(overlap?.seconds ?? 0)]
            showSecret(try await steering.post("/lab/keys/\(name)/rotate", body), "has a new secret", in: session)
        case .revoke: showOne(try await steering.delete("/lab/keys/\(name)"), in: session)
        case .exhaust, .pay:
            let isExhausted = action == .exhaust
            let answer = try await steering.put("/lab/organizations/\(name)", ["exhausted": .bool(isExhausted)])
            if json { return session.output.writeJSON(answer.serialized(pretty: true)) }
            let names = (answer["organizations"]?.array ?? []).compactMap(\.string).joined(separator: ", ")
            session.say(
                isExhausted
                    ? "The money of \(names) is used up: its requests to models are refused."
                    : "The account of \(names) is in credit again.")
        }
    }

    private var permission: JSONObject {
        if readOnly { return ["permission": "read-only"] }
        if all { return ["permission": "all"] }
        return scope.isEmpty
            ? [:] : ["permission": "restricted", "scopes": .array(scope.map { .string($0) })]
    }

    private var creation: JSONValue {
        var body = permission
        if let provider { body["provider"] = .string(provider.rawValue) }
        if let name = name ?? key { body["name"] = .string(name) }
        if let organization { body["organization"] = .string(organization) }
        if let project { body["project"] = .string(project) }
        if let expires { body["expires_in"] = .number(expires.seconds) }
        return .object(body)
    }

    // MARK: Showing

    @MainActor
    private func show(_ answer: JSONValue, in session: Session) {
        if json { return session.output.writeJSON(answer.serialized(pretty: true)) }
        let view = KeysView(keys: answer["keys"]?.array ?? [])
        session.say(view.lines(width: session.output.width, unicode: session.output.unicode))
        for organization in answer["organizations"]?.array ?? [] where organization["exhausted"]?.bool == true {
            session.say(
                DisplayText(
                    "The money of \(organization["id"]?.string ?? "") is used up: `keys pay` ends that.",
                    style: .warning))
        }
    }

    @MainActor
    private func showOne(_ key: JSONValue, in session: Session) {
        show(["keys": [key]], in: session)
    }

    @MainActor
    private func showSecret(_ key: JSONValue, _ what: String, in session: Session) {
        if json { return session.output.writeJSON(key.serialized(pretty: true)) }
        session.say("The key \(key["name"]?.string ?? "") (\(key["id"]?.string ?? "")) \(what). It is shown this once:")
        session.say("  \(key["secret"]?.string ?? "")")
        session.hint("Put it where no repository and no history of a shell sees it.")
    }
}

extension Provider: ExpressibleByArgument {}
