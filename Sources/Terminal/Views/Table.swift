/// Text in columns, aligned by what terminals show and made to fit a width.
public struct Table: Sendable {
    public struct Column: Hashable, Sendable {
        public var title: DisplayText
        public var alignment: DisplayText.Alignment
        /// What happens to cells that do not fit.
        public var overflow: Overflow

        public init(_ title: DisplayText, alignment: DisplayText.Alignment = .left, overflow: Overflow = .wrap) {
            self.title = title
            self.alignment = alignment
            self.overflow = overflow
        }
    }

    public enum Overflow: Hashable, Sendable {
        /// The cell goes on in the next line.
        case wrap
        /// The cell ends in `…`.
        case truncate
    }

    public enum Border: Hashable, Sendable {
        /// Two spaces between columns.
        case none
        /// Lines around and between the columns, and under the header.
        case box
    }

    public var columns: [Column]
    public var border: Border
    public private(set) var rows: [[DisplayText]] = []

    public init(_ columns: [Column], border: Border = .none) {
        self.columns = columns
        self.border = border
    }

    /// Adds a row. Missing cells are empty, and cells beyond the last column are joined to it.
    public mutating func append(_ cells: [DisplayText]) {
        guard let last = columns.indices.last else { return }
        var row = Array(cells.prefix(columns.count))
        row += Array(repeating: DisplayText(), count: columns.count - row.count)
        if cells.count > columns.count { row[last] = cells[last...].joined(separator: " ") }
        rows.append(row)
    }

    /// The lines of the table, none wider than `width`.
    ///
    /// Where the columns would become too narrow to read, each row is written as a list of its cells instead. Without
    /// titles in any column there is no header.
    public func lines(width: Int, unicode: Bool = true) -> [DisplayText] {
        guard !columns.isEmpty else { return [] }
        let width = max(1, width)
        guard let widths = columnWidths(within: width) else { return list(width: width) }
        switch border {
        case .none: return openLines(widths)
        case .box: return boxedLines(widths, BoxCharacters(unicode: unicode))
        }
    }

    private var hasHeader: Bool { columns.contains { !$0.title.isEmpty } }

    // MARK: Widths

    /// Columns between and around the cells.
    private var frameColumns: Int {
        switch border {
        case .none: 2 * (columns.count - 1)
        case .box: 3 * columns.count + 1
        }
    }

    /// `nil` when a column would get less than it needs to be read.
    private func columnWidths(within width: Int) -> [Int]? {
        var natural = columns.map { max(1, $0.title.columns) }
        var words = columns.map { max(1, Self.longestWord(in: $0.title)) }
        for row in rows {
            for (index, cell) in row.enumerated() {
                natural[index] = max(natural[index], cell.columns)
                words[index] = max(words[index], columns[index].overflow == .truncate ? 4 : Self.longestWord(in: cell))
            }
        }
        let available = width - frameColumns
        if natural.reduce(0, +) <= available { return natural }
        let readable = 5
        guard natural.reduce(0, { $0 + min($1, readable) }) <= available else { return nil }
        // First what every column needs for its longest word, up to a fair share; then the rest, evenly.
        let fair = max(readable, available / columns.count)
        var widths = zip(natural, words).map { min($0, max($1, min($0, readable)), fair) }
        var order = widths.indices.sorted { widths[$0] > widths[$1] }
        while widths.reduce(0, +) > available, let widest = order.first {
            widths[widest] -= 1
            order.sort { widths[$0] > widths[$1] }
        }
        var left = available - widths.reduce(0, +)
        while left > 0 {
            let hungry = widths.indices.filter { widths[$0] < natural[$0] }
            guard !hungry.isEmpty else { break }
            let share = max(1, left / hungry.count)
            for index in hungry where left > 0 {
                let more = min(share, natural[index] - widths[index], left)
                widths[index] += more
                left -= more
            }
        }
        return widths
    }

    private static func longestWord(in text: DisplayText) -> Int {
        text.plain.split { $0 == " " || $0 == "\n" }.reduce(0) { max($0, DisplayWidth.columns(of: $1)) }
    }

    // MARK: Lines

    /// A row as lines of cells, each cell padded to its column.
    private func cellLines(_ cells: [DisplayText], _ widths: [Int]) -> [[DisplayText]] {
        let wrapped = zip(zip(cells, columns), widths).map { pair, width in
            let (cell, column) = pair
            return switch column.overflow {
            case .wrap: cell.wrapped(to: width)
            case .truncate: cell.lines.map { $0.truncated(to: width) }
            }
        }
        let count = wrapped.reduce(1) { max($0, $1.count) }
        return (0..<count).map { line in
            wrapped.indices.map { index in
                let part = line < wrapped[index].count ? wrapped[index][line] : DisplayText()
                return part.padded(to: widths[index], alignment: columns[index].alignment)
            }
        }
    }

    private func openLines(_ widths: [Int]) -> [DisplayText] {
        var lines: [DisplayText] = []
        if hasHeader {
            lines += cellLines(columns.map { $0.title.styled(.bold) }, widths).map {
                $0.joined(separator: "  ").trimmed
            }
        }
        for row in rows { lines += cellLines(row, widths).map { $0.joined(separator: "  ").trimmed } }
        return lines
    }

    private func boxedLines(_ widths: [Int], _ box: BoxCharacters) -> [DisplayText] {
        func rule(_ left: String, _ middle: String, _ right: String) -> DisplayText {
            let spans = widths.map { String(repeating: box.horizontal, count: $0 + 2) }
            return DisplayText(left + spans.joined(separator: middle) + right, style: .framing)
        }
        let side = DisplayText(box.vertical, style: .framing)
        func framed(_ cells: [DisplayText]) -> DisplayText {
            side + " " + cells.joined(separator: " " + side + " ") + " " + side
        }
        var lines = [rule(box.topLeft, box.topMiddle, box.topRight)]
        if hasHeader {
            lines += cellLines(columns.map { $0.title.styled(.bold) }, widths).map(framed)
            lines.append(rule(box.left, box.cross, box.right))
        }
        // Rows of several lines run into each other without a line between them.
        let needsRules = rows.contains { cellLines($0, widths).count > 1 }
        for (index, row) in rows.enumerated() {
            if index > 0, needsRules { lines.append(rule(box.left, box.cross, box.right)) }
            lines += cellLines(row, widths).map(framed)
        }
        lines.append(rule(box.bottomLeft, box.bottomMiddle, box.bottomRight))
        return lines
    }

    /// Each row as `title: cell` lines, for widths at which columns cannot be read.
    private func list(width: Int) -> [DisplayText] {
        var lines: [DisplayText] = []
        for (index, row) in rows.enumerated() {
            if index > 0 { lines.append(DisplayText()) }
            for (column, cell) in zip(columns, row) where !(cell.isEmpty && column.title.isEmpty) {
                let title = column.title.isEmpty ? DisplayText() : column.title.styled(.bold) + ": "
                lines += (title + cell).trimmed.wrapped(to: width, next: "  ")
            }
        }
        if rows.isEmpty, hasHeader { lines += columns.map(\.title).joined(separator: ", ").wrapped(to: width) }
        return lines
    }
}

/// The characters that boxes are drawn with.
struct BoxCharacters {
    var horizontal, vertical: String
    var topLeft, topMiddle, topRight: String
    var left, cross, right: String
    var bottomLeft, bottomMiddle, bottomRight: String

    init(unicode: Bool) {
        let all = unicode ? "─│┌┬┐├┼┤└┴┘" : "-|+++++++++"
        let parts = all.map(String.init)
        (horizontal, vertical) = (parts[0], parts[1])
        (topLeft, topMiddle, topRight) = (parts[2], parts[3], parts[4])
        (left, cross, right) = (parts[5], parts[6], parts[7])
        (bottomLeft, bottomMiddle, bottomRight) = (parts[8], parts[9], parts[10])
    }
}

extension DisplayText {
    /// Without the spaces at its end.
    var trimmed: DisplayText {
        var result = DisplayText()
        var pending: [Run] = []
        for run in runs {
            let kept = run.text.reversed().drop { $0 == " " }
            if kept.isEmpty {
                pending.append(run)
                continue
            }
            for run in pending { result.append(clean: run.text, style: run.style) }
            pending = []
            let text = String(kept.reversed())
            result.append(clean: text, style: run.style)
            if text.count < run.text.count {
                pending = DisplayText(clean: String(run.text.dropFirst(text.count)), style: run.style).runs
            }
        }
        return result
    }
}
