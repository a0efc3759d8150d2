import Foundation

/// The whole terminal, for a view that is drawn again and again while keys are pressed.
///
/// From `init` to `close` the terminal shows its alternate screen, in raw mode, without a cursor. Whatever was there
/// before comes back on every way out: `close`, deinitialisation, the signals that end the process, and a stop (Ctrl-Z)
/// until it is continued.
///
/// For example:
///
///     let screen = try Screen(on: output)
///     defer { screen.close() }
///     while true {
///         screen.show(lines)
///         if case .key(.escape) = screen.next() { break }
///     }
public final class Screen {
    public enum Event: Hashable, Sendable {
        case key(Key)
        /// A signal that means to end what runs; Ctrl-C typed here is `.key(.control("c"))`.
        case interrupted
        /// The size may have changed, or others have drawn here: show a frame.
        case resized
        case timedOut
        case endOfInput
    }

    private let output: TerminalOutput
    private let keyboard: RawKeyboard
    private var painter: FramePainter

    /// - Throws: ``ScreenError`` where there is no terminal, or one that cannot move its cursor.
    public init(on output: any TextOutput) throws(ScreenError) {
        guard let terminal = output.terminal, terminal.isTerminal else { throw .noTerminal }
        guard terminal.capabilities.cursorMoves else { throw .cannotMoveCursor }
        self.output = terminal
        painter = FramePainter(styles: terminal.capabilities.styles, unicode: terminal.unicode)
        let keyboard = RawKeyboard(
            descriptor: STDIN_FILENO, entering: { terminal.writeControl(Self.entering) },
            leaving: { terminal.writeControl(Self.leaving) })
        guard let keyboard else { throw .noTerminal }
        self.keyboard = keyboard
    }

    deinit { close() }

    /// Puts everything back. Doing it twice does nothing.
    public func close() { keyboard.close() }

    /// The size of the terminal itself, now. `COLUMNS` and `LINES` do not count: what is drawn must fit the window.
    public var size: TerminalSize { output.terminalSize }

    /// Whether the terminal has gone.
    public var isClosed: Bool { output.isClosed }

    /// Shows a frame from the first row on: lines too long are cut, those too many are left out.
    ///
    /// Only rows that differ from the last frame are written, all at once.
    public func show(_ frame: [DisplayText]) {
        let changes = painter.paint(frame, on: size)
        if !changes.isEmpty { output.writeControl(changes) }
    }

    /// The next event; `.timedOut` when none came in time.
    public func next(timeout: Duration? = nil) -> Event {
        switch keyboard.next(timeout: timeout) {
        case .key(let key): return .key(key)
        case .interrupted:
            // Whoever cares for the signal may have seen the terminal restored and set again.
            painter.forget()
            return .interrupted
        case .redraw:
            painter.forget()
            return .resized
        case .timedOut: return .timedOut
        case .endOfInput: return .endOfInput
        }
    }

    // xterm's private modes: 1049 the alternate screen, 25 the cursor, 7 wrapping at the margin, 2004 marks around what
    // is pasted (so that no pasted letter is taken for a key), 1000 and 1006 reports of the mouse.
    private static let entering = "\u{1B}[?1049h\u{1B}[?25l\u{1B}[?7l\u{1B}[?2004h\u{1B}[?1000h\u{1B}[?1006h"
    private static let leaving = "\u{1B}[?1006l\u{1B}[?1000l\u{1B}[?2004l\u{1B}[?7h\u{1B}[0m\u{1B}[?25h\u{1B}[?1049l"
}

/// Why there is no screen.
public enum ScreenError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Standard input or output is no terminal.
    case noTerminal
    /// `TERM` is empty or `dumb`.
    case cannotMoveCursor

    public var description: String {
        switch self {
        case .noTerminal: "This takes the whole screen, and standard input or output is no terminal."
        case .cannotMoveCursor: "This takes the whole screen, and TERM names a terminal that cannot move its cursor."
        }
    }
}
