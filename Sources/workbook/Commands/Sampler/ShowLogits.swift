import ArgumentParser
import LanguageModel
import ModelAPI
import Sampling
import Terminal
import Tokenization

struct ShowLogits: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "logits",
        abstract: "Show what the model gives before any sampling: a logit for each token that may come next.",
        discussion: """
            A logit is a number, and only differences between logits mean something. `logits "The sky is" --top 5`

            --jsonl reads lines from standard input and answers each with {"top":[{"id":…,"token":…,"logit":…,\
            "logprob":…},…]}, the highest first. A line is {"prompt":"…"}, with "chat":true for the words of a user \
            in a conversation, or {"tokens":[…]}, or {"messages":[{"role":"user","content":"…"}]}.
            """
    )

    @Argument(parsing: .remaining, help: "The text that the next token follows.")
    var prompt: [String] = []

    @OptionGroup var choice: ModelOptions

    @Flag(help: "Full precision over the weights as numbers; the fast way rounds vectors to 8 bits.")
    var exact = false

    @Flag(help: "Take the prompt as a user's message, in the form that the model knows for conversations.")
    var chat = false

    @Option(help: "How many tokens to list.")
    var top: Int = 10

    @Flag(help: "The numbers, as JSON.")
    var json = false

    @Flag(help: "Answer lines of JSON on standard input, one by one.")
    var jsonl = false

    mutating func validate() throws {
        if top < 1 { throw ValidationError("--top is \(top): at least 1 token must be listed.") }
        if jsonl, !prompt.isEmpty { throw ValidationError("There is a prompt, and --jsonl as well: give one of them.") }
    }

    mutating func run(in session: Session) async throws {
        let chosen = try choice.model(in: session)
        let model = exact ? chosen.exact : chosen
        if jsonl { return try answerLines(model, in: session) }
        guard !prompt.isEmpty else {
            throw Failure("There is no prompt.", next: "For example: logits \"The capital of France is\" --top 5")
        }
        let text = prompt.joined(separator: " ")
        let tokens = chat ? model.promptTokens(for: [ChatTurn(.user, text)]) : model.promptTokens(for: text)
        let view = LogitsView(model: model, logits: try model.makeContext().logits(appending: tokens), top: top)
        if json {
            session.output.writeJSON(try view.json.serialized(pretty: true))
        } else {
            session.say(try view.text(width: session.output.width))
            session.hint("`distribution` shows what the sampler makes of them.")
        }
    }

    @MainActor
    private func answerLines(_ model: any LanguageModel, in session: Session) throws {
        try session.forEachInputLine { number, line in
            do {
                let tokens = try LogitsLine(line).tokens(for: model)
                let view = LogitsView(model: model, logits: try model.makeContext().logits(appending: tokens), top: top)
                session.output.writeJSON(try view.json.serialized(pretty: false))
            } catch {
                throw Failure(
                    "Line \(number) of standard input: \(error).", next: "`help logits` says what a line may hold.")
            }
        }
    }
}

/// One line of `logits --jsonl`.
private struct LogitsLine {
    private enum Text {
        case plain(String)
        case tokens([TokenID])
        case turns([ChatTurn])
    }

    private struct Mistake: Error, CustomStringConvertible { var description: String }

    private let text: Text

    init(_ line: ArraySlice<UInt8>) throws {
        let value: JSONValue
        do {
            var parser = JSONParser(line)
            value = try parser.parse()
        } catch {
            throw Mistake(description: "it is not JSON: \(error)")
        }
        if let prompt = value["prompt"]?.string {
            let isChat = value["chat"]?.bool ?? false
            text = isChat ? .turns([ChatTurn(.user, prompt)]) : .plain(prompt)
        } else if let tokens = value["tokens"]?.array {
            text = .tokens(
                try tokens.map { token in
                    guard let id = token.int.flatMap({ TokenID(exactly: $0) }) else {
                        throw Mistake(description: "\"tokens\" must be an array of ids")
                    }
                    return id
                })
        } else if let messages = value["messages"]?.array {
            text = .turns(
                try messages.map { message in
                    guard let role = message["role"]?.string.flatMap({ ChatRole(rawValue: $0) }),
                        let content = message["content"]?.string
                    else {
                        throw Mistake(
                            description:
                                "a message needs a \"role\" (system, user or assistant) and a string \"content\"")
                    }
                    return ChatTurn(role, content)
                })
        } else {
            throw Mistake(description: "it has no string \"prompt\", no \"tokens\" and no \"messages\"")
        }
    }

    func tokens(for model: any LanguageModel) throws -> [TokenID] {
        switch text {
        case .plain(let text): model.promptTokens(for: text)
        case .tokens(let tokens): tokens
        case .turns(let turns): model.promptTokens(for: turns)
        }
    }
}
