/// The line from 0 to 1 divided into intervals, and the point on it that chose one of them.
public struct DrawLine: Chart {
    public struct Interval: Hashable, Sendable {
        public var label: String
        public var range: Range<Double>

        public init(_ label: String, _ range: Range<Double>) { (self.label, self.range) = (label, range) }
    }

    /// In order, from 0 on. They need not reach 1: what is left belongs to many.
    public var intervals: [Interval]
    /// From 0 up to but not including 1.
    public var mark: Double
    /// The interval that `mark` is on.
    public var chosen: Interval
    /// What the mark is, such as `0.4417`.
    public var caption: String

    public init(_ intervals: [Interval], mark: Double, chosen: Interval, caption: String) {
        self.intervals = intervals
        self.mark = mark
        self.chosen = chosen
        self.caption = caption
    }

    // MARK: Text

    private static let indent = "  "

    public func lines(width: Int, unicode: Bool) -> [DisplayText] {
        let room = max(10, min(width, 100) - Self.indent.count)
        let spot = min(room - 1, Int(mark * Double(room)))
        var bar = DisplayText(Self.indent)
        for column in 0..<room { bar += column == spot ? chosenPart(unicode) : part(at: column, of: room, unicode) }
        return [names(room), bar] + pointer(at: spot, of: room, unicode).map { DisplayText(Self.indent) + $0 }
    }

    /// The mark with its caption after it, or before it, or, where there is room for neither, below.
    private func pointer(at spot: Int, of room: Int, _ unicode: Bool) -> [DisplayText] {
        let tip = DisplayText(unicode ? "▲" : "^")
        let words = DisplayText(caption).truncated(to: room)
        func space(_ count: Int) -> DisplayText { DisplayText(String(repeating: " ", count: max(0, count))) }
        if spot + 2 + words.columns <= room { return [space(spot) + tip + " " + words] }
        if words.columns + 1 <= spot { return [space(spot - words.columns - 1) + words + " " + tip] }
        return [space(spot) + tip, space(min(spot, room - words.columns)) + words]
    }

    /// The labels over their intervals, where they fit.
    private func names(_ room: Int) -> DisplayText {
        var line = DisplayText(Self.indent)
        var column = 0
        for interval in intervals {
            let start = Int((interval.range.lowerBound * Double(room)).rounded(.up))
            let end = Int(interval.range.upperBound * Double(room))
            let label = DisplayText(interval.label, style: interval == chosen ? .bold : .dim)
            guard start >= column, label.columns < end - start else { continue }
            line += DisplayText(String(repeating: " ", count: start - column)) + label
            column = start + label.columns
        }
        return line.trimmed
    }

    private func chosenPart(_ unicode: Bool) -> DisplayText { DisplayText(unicode ? "█" : "#", style: .good) }

    private func part(at column: Int, of room: Int, _ unicode: Bool) -> DisplayText {
        let place = (Double(column) + 0.5) / Double(room)
        if chosen.range.contains(place) { return chosenPart(unicode) }
        guard let index = intervals.firstIndex(where: { $0.range.contains(place) }) else {
            return DisplayText(unicode ? "·" : ".", style: .dim)
        }
        let parts = unicode ? ["▒", "░"] : ["=", "-"]
        return DisplayText(parts[index % 2], style: .dim)
    }

    // MARK: SVG

    public func draw(in svg: inout SVGDocument, top: Double) -> Double {
        let (height, y) = (54.0, top + 34)
        let x = { (place: Double) in SVGDocument.margin + place * SVGDocument.room }
        svg.rectangle(x: x(0), y: y, width: SVGDocument.room, height: height, fill: .struck, outlined: true)
        for (index, interval) in intervals.enumerated() {
            let width = (interval.range.upperBound - interval.range.lowerBound) * SVGDocument.room
            svg.rectangle(
                x: x(interval.range.lowerBound), y: y, width: width, height: height,
                fill: interval == chosen ? .series(0) : .shade(index.isMultiple(of: 2) ? 0.12 : 0.24), outlined: true)
            guard SVGDocument.width(of: interval.label, size: 20) + 8 < width else { continue }
            svg.text(
                interval.label, x: x(interval.range.lowerBound) + width / 2, y: y + 34, size: 20, anchor: .middle,
                fill: interval == chosen ? .white : .ink)
        }
        if !intervals.contains(chosen) {
            let width = max(3, (chosen.range.upperBound - chosen.range.lowerBound) * SVGDocument.room)
            svg.rectangle(
                x: x(chosen.range.lowerBound), y: y, width: width, height: height, fill: .series(0), outlined: true)
        }
        svg.text("0", x: x(0), y: top + 24, size: 18)
        svg.text("1", x: x(1), y: top + 24, size: 18, anchor: .end)
        svg.pointer(x: x(mark), y: y + height + 4)
        svg.text(
            caption, x: x(mark) + (mark > 0.5 ? -18 : 18), y: y + height + 24, size: 20,
            anchor: mark > 0.5 ? .end : .start)
        return y + height + 36
    }
}
