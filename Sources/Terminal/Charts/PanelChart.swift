/// Rows with the same labels in panels side by side, each with a bar and a number a row.
///
/// Panels that do not fit beside each other go below.
public struct PanelChart: Chart {
    /// A number in a panel.
    public struct Cell: Hashable, Sendable {
        public var share: Double
        public var text: String
        /// Whether there is nothing left of it: no bar, `text` says so.
        public var isCut: Bool

        public init(_ share: Double, _ text: String) {
            (self.share, self.text, isCut) = (share, text, false)
        }

        /// Something that was taken away.
        public static let cut: Cell = {
            var cell = Cell(0, "cut")
            cell.isCut = true
            return cell
        }()
    }

    public struct Panel: Hashable, Sendable {
        public var title: String
        /// One a row.
        public var cells: [Cell]
        /// Figures on the whole panel, under it: as many in each panel.
        public var footers: [String]

        public init(_ title: String, _ cells: [Cell], footers: [String] = []) {
            (self.title, self.cells, self.footers) = (title, cells, footers)
        }
    }

    /// A column of numbers without bars.
    public struct TextColumn: Hashable, Sendable {
        public var title: String
        /// One a row.
        public var cells: [String]

        public init(_ title: String, _ cells: [String]) { (self.title, self.cells) = (title, cells) }

        var columns: Int { ([title] + cells).map { DisplayText($0).columns }.max() ?? 0 }
    }

    public var rowTitle: String
    public var labels: [DisplayText]
    public var panels: [Panel]
    /// Between labels and panels.
    public var leading: [TextColumn] = []
    /// After the panels.
    public var trailing: [TextColumn] = []
    /// What the panels' footers are, at their left.
    public var footerTitles: [String] = []
    /// A line across under so many rows, with what it means.
    public var rule: (row: Int, caption: String)?

    public init(_ rowTitle: String, _ labels: [DisplayText], _ panels: [Panel]) {
        (self.rowTitle, self.labels, self.panels) = (rowTitle, labels, panels)
    }

    // MARK: Text

    private static let indent = 2
    private static let leastBar = 4
    private static let longestBar = 24
    /// Of a footer: what is longer may be cut.
    private static let longestFigure = 13

    public func lines(width: Int, unicode: Bool) -> [DisplayText] {
        let layout = Layout(self, width: width)
        return stride(from: 0, to: max(1, panels.count), by: layout.panelsABand).enumerated().flatMap { index, first in
            (index > 0 ? [DisplayText()] : [])
                + band(Array(panels.dropFirst(first).prefix(layout.panelsABand)), layout, width, unicode)
        }
    }

    /// How the columns share the width.
    private struct Layout {
        let label: Int
        let text: Int
        let bar: Int
        let panelsABand: Int
        var panel: Int { text + 1 + bar }

        init(_ chart: PanelChart, width: Int) {
            let words = chart.labels.map(\.columns) + (chart.footerTitles + [chart.rowTitle]).map(\.count)
            label = min(words.max() ?? 0, max(8, width / 4))
            let besides =
                indent + label + (chart.leading + chart.trailing).reduce(0) { $0 + 2 + $1.columns }
            let texts = chart.panels.flatMap { panel in
                panel.cells.filter { !$0.isCut }.map(\.text.count)
                    + panel.footers.map { min($0.count, longestFigure) - leastBar - 1 }
            }
            text = max(4, texts.max() ?? 0)
            let room = max(0, width - besides)
            panelsABand = ChartBands.size(chart.panels.count, fitting: room / (2 + text + 1 + leastBar))
            bar = max(1, min(longestBar, room / panelsABand - 2 - text - 1))
        }
    }

    private func band(_ panels: [Panel], _ layout: Layout, _ width: Int, _ unicode: Bool) -> [DisplayText] {
        var lines = header(panels, layout)
        for (row, label) in labels.enumerated() {
            if let rule, rule.row == row { lines.append(ruleLine(rule.caption, width, unicode)) }
            var line = DisplayText(String(repeating: " ", count: Self.indent))
            line += label.truncated(to: layout.label).padded(to: layout.label)
            for column in leading {
                line += "  " + DisplayText(column.cells[row]).padded(to: column.columns, alignment: .right)
            }
            for panel in panels { line += "  " + text(of: panel.cells[row], layout, unicode) }
            for column in trailing {
                let cell = DisplayText(column.cells[row], style: .dim)
                line += "  " + cell.padded(to: column.columns, alignment: .right)
            }
            lines.append(line.trimmed)
        }
        if let rule, rule.row == labels.count { lines.append(ruleLine(rule.caption, width, unicode)) }
        return lines + footers(panels, layout)
    }

    private func text(of cell: Cell, _ layout: Layout, _ unicode: Bool) -> DisplayText {
        let text = DisplayText(cell.text, style: cell.isCut ? .dim : .plain)
        return text.padded(to: layout.text, alignment: .right)
            + " " + Bar.text(cell.share, width: layout.bar, unicode: unicode).padded(to: layout.bar)
    }

    /// Titles over the columns, in several lines where they are long.
    private func header(_ panels: [Panel], _ layout: Layout) -> [DisplayText] {
        var columns = [(DisplayText(rowTitle), layout.label, DisplayText.Alignment.left)]
        columns += leading.map { (DisplayText($0.title), $0.columns, .right) }
        columns += panels.map { (DisplayText($0.title), layout.panel, .left) }
        columns += trailing.map { (DisplayText($0.title), $0.columns, .right) }
        let cells = columns.map { $0.0.styled(.dim).wrapped(to: $0.1) }
        let height = cells.map(\.count).max() ?? 1
        return (0..<height).map { line in
            var result = DisplayText(String(repeating: " ", count: Self.indent))
            for (index, (_, columns, alignment)) in columns.enumerated() {
                // Against the numbers: what is short stands at the bottom.
                let part = line - (height - cells[index].count)
                if index > 0 { result += "  " }
                result += (part >= 0 ? cells[index][part] : DisplayText()).padded(to: columns, alignment: alignment)
            }
            return result.trimmed
        }
    }

    private func footers(_ panels: [Panel], _ layout: Layout) -> [DisplayText] {
        footerTitles.enumerated().map { index, title in
            var line = DisplayText(String(repeating: " ", count: Self.indent))
            line += DisplayText(title, style: .dim).truncated(to: layout.label).padded(to: layout.label)
            for column in leading { line += DisplayText(String(repeating: " ", count: 2 + column.columns)) }
            for panel in panels {
                let figure = DisplayText(index < panel.footers.count ? panel.footers[index] : "")
                    .truncated(to: layout.panel)
                line += "  " + figure.padded(to: layout.text, alignment: .right).padded(to: layout.panel)
            }
            return line.trimmed
        }
    }

    private func ruleLine(_ caption: String, _ width: Int, _ unicode: Bool) -> DisplayText {
        let dash = unicode ? "┄" : "-"
        let text = DisplayText("  \(String(repeating: dash, count: 2)) \(caption) ", style: .dim).truncated(to: width)
        let rest = max(0, min(width, 100) - text.columns)
        return text + DisplayText(String(repeating: dash, count: rest), style: .dim)
    }
}
