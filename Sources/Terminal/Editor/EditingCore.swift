import CEditLine
import Foundation

/// The line editor proper: libedit's handle and what belongs to it. It lives and dies on one thread.
final class EditingCore {
    let output: TerminalOutput
    let mailbox: EditorMailbox
    let configuration: LineEditor.Configuration
    private let program: UnsafeMutablePointer<CChar>
    private(set) var handle: OpaquePointer?

    // What is being read.
    private(set) var lines: LogicalLines
    /// Entries of a paste that have not been returned yet.
    private var waiting: [String] = []
    private(set) var promptText = DisplayText()
    private var promptBytes: UnsafeMutablePointer<CChar>?
    private var keys: EditorKeys
    /// The paste that its key stands for.
    var pasted = ""
    private var ending: Ending?
    private var request = 0

    private enum Ending {
        case interrupted, endOfInput
    }

    /// Swallows Ctrl-C between lines, where nobody else has taken it: a second one must not end the program.
    private let betweenLines: SignalPipe?
    private var history: LineHistory
    private let file: HistoryFile?

    /// `nil` when libedit cannot be started.
    init?(output: TerminalOutput, configuration: LineEditor.Configuration, mailbox: EditorMailbox) {
        self.output = output
        self.mailbox = mailbox
        self.configuration = configuration
        program = strdup(configuration.program)
        lines = LogicalLines(needsMore: configuration.needsMore, join: configuration.join)
        keys = EditorKeys(wakeUp: mailbox.pipe)
        betweenLines = SelfPipe().map { SignalPipe([SIGINT], pipe: $0) }
        file = configuration.historyFile.map { HistoryFile(at: $0, limit: configuration.historyLimit) }
        let stored = (try? file?.load())?.entries ?? []
        history = LineHistory(stored.compactMap(configuration.remembered), limit: configuration.historyLimit)
        _ = editline_use_utf8()
        handle = editline_open(program, Self.callbacks, Unmanaged.passUnretained(self).toOpaque())
        guard let handle else { return nil }
        EditorKeys.bind(in: handle)
        show(history)
    }

    deinit {
        editline_close(handle)
        free(program)
        free(promptBytes)
    }

    private static let callbacks = editline_callbacks_t(
        read_character: { context, result in EditingCore.from(context).readCharacter(result) },
        prompt: { context in UnsafePointer(EditingCore.from(context).promptBytes) },
        function: { context, number in EditingCore.from(context).run(EditorKeys.Function(rawValue: number)) })

    private static func from(_ context: UnsafeMutableRawPointer?) -> EditingCore {
        guard let context else { preconditionFailure("libedit called without its context") }
        return Unmanaged<EditingCore>.fromOpaque(context).takeUnretainedValue()
    }

    // MARK: Entries

    func readEntry(_ request: EditorRequest) -> LineEditor.Outcome {
        self.request = request.number
        let (prompt, continuation) = (request.prompt, request.continuation)
        if !waiting.isEmpty, !isGivenUp {
            let entry = waiting.removeFirst()
            let shown = entry.split(separator: "\n", omittingEmptySubsequences: false)
            for (index, line) in shown.enumerated() {
                output.print((index == 0 ? prompt : continuation) + DisplayText(String(line)))
            }
            return finish(entry)
        }
        mailbox.beginReading()
        defer { output.print(mailbox.endReading()) }
        while true {
            if isGivenUp { return .endOfInput }
            switch readLine(prompt: lines.unfinished == nil ? prompt : continuation) {
            case .success(let text):
                var entries = lines.consume(text)
                guard !entries.isEmpty else { continue }
                let entry = entries.removeFirst()
                waiting = entries
                return finish(entry)
            case .failure(.interrupted):
                discard()
                return .interrupted
            case .failure(.endOfInput):
                // In the middle of an entry Ctrl-D gives the entry up, not the program.
                let isMiddle = lines.unfinished != nil && !isGivenUp
                discard()
                return isMiddle ? .interrupted : .endOfInput
            }
        }
    }

    private var isGivenUp: Bool { mailbox.isGivenUp(request) }

    private func discard() {
        lines.discard()
        waiting = []
    }

    private func finish(_ entry: String) -> LineEditor.Outcome {
        remember(entry)
        return .line(entry)
    }

    private enum Line {
        case success(String)
        case failure(Ending)
    }

    private func readLine(prompt: DisplayText) -> Line {
        guard let handle else { return .failure(.endOfInput) }
        setPrompt(prompt)
        ending = nil
        keys.begin()
        if output.capabilities.cursorMoves { output.writeControl("\u{1B}[?2004h") }
        defer {
            if output.capabilities.cursorMoves { output.writeControl("\u{1B}[?2004l") }
            keys.end()
        }
        var length: Int32 = 0
        guard let bytes = editline_read(handle, &length), length > 0 else {
            // libedit has left the terminal in order, but the cursor in the line.
            editline_prepare_terminal(handle, false)
            if ending != .interrupted { output.print() }
            return .failure(ending ?? .endOfInput)
        }
        var text = String(cString: bytes)
        if text.hasSuffix("\n") { text.removeLast() }
        return .success(text)
    }

    private func setPrompt(_ prompt: DisplayText) {
        promptText = prompt.lines.joined(separator: " ")
        // libedit hangs an escape sequence between two \1 on the character after it: two in a row, or one at the end, are
        // lost. So a sequence takes the reset before it along, and the last reset stands before the last character.
        var text = ""
        var isStyled = false
        for (index, run) in promptText.runs.enumerated() {
            let plain = output.unicode ? run.text : ASCIIText.text(run.text)
            let codes = output.capabilities.styles ? run.style.selectGraphicRendition : nil
            let sequence = (isStyled ? "\u{1B}[0m" : "") + (codes.map { "\u{1B}[\($0)m" } ?? "")
            let shown = sequence.isEmpty ? plain : "\u{1}\(sequence)\u{1}\(plain)"
            isStyled = codes != nil
            if isStyled, index == promptText.runs.count - 1, let last = shown.last {
                text += shown.dropLast() + "\u{1}\u{1B}[0m\u{1}\(last)"
            } else {
                text += shown
            }
        }
        free(promptBytes)
        promptBytes = strdup(text)
    }

    // MARK: History

    private func remember(_ entry: String) {
        guard !entry.hasPrefix(" "), entry.contains(where: { !$0.isWhitespace }),
            let line = configuration.remembered(entry), !line.isEmpty
        else { return }
        let wasAdded = history.add(line)
        // A history that cannot be written is still there for this session.
        _ = try? file?.add(line)
        if wasAdded { editline_add_history(handle, line) } else { show(history) }
    }

    private func show(_ history: LineHistory) {
        let lines = history.entries.map { strdup($0) }
        defer {
            for line in lines { free(line) }
        }
        lines.map { $0.map { UnsafePointer($0) } }.withUnsafeBufferPointer {
            editline_set_history(handle, $0.baseAddress, $0.count)
        }
    }

    // MARK: Keys

    private func readCharacter(_ result: UnsafeMutablePointer<UInt32>?) -> Int32 {
        while true {
            switch keys.next() {
            case .character(let character):
                result?.pointee = character
                return 1
            case .paste(let text):
                pasted = text
                result?.pointee = EditorKeys.Function.paste.key
                return 1
            case .endOfInput:
                ending = .endOfInput
                return 0
            case .wake:
                if isGivenUp {
                    ending = .endOfInput
                    return 0
                }
                showPosts()
            case .signal(let signal):
                if !act(on: signal) {
                    ending = .interrupted
                    return -1
                }
            }
        }
    }

    /// - Returns: `false` when the line is given up.
    private func act(on signal: Int32) -> Bool {
        switch signal {
        case SIGINT:
            moveBelowLine(after: "^C")
            return false
        case SIGWINCH:
            eraseLine()
            editline_resize(handle)
            editline_redraw(handle)
        case SIGCONT:
            // Whoever was in front meanwhile may have left any mode behind.
            editline_prepare_terminal(handle, false)
            resumeEditing()
        default:
            if signal == SIGTSTP { moveBelowLine() }
            if output.capabilities.cursorMoves { output.writeControl("\u{1B}[?2004l") }
            editline_prepare_terminal(handle, false)
            keys.letAct(on: signal)
            resumeEditing()
        }
        return true
    }

    private func resumeEditing() {
        editline_prepare_terminal(handle, true)
        if output.capabilities.cursorMoves { output.writeControl("\u{1B}[?2004h") }
        editline_resize(handle)
        editline_redraw(handle)
    }
}
