public import Foundation
import Synchronization

/// Reads lines at a terminal, with editing, history, completion and text that arrives meanwhile (built on libedit).
///
/// Keys are emacs', or vi's when the user's `~/.editrc` says `bind -v`. Beyond these work Delete, Home, End, the
/// arrows, Ctrl and Alt with the arrows (by words), Ctrl-R (search), Tab (completion).
///
/// - A line that `needsMore` goes on at the continuation prompt; its parts are one entry, in the history too.
/// - Pasted lines stay in the line being edited, line ends and all, and nothing runs until Enter; then they are
///   returned one entry after another, as if they had been typed. Control characters are left out of a paste.
/// - Ctrl-C discards the line, all lines above it that belong to it, and what of a paste has not been returned.
/// - As long as the editor is there, SIGINT does not end the process: it discards the line being read, goes to the
///   newest `InterruptSource`, or else does nothing.
/// - While no line is read the terminal is in the mode that it was in before; also after a stop, a signal, or `close`.
///
/// All work is done on a thread of its own: closures are called there.
public final class LineEditor: Sendable {
    public enum Outcome: Hashable, Sendable {
        /// An entry, without its line end; of several lines if it needed more.
        case line(String)
        /// Ctrl-C: whatever was typed is gone.
        case interrupted
        /// Ctrl-D on an empty line, or the terminal has gone.
        case endOfInput
    }

    public struct Configuration: Sendable {
        /// The name that lines of `~/.editrc` may be restricted to.
        public var program = "workbook"
        /// Where the history is kept; `nil` keeps it in memory only.
        public var historyFile: URL?
        public var historyLimit = 2000
        /// What of a line goes into the history, in the file and in memory: the line, something else, or nothing.
        ///
        /// Empty lines, and lines that begin with a space, never do.
        public var remembered: @Sendable (String) -> String? = { $0 }
        /// What may stand at the cursor; candidates that do not begin with the word there are left out.
        public var completions: @Sendable (CompletionRequest) async -> [CompletionCandidate] = { _ in [] }
        /// Whether an entry goes on in another line.
        public var needsMore: @Sendable (String) -> Bool = {
            ShellWords.endsWithContinuation($0) || ShellWords.hasOpenQuote($0)
        }
        /// Puts a line and the one that follows it together.
        public var join: @Sendable (String, String) -> String = { ShellWords.joining($0, $1) }

        public init() {}
    }

    private let output: TerminalOutput
    private let mailbox: EditorMailbox
    private let requests = EditorRequests()
    private let finished = DispatchSemaphore(value: 0)

    /// - Throws: `LineEditorError` where there is no terminal to edit at.
    public init(output: TerminalOutput, configuration: Configuration = Configuration()) throws(LineEditorError) {
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { throw .noTerminal }
        guard let mailbox = EditorMailbox() else { throw .noDescriptors }
        self.output = output
        self.mailbox = mailbox
        let didStart = Delivery<Bool>()
        Thread.detachNewThread { [requests, finished] in
            defer { finished.signal() }
            let core = EditingCore(output: output, configuration: configuration, mailbox: mailbox)
            didStart.put(core != nil)
            guard let core else { return }
            while let request = requests.next() { request.deliver(core.readEntry(request)) }
        }
        guard didStart.take() else { throw .editorFailed }
    }

    /// Reads an entry. One at a time: a second call waits for the first.
    ///
    /// After `close`, and where the task is cancelled, it is `.endOfInput`.
    public func readLine(prompt: DisplayText, continuation: DisplayText = "… ") async -> Outcome {
        output.flush()
        let number = requests.nextNumber()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { waiting in
                submit(
                    EditorRequest(number: number, prompt: prompt, continuation: continuation) {
                        waiting.resume(returning: $0)
                    })
            }
        } onCancel: {
            mailbox.giveUp(through: number)
        }
    }

    /// Like `readLine`, for a program without concurrency: blocks the calling thread.
    public func readLineAndWait(prompt: DisplayText, continuation: DisplayText = "… ") -> Outcome {
        output.flush()
        let outcome = Delivery<Outcome>()
        submit(
            EditorRequest(number: requests.nextNumber(), prompt: prompt, continuation: continuation) { outcome.put($0) }
        )
        return outcome.take()
    }

    private func submit(_ request: EditorRequest) {
        if !requests.append(request) { request.deliver(.endOfInput) }
    }

    /// Shows text above the line being edited, from any thread; where none is being edited, as `TerminalOutput.print`
    /// does.
    public func post(_ text: DisplayText) {
        if !mailbox.post(text) { output.print(text) }
    }

    /// Ends editing and gives everything back. Reading then is `.endOfInput`. Doing it twice does nothing.
    public func close() {
        guard requests.close() else { return }
        mailbox.giveUp(through: .max)
        finished.wait()
    }

    deinit { close() }
}

/// Why no line editor could be made.
public enum LineEditorError: Error, Hashable, Sendable, CustomStringConvertible {
    case noTerminal, noDescriptors, editorFailed

    public var description: String {
        switch self {
        case .noTerminal: "Lines can be edited at a terminal only, and standard input or output is none."
        case .noDescriptors: "The process has no file descriptors left for the line editor."
        case .editorFailed: "The line editor could not be started. Is TERM set to a terminal that this system knows?"
        }
    }
}
