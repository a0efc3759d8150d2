#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A curve over the columns of a ``HeatMap``: in a terminal a bar a column with its number, in a picture a line.
public struct CurveChart: Chart {
    public var title: String
    public var columns: [String]
    /// One a column, 0 or more.
    public var values: [Double]
    /// The values as they are to be read.
    public var texts: [String]
    /// The columns that labels take in the chart above.
    public var labelColumns: Int
    /// Whether the height grows with the logarithm of the value: for counts from one to thousands.
    public var isLogarithmic = false

    public init(title: String, columns: [String], values: [Double], texts: [String], labelColumns: Int) {
        self.title = title
        self.columns = columns
        self.values = values
        self.texts = texts
        self.labelColumns = labelColumns
    }

    /// Each value's height, from 0 to 1.
    private var heights: [Double] {
        let scaled = values.map { isLogarithmic ? log(1 + $0) : $0 }
        let highest = scaled.max() ?? 0
        return scaled.map { highest > 0 ? $0 / highest : 0 }
    }

    // MARK: Text

    private static let rows = 5
    private static let eighths = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    public func lines(width: Int, unicode: Bool) -> [DisplayText] {
        let grid = ColumnGrid(labels: labelColumns, columns: columns, width: width)
        var lines: [DisplayText] = []
        for band in grid.bands {
            if !lines.isEmpty { lines.append(DisplayText()) }
            lines.append(grid.line(label: DisplayText(), [DisplayText(caption, style: .dim)]))
            for row in (0..<Self.rows).reversed() {
                let cells = heights[band].map { height in
                    DisplayText(Self.block(height, row: row, width: grid.cell - 2, unicode), style: .accent)
                        .padded(to: grid.cell - 1, alignment: .right)
                }
                lines.append(grid.line(label: DisplayText(), cells))
            }
            lines.append(
                grid.line(
                    label: DisplayText(),
                    texts[band].map {
                        DisplayText($0).truncated(to: grid.cell - 1).padded(to: grid.cell - 1, alignment: .right)
                    }))
        }
        return lines
    }

    private var caption: String { isLogarithmic ? "\(title), on a logarithmic scale" : title }

    private static func block(_ height: Double, row: Int, width: Int, _ unicode: Bool) -> String {
        let steps = Int((height * Double(rows * 8)).rounded()) - row * 8
        guard steps > 0 else { return "" }
        let symbol = unicode ? eighths[min(8, steps)] : (steps >= 4 ? "#" : ".")
        return String(repeating: symbol, count: max(1, width))
    }

    // MARK: SVG

    public func draw(in svg: inout SVGDocument, top: Double) -> Double {
        let grid = SVGColumns(labels: labelColumns, count: columns.count)
        let height = 150.0
        svg.text(caption, x: grid.start, y: top + 22, size: 20, weight: .bold, fill: .faint)
        let base = top + 66 + height
        svg.line([(grid.start, base), (SVGDocument.width - SVGDocument.margin, base)])
        let points = heights.enumerated().map { (x: grid.middle($0), y: base - height * $1) }
        svg.line(points, thickness: 4, fill: .series(0))
        let hasRoom = grid.middle(1) - grid.middle(0) >= 44
        for (column, point) in points.enumerated() {
            svg.circle(x: point.x, y: point.y, radius: 6, fill: .series(0))
            guard hasRoom || column.isMultiple(of: 5) else { continue }
            svg.text(texts[column], x: point.x, y: point.y - 14, size: 18, anchor: .middle)
            svg.text(columns[column], x: point.x, y: base + 24, size: 18, anchor: .middle, fill: .faint)
        }
        return base + 34
    }
}
