import Foundation

/// What the other end of a file descriptor can show, found from the environment.
public struct TerminalCapabilities: Hashable, Sendable {
    public var isTerminal: Bool
    /// Whether styles are shown at all.
    public var styles: Bool
    public var unicode: Bool
    /// Whether the cursor can be moved: `false` for `TERM=dumb`.
    public var cursorMoves: Bool

    public init(isTerminal: Bool, styles: Bool, unicode: Bool, cursorMoves: Bool) {
        self.isTerminal = isTerminal
        self.styles = styles
        self.unicode = unicode
        self.cursorMoves = cursorMoves
    }

    /// Styles need a terminal, a `TERM` other than `dumb`, and an empty or absent `NO_COLOR` (no-color.org).
    ///
    /// Characters are UTF-8 unless the locale names another character set: `C` and no locale at all say nothing of the
    /// terminal, and nearly all are UTF-8 today (as PEP 538 argues).
    public init(isTerminal: Bool, environment: [String: String]) {
        let terminal = environment["TERM"] ?? ""
        let cursorMoves = isTerminal && !terminal.isEmpty && terminal != "dumb"
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
        let characterSet = locale.split(separator: ".", maxSplits: 1).dropFirst().first?.split(separator: "@").first
        let name = characterSet?.lowercased().filter { $0 != "-" } ?? "utf8"
        self.init(
            isTerminal: isTerminal, styles: cursorMoves && (environment["NO_COLOR"] ?? "").isEmpty,
            unicode: name == "utf8",
            cursorMoves: cursorMoves)
    }
}

/// The size of a terminal in characters.
public struct TerminalSize: Hashable, Sendable {
    public var columns: Int
    public var rows: Int

    public init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
    }

    /// `COLUMNS` and `LINES` first, then what the terminal at `descriptor` says, then 80 by 24.
    ///
    /// Sizes out of reason (below 10 or above 10,000) are not believed.
    public static func current(of descriptor: Int32, environment: [String: String]) -> TerminalSize {
        let sane = 10...10_000
        var size = winsize()
        let answered = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0
        let columns = environment["COLUMNS"].flatMap { Int($0) } ?? (answered ? Int(size.ws_col) : 0)
        let rows = environment["LINES"].flatMap { Int($0) } ?? (answered ? Int(size.ws_row) : 0)
        return TerminalSize(
            columns: sane.contains(columns) ? columns : 80, rows: (2...10_000).contains(rows) ? rows : 24)
    }
}
