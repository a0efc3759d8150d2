import ArgumentParser
import ModelAPI
import Terminal

struct NewRequest: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "request",
        abstract: "Begin a request to a provider.",
        discussion:
            "Without a provider, tells which request is being built. Every `request PROVIDER` starts from that provider's defaults."
    )

    @Argument(help: "The provider whose API the request speaks: openai or anthropic.")
    var provider: String?

    @MainActor
    static func candidates(in session: Session) -> [CompletionCandidate] {
        Provider.allCases.map { CompletionCandidate($0.rawValue, meaning: "\($0.rawValue)'s API") }
    }

    mutating func run(in session: Session) async throws {
        guard let provider else {
            let draft = try session.requireDraft()
            session.sayWrapped([RequestView.summary(of: draft)])
            return
        }
        guard let chosen = Provider(rawValue: provider.lowercased()) else {
            throw Failure(
                "There is no provider '\(provider)'.",
                next: "The lab speaks "
                    + Provider.allCases.map { "`request \($0.rawValue)`" }.joined(separator: " and ") + ".")
        }
        try session.keep(draft: RequestDraft(provider: chosen))
        session.sayWrapped([RequestView.summary(of: RequestDraft(provider: chosen))])
        session.hint(
            "`user TEXT` adds a message, `set NAME VALUE` a parameter, `show` prints the bytes, `send` sends them.")
    }
}
