import ArgumentParser
import ModelAPI
import Terminal

struct SetField: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Set a field or header of the request.",
        discussion: """
            `set temperature 0.3`, `set model gpt-4`, `set stop ["."]`, `set header.X-Trace on`, `set path /v1/models`, `set method GET`. \
            A value that is JSON is sent as JSON, anything else as a string. The provider judges it, not the workbook: \
            `set temperature 3` is how one learns what it answers.
            """
    )
    static let wordsBeforeText: Int? = 1

    @Argument(help: "The field's name, header.NAME, path or method.")
    var field: String

    @Argument(parsing: .captureForPassthrough, help: "The value.")
    var value: [String] = []

    @MainActor
    static func candidates(in session: Session) -> [CompletionCandidate] {
        RequestView.fieldNames(for: session.draft?.provider).map { CompletionCandidate($0) }
    }

    mutating func run(in session: Session) async throws {
        guard !value.isEmpty else {
            throw Failure(
                "'\(field)' has no value.", next: "`set \(field) VALUE` sets it, `unset \(field)` removes it.")
        }
        var draft = try session.requireDraft()
        try draft.set(field, to: value.joined(separator: " "))
        try session.keep(draft: draft)
    }
}

struct UnsetField: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "unset",
        abstract: "Remove a field or header from the request.",
        discussion:
            "`unset temperature`, `unset messages`, and `unset header.anthropic-version` to send without even a default header."
    )

    @Argument(help: "The field's name, header.NAME, system, messages, path or method.")
    var field: String

    @MainActor
    static func candidates(in session: Session) -> [CompletionCandidate] {
        (session.draft?.setNames ?? []).map { CompletionCandidate($0) }
    }

    mutating func run(in session: Session) async throws {
        var draft = try session.requireDraft()
        try draft.unset(field)
        try session.keep(draft: draft)
    }
}
