/// A share for each row and column, as a shade and a number.
public struct HeatMap: Chart {
    public var rowTitle: String
    public var rows: [DisplayText]
    /// What the columns are, such as `temperature`.
    public var columnTitle: String
    public var columns: [String]
    /// A row of shares for each of `rows`; `nil` where there is nothing left.
    public var values: [[Double?]]

    public init(
        rowTitle: String, rows: [DisplayText], columnTitle: String, columns: [String], values: [[Double?]]
    ) {
        self.rowTitle = rowTitle
        self.rows = rows
        self.columnTitle = columnTitle
        self.columns = columns
        self.values = values
    }

    /// The columns that row labels take: for a ``CurveChart`` below with the same columns.
    public var labelColumns: Int { (rows.map(\.columns) + [rowTitle.count]).max() ?? 0 }

    // MARK: Text

    public func lines(width: Int, unicode: Bool) -> [DisplayText] {
        let grid = ColumnGrid(labels: labelColumns, columns: columns, width: width)
        var lines: [DisplayText] = []
        for band in grid.bands {
            if !lines.isEmpty { lines.append(DisplayText()) }
            lines.append(
                grid.line(label: DisplayText(), [DisplayText("\(columnTitle); shares in per cent", style: .dim)]))
            lines.append(
                grid.line(
                    label: DisplayText(rowTitle, style: .dim),
                    columns[band].map { DisplayText($0, style: .dim).padded(to: grid.cell - 1, alignment: .right) }))
            for (row, label) in rows.enumerated() {
                lines.append(
                    grid.line(label: label, values[row][band].map { cell($0, width: grid.cell - 1, unicode) }))
            }
        }
        return lines
    }

    private func cell(_ share: Double?, width: Int, _ unicode: Bool) -> DisplayText {
        guard let share else { return DisplayText("cut", style: .dim).padded(to: width, alignment: .right) }
        // Where the number has no room beside its shade, the shade is dark enough to do without: it is 100.
        let number = width > 3 || share < 0.995 ? Self.percent(share) : ""
        let shade = String(repeating: Self.shade(share, unicode), count: number.isEmpty ? width : max(1, width - 3))
        let gap = String(repeating: " ", count: max(0, width - shade.count - number.count))
        return DisplayText(shade, style: share >= 0.5 ? .accent : .plain) + DisplayText(gap + number)
    }

    /// Whole per cent, without the sign: `<1` for what is more than nothing.
    private static func percent(_ share: Double) -> String {
        share > 0 && share < 0.005 ? "<1" : "\(Int((100 * share).rounded()))"
    }

    private static func shade(_ share: Double, _ unicode: Bool) -> String {
        let shades = unicode ? [" ", "░", "▒", "▓", "█"] : [" ", ".", ":", "*", "#"]
        return share < 0.005 ? shades[0] : shades[min(4, 1 + Int(share * 4))]
    }

    // MARK: SVG

    public func draw(in svg: inout SVGDocument, top: Double) -> Double {
        let grid = SVGColumns(labels: labelColumns, count: columns.count)
        let height = 40.0
        svg.text(rowTitle, x: SVGDocument.margin, y: top + 52, size: 20, weight: .bold, fill: .faint)
        svg.text(columnTitle, x: grid.start, y: top + 22, size: 20, weight: .bold, fill: .faint)
        let columnWidth = grid.end(0) - grid.start
        // More columns than have room for a number are shaded only.
        let hasRoom = columnWidth >= 44
        for (column, title) in columns.enumerated() where hasRoom || column.isMultiple(of: 5) {
            svg.text(title, x: grid.middle(column), y: top + 52, size: 18, anchor: .middle)
        }
        var y = top + 62
        for (row, label) in rows.enumerated() {
            svg.text(label.truncated(to: SVGColumns.longestLabel).plain, x: SVGDocument.margin, y: y + 27)
            for (column, share) in values[row].enumerated() {
                let x = grid.middle(column) - columnWidth / 2
                svg.rectangle(
                    x: x, y: y, width: columnWidth - 2, height: height - 2, fill: share.map { .shade($0) } ?? .struck)
                guard hasRoom, let share else { continue }
                svg.text(
                    Self.percent(share), x: x + columnWidth / 2 - 1, y: y + 26, size: 18, anchor: .middle,
                    fill: share > 0.62 ? .white : .ink)
            }
            y += height
        }
        svg.text(
            "numbers: per cent · slanted lines: cut", x: SVGDocument.width - SVGDocument.margin, y: y + 22, size: 18,
            anchor: .end, fill: .faint)
        return y + 30
    }
}

/// The columns of charts that stand under each other, by the terminal's columns.
struct ColumnGrid {
    let label: Int
    let cell: Int
    let bands: [Range<Int>]
    private let width: Int
    private static let indent = 2

    /// Columns that do not fit beside each other go below, in bands.
    init(labels: Int, columns: [String], width: Int) {
        self.width = width
        label = min(labels, max(8, width / 5))
        let room = max(1, width - Self.indent - label - 1)
        let least = max(4, (columns.map(\.count).max() ?? 0) + 1)
        let aBand = ChartBands.size(columns.count, fitting: room / least)
        cell = min(10, max(2, room / aBand))
        bands = stride(from: 0, to: columns.count, by: aBand).map { $0..<min(columns.count, $0 + aBand) }
    }

    /// Each of `cells` is `cell - 1` columns wide.
    func line(label text: DisplayText, _ cells: [DisplayText]) -> DisplayText {
        let start =
            DisplayText(String(repeating: " ", count: Self.indent)) + text.truncated(to: label).padded(to: label)
        return (start + " " + cells.map { " " + $0 }.joined()).trimmed.truncated(to: width)
    }
}

/// The same in a picture.
struct SVGColumns {
    static let longestLabel = 20
    let start: Double
    private let width: Double

    init(labels: Int, count: Int) {
        start = SVGDocument.margin + min(Double(Self.longestLabel), Double(labels)) * 13.2 + 24
        width = (SVGDocument.width - SVGDocument.margin - start) / Double(max(1, count))
    }

    func middle(_ column: Int) -> Double { start + (Double(column) + 0.5) * width }
    func end(_ column: Int) -> Double { start + Double(column + 1) * width }
}
