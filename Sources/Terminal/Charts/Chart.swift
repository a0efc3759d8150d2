/// Numbers as a picture, drawn twice from one description: with characters in a terminal, and as vectors in a file.
///
/// Shares are from 0 to 1. What a number looks like is the caller's affair: charts print the texts they are given. No
/// chart says anything by colour alone.
public protocol Chart: Sendable {
    /// The chart in lines of at most `width` columns; in ASCII apart from the caller's own words without `unicode`.
    func lines(width: Int, unicode: Bool) -> [DisplayText]

    /// Draws the chart between the margins, its top at `top`. Returns where it ends.
    func draw(in svg: inout SVGDocument, top: Double) -> Double
}

/// Charts and words under a title: what a view shows, in a terminal and as a file.
public struct ChartPage: Sendable {
    public var title: DisplayText
    public var charts: [any Chart]

    public init(title: DisplayText, charts: [any Chart]) {
        self.title = title
        self.charts = charts
    }

    /// The title, then the charts, an empty line between neighbours. No line is wider than `width`.
    public func lines(width: Int, unicode: Bool) -> [DisplayText] {
        let parts = charts.map { $0.lines(width: width, unicode: unicode) }.filter { !$0.isEmpty }
        let head = title.isEmpty ? [] : [title.styled(.bold).wrapped(to: width)]
        return (head + parts).enumerated().flatMap { index, part in (index > 0 ? [DisplayText()] : []) + part }
    }

    /// The page as the text of an SVG file of its own: no script, nothing fetched.
    public func svg() -> String {
        var document = SVGDocument(title: title.plain)
        var top = SVGDocument.margin
        for line in title.wrapped(to: 64) where !line.isEmpty {
            document.text(line.plain, x: SVGDocument.margin, y: top + 28, size: 28, weight: .bold)
            top += 40
        }
        for chart in charts { top = chart.draw(in: &document, top: top + 12) + 16 }
        return document.text(height: top + SVGDocument.margin - 16)
    }
}

/// Lines of words, broken to fit.
public struct ChartNotes: Chart {
    public var notes: [DisplayText]

    public init(_ notes: [DisplayText]) { self.notes = notes }

    public func lines(width: Int, unicode: Bool) -> [DisplayText] {
        notes.flatMap { ("  " + $0).wrapped(to: width, next: "    ") }
    }

    public func draw(in svg: inout SVGDocument, top: Double) -> Double {
        var y = top
        for note in notes {
            for (index, line) in note.wrapped(to: 90).enumerated() {
                svg.text(
                    line.plain, x: SVGDocument.margin + (index > 0 ? 26 : 0), y: y + 22,
                    weight: note.isBold ? .bold : .normal)
                y += 30
            }
        }
        return y
    }
}

/// What does not fit beside each other goes below, in bands.
enum ChartBands {
    /// How many of `count` go in a band of which `most` fit: about the same in each, rather than full ones and a rest.
    static func size(_ count: Int, fitting most: Int) -> Int {
        let most = max(1, min(count, most))
        let bands = max(1, (count + most - 1) / most)
        return max(1, (count + bands - 1) / bands)
    }
}

extension DisplayText {
    /// Whether all of it stands out, apart from spaces.
    var isBold: Bool {
        !isEmpty && runs.allSatisfy { $0.style.attributes.contains(.bold) || $0.text.allSatisfy { $0 == " " } }
    }
}
