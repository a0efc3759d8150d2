/// A picture in SVG 1.1, put together shape by shape. It stands alone: no script, no style sheet, nothing to fetch.
///
/// All text is made safe as `DisplayText` is, and escaped. Areas differ by pattern and lightness, so that the picture
/// reads in greyscale. Letters have one width, 0.6 of their size, so that what fits can be counted.
public struct SVGDocument: Sendable {
    /// In the picture's own units, which a viewer scales to its window.
    public static let width = 1280.0
    public static let margin = 40.0
    /// The size of letters that still read from the last row.
    public static let textSize = 22.0
    /// The width between the margins.
    public static var room: Double { width - 2 * margin }

    public enum Anchor: String, Sendable { case start, middle, end }
    public enum Weight: String, Sendable { case normal, bold }

    /// How an area is filled. Neighbouring series differ in pattern, not in colour alone.
    public enum Fill: Hashable, Sendable {
        /// One of six patterns, repeated beyond.
        case series(Int)
        /// From white, 0, to the darkest blue, 1.
        case shade(Double)
        /// What was cut away: thin slanted lines.
        case struck
        case ink
        case faint
        case white
    }

    private let title: String
    private var body = ""

    public init(title: String) { self.title = title }

    // MARK: Shapes

    public mutating func text(
        _ text: String, x: Double, y: Double, size: Double = textSize, anchor: Anchor = .start,
        weight: Weight = .normal, fill: Fill = .ink
    ) {
        let weight = weight == .bold ? " font-weight=\"bold\"" : ""
        let anchor = anchor == .start ? "" : " text-anchor=\"\(anchor.rawValue)\""
        body +=
            "<text x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" font-size=\"\(Self.number(size))\""
            + "\(anchor)\(weight) fill=\"\(Self.paint(fill))\">\(Self.escaped(text))</text>\n"
    }

    public mutating func rectangle(
        x: Double, y: Double, width: Double, height: Double, fill: Fill, outlined: Bool = false
    ) {
        guard width > 0, height > 0 else { return }
        let stroke = outlined ? " stroke=\"#1b1b1b\" stroke-width=\"1.5\"" : ""
        body +=
            "<rect x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" width=\"\(Self.number(width))\""
            + " height=\"\(Self.number(height))\" fill=\"\(Self.paint(fill))\"\(stroke)/>\n"
    }

    /// A line through `points`; `dashed` for what is no measured value.
    public mutating func line(
        _ points: [(x: Double, y: Double)], thickness: Double = 2, dashed: Bool = false, fill: Fill = .ink
    ) {
        let path = points.map { "\(Self.number($0.x)),\(Self.number($0.y))" }.joined(separator: " ")
        let dash = dashed ? " stroke-dasharray=\"8 6\"" : ""
        body +=
            "<polyline points=\"\(path)\" fill=\"none\" stroke=\"\(Self.paint(fill))\""
            + " stroke-width=\"\(Self.number(thickness))\"\(dash)/>\n"
    }

    /// A curve from one point to another that leaves and arrives level.
    public mutating func link(
        from start: (x: Double, y: Double), to end: (x: Double, y: Double), thickness: Double, fill: Fill
    ) {
        let middle = Self.number((start.x + end.x) / 2)
        let (startY, endY) = (Self.number(start.y), Self.number(end.y))
        body +=
            "<path d=\"M\(Self.number(start.x)),\(startY) C\(middle),\(startY) \(middle),\(endY) "
            + "\(Self.number(end.x)),\(endY)\" fill=\"none\" stroke=\"\(Self.paint(fill))\""
            + " stroke-width=\"\(Self.number(thickness))\"/>\n"
    }

    public mutating func circle(x: Double, y: Double, radius: Double, fill: Fill = .ink) {
        body +=
            "<circle cx=\"\(Self.number(x))\" cy=\"\(Self.number(y))\" r=\"\(Self.number(radius))\""
            + " fill=\"\(Self.paint(fill))\"/>\n"
    }

    /// A triangle whose tip, at the point, shows upward.
    public mutating func pointer(x: Double, y: Double) {
        let points = [(x, y), (x - 11, y + 20), (x + 11, y + 20)]
            .map { "\(Self.number($0.0)),\(Self.number($0.1))" }.joined(separator: " ")
        body += "<polygon points=\"\(points)\" fill=\"\(Self.paint(.ink))\"/>\n"
    }

    // MARK: The whole

    /// The file's text. It names no size, so that a browser fills its window with it.
    public func text(height: Double) -> String {
        let (width, height) = (Self.number(Self.width), Self.number(height))
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" \
            role="img" font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" style="white-space:pre" xml:space="preserve">
            <title>\(Self.escaped(title))</title>
            <defs>
            \(Self.patterns)
            </defs>
            <rect width="\(width)" height="\(height)" fill="#ffffff"/>
            \(body)</svg>

            """
    }

    /// How wide `text` is drawn.
    public static func width(of text: String, size: Double = textSize) -> Double {
        0.6 * size * Double(DisplayText(text).columns)
    }

    /// `text` in the content of an element or in an attribute: controls shown, markup escaped.
    public static func escaped(_ text: String) -> String {
        var result = ""
        for character in DisplayText(text).plain.unicodeScalars {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }

    /// To a tenth, without an exponent.
    static func number(_ value: Double) -> String {
        let tenths = (value * 10).rounded()
        guard abs(tenths) < 1e12 else { return "0" }
        let whole = Int(tenths)
        let (units, rest) = (abs(whole) / 10, abs(whole) % 10)
        return (whole < 0 ? "-" : "") + (rest == 0 ? "\(units)" : "\(units).\(rest)")
    }

    private static func paint(_ fill: Fill) -> String {
        switch fill {
        case .series(0): "#1f5a8a"
        case .series(let index): "url(#series\(max(0, index) % seriesPatterns.count))"
        case .shade(let share):
            shadeColour(share)
        case .struck: "url(#struck)"
        case .ink: "#1b1b1b"
        case .faint: "#5f6b76"
        case .white: "#ffffff"
        }
    }

    /// Between white and a dark blue; lightness falls evenly, so greys keep the order.
    private static func shadeColour(_ share: Double) -> String {
        let share = share.isNaN ? 0 : min(max(share, 0), 1)
        let (light, dark) = ([255.0, 255, 255], [18.0, 62, 104])
        let parts = zip(light, dark).map { Int(($0 + ($1 - $0) * share).rounded()) }
        return "#" + parts.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// The content of each series' pattern, in a square of 10.
    private static let seriesPatterns = [
        "<rect width=\"10\" height=\"10\" fill=\"#1f5a8a\"/>",
        "<rect width=\"10\" height=\"10\" fill=\"#ffe8cc\"/><path d=\"M-2,12 L12,-2 M-2,2 L2,-2 M8,12 L12,8\" stroke=\"#b45309\" stroke-width=\"3\"/>",
        "<rect width=\"10\" height=\"10\" fill=\"#e3f3ea\"/><circle cx=\"5\" cy=\"5\" r=\"2.6\" fill=\"#1e6b45\"/>",
        "<rect width=\"10\" height=\"10\" fill=\"#f3e8f7\"/><path d=\"M0,5 H10 M5,0 V10\" stroke=\"#6b2c82\" stroke-width=\"2\"/>",
        "<rect width=\"10\" height=\"10\" fill=\"#eeeeee\"/><path d=\"M0,5 H10\" stroke=\"#333333\" stroke-width=\"4\"/>",
        "<rect width=\"10\" height=\"10\" fill=\"#8a939b\"/>",
    ]

    private static let patterns: String = {
        let all = seriesPatterns.enumerated().map { ("series\($0)", $1) }
        let struck =
            "<rect width=\"10\" height=\"10\" fill=\"#f6f6f6\"/><path d=\"M-2,12 L12,-2\" stroke=\"#b0b6bc\" stroke-width=\"1.5\"/>"
        return (all + [("struck", struck)]).map { id, content in
            "<pattern id=\"\(id)\" width=\"10\" height=\"10\" patternUnits=\"userSpaceOnUse\">\(content)</pattern>"
        }.joined(separator: "\n")
    }()
}
