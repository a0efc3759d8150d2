/// A table as a part of a page.
public struct TableChart: Chart {
    public var table: Table

    public init(_ table: Table) { self.table = table }

    public func lines(width: Int, unicode: Bool) -> [DisplayText] {
        table.lines(width: max(1, width - 2), unicode: unicode).map { "  " + $0 }
    }

    public func draw(in svg: inout SVGDocument, top: Double) -> Double {
        let columns = Int(SVGDocument.room / (0.6 * SVGDocument.textSize))
        var y = top
        for line in table.lines(width: columns) {
            svg.text(
                line.plain, x: SVGDocument.margin, y: y + 22, weight: line.isBold ? .bold : .normal,
                fill: line.isBold ? .faint : .ink)
            y += 32
        }
        return y
    }
}
