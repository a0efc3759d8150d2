import Foundation
import Synchronization

/// Writes `DisplayText` to a file descriptor, with styles where they are shown.
///
/// Writing goes on after signals and short writes. When the reader has gone, output is dropped and `isClosed` says so:
/// nothing is thrown, and no signal ends the process (see `standardOutput`).
public final class TerminalOutput: TextOutput {
    public let capabilities: TerminalCapabilities
    private let descriptor: Int32
    private let complaints: TerminalOutput?
    private let environment: [String: String]
    private let state = Mutex(State())

    private struct State {
        var buffer: [UInt8] = []
        var isClosed = false
    }

    /// What is held back at most, in bytes.
    private static let bufferLimit = 16_384

    /// - Parameters:
    ///   - descriptor: open for writing; it is not closed here.
    ///   - complaints: where `complain` writes; `nil` for the same descriptor.
    public init(
        descriptor: Int32, environment: [String: String], capabilities: TerminalCapabilities? = nil,
        complaints: TerminalOutput? = nil
    ) {
        self.descriptor = descriptor
        self.environment = environment
        self.complaints = complaints
        self.capabilities =
            capabilities ?? TerminalCapabilities(isTerminal: isatty(descriptor) == 1, environment: environment)
    }

    /// Standard output, with complaints on standard error.
    ///
    /// Ignores SIGPIPE in this process, so that a closed pipe is seen as a value instead of ending it in the middle of
    /// a write.
    public static func standardOutput(environment: [String: String]) -> TerminalOutput {
        signal(SIGPIPE, SIG_IGN)
        return TerminalOutput(
            descriptor: STDOUT_FILENO, environment: environment,
            complaints: TerminalOutput(descriptor: STDERR_FILENO, environment: environment))
    }

    public var width: Int { size.columns }
    public var height: Int { size.rows }
    public var isTerminal: Bool { capabilities.isTerminal }
    public var terminal: TerminalOutput? { self }
    public var unicode: Bool { capabilities.unicode }
    public var isClosed: Bool { state.withLock { $0.isClosed } }

    /// The size to lay text out for, now: a window may change at any time. `COLUMNS` and `LINES` come first.
    public var size: TerminalSize { TerminalSize.current(of: descriptor, environment: environment) }

    /// The size of the terminal itself, whatever `COLUMNS` and `LINES` say.
    var terminalSize: TerminalSize { TerminalSize.current(of: descriptor, environment: [:]) }

    /// The columns that the terminal itself wraps at.
    var terminalColumns: Int { terminalSize.columns }

    public func write(_ text: DisplayText) { put(encoded(text), thenFlush: false) }

    public func print(_ text: DisplayText) { put(encoded(text) + [0x0A], thenFlush: true) }

    public func print(_ lines: [DisplayText]) {
        guard !lines.isEmpty else { return }
        var bytes: [UInt8] = []
        for line in lines {
            bytes += encoded(line)
            bytes.append(0x0A)
        }
        put(bytes, thenFlush: true)
    }

    public func complain(_ text: DisplayText) {
        // In the order in which things happened, when both streams are one screen.
        flush()
        (complaints ?? self).print(text)
    }

    public func writeJSON(_ json: String) { put(Array(TerminalSafeJSON.text(json).utf8) + [0x0A], thenFlush: true) }

    public func replaceLine(_ text: DisplayText) {
        guard isTerminal else { return }
        // The last column stays free: writing there may move to the next line.
        let room = max(1, min(width, terminalColumns) - 1)
        let line = text.truncated(to: room)
        let erase = capabilities.cursorMoves ? "\u{1B}[K" : String(repeating: " ", count: room - line.columns)
        put(Array("\r".utf8) + encoded(line) + Array(erase.utf8), thenFlush: true)
    }

    public func flush() { put([], thenFlush: true) }

    /// Begins a new screen at the top. What was there moves into the terminal's own history. Only where the cursor moves.
    public func beginScreen() {
        guard capabilities.cursorMoves else { return }
        let rows = terminalSize.rows
        writeControl("\u{1B}[\(rows);1H" + String(repeating: "\n", count: rows) + "\u{1B}[H")
    }

    /// Writes control sequences of our own making: cursor movement, modes.
    func writeControl(_ sequence: String) { put(Array(sequence.utf8), thenFlush: true) }

    private func put(_ bytes: [UInt8], thenFlush: Bool) {
        // Written under the lock, so that texts of several threads never mix within a line.
        state.withLock { state in
            guard !state.isClosed else { return }
            state.buffer += bytes
            guard !state.buffer.isEmpty, thenFlush || state.buffer.count > Self.bufferLimit else { return }
            if case .closed = FileDescriptorWriter.write(state.buffer, to: descriptor) { state.isClosed = true }
            state.buffer.removeAll(keepingCapacity: true)
        }
    }

    private func encoded(_ text: DisplayText) -> [UInt8] {
        Array(TextEncoder(styles: capabilities.styles, unicode: capabilities.unicode).string(text).utf8)
    }
}

/// Turns styled text into what is written.
struct TextEncoder {
    var styles: Bool
    var unicode: Bool

    func string(_ text: DisplayText) -> String {
        var result = ""
        for run in text.runs {
            let plain = unicode ? run.text : ASCIIText.text(run.text)
            guard styles, let codes = run.style.selectGraphicRendition else {
                result += plain
                continue
            }
            // A style never reaches over a line end: backgrounds and underlines would fill the line.
            for (index, part) in plain.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                if index > 0 { result += "\n" }
                if !part.isEmpty { result += "\u{1B}[\(codes)m\(part)\u{1B}[0m" }
            }
        }
        return result
    }
}
