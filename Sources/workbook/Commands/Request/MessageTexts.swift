import ArgumentParser
import ModelAPI

struct SystemText: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "system",
        abstract: "Set the system text of the request.",
        discussion: "Without a text, removes it. The text is taken as typed; quotes around the whole are dropped."
    )
    static let wordsBeforeText: Int? = 0

    @Argument(parsing: .captureForPassthrough, help: "The instruction that stands before the conversation.")
    var text: [String] = []

    mutating func run(in session: Session) async throws {
        var draft = try session.requireDraft()
        let text = text.joined(separator: " ")
        draft.system = text.isEmpty ? nil : text
        try session.keep(draft: draft)
    }
}

struct UserText: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "user",
        abstract: "Add a user message to the request.",
        discussion: "The text is taken as typed; quotes around the whole are dropped."
    )
    static let wordsBeforeText: Int? = 0

    @Argument(parsing: .captureForPassthrough, help: "What the user says.")
    var text: [String] = []

    mutating func run(in session: Session) async throws {
        try session.addMessage(role: "user", text: text.joined(separator: " "))
    }
}

struct AssistantText: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "assistant",
        abstract: "Add an assistant message to the request, as if the model had said it.",
        discussion: "The text is taken as typed; quotes around the whole are dropped."
    )
    static let wordsBeforeText: Int? = 0

    @Argument(parsing: .captureForPassthrough, help: "What the assistant said.")
    var text: [String] = []

    mutating func run(in session: Session) async throws {
        try session.addMessage(role: "assistant", text: text.joined(separator: " "))
    }
}
