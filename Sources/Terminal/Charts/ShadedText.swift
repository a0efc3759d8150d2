/// Text in pieces, each with the share that it had: under every piece runs a line as high as that.
public struct ShadedText: Chart {
    public struct Piece: Hashable, Sendable {
        public var text: String
        /// `nil` for text that was given, and has none.
        public var share: Double?

        public init(_ text: String, _ share: Double?) { (self.text, self.share) = (text, share) }
    }

    public var pieces: [Piece]

    public init(_ pieces: [Piece]) { self.pieces = pieces }

    // MARK: Text

    private static let heights = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    public func lines(width: Int, unicode: Bool) -> [DisplayText] {
        rows(width: max(1, width - 2)).flatMap { row in
            var (words, marks) = (DisplayText("  "), DisplayText("  "))
            for piece in row {
                words += DisplayText(piece.text, style: Self.style(piece.share))
                let mark = piece.share.map { Self.mark($0, unicode) } ?? " "
                marks += DisplayText(
                    String(repeating: mark, count: DisplayText(piece.text).columns), style: Self.style(piece.share))
            }
            return [words, marks.trimmed].map { $0.truncated(to: width) }
        }
    }

    /// The pieces in rows, broken between pieces; a piece wider than a row has one of its own, and is cut there.
    private func rows(width: Int) -> [[Piece]] {
        var rows: [[Piece]] = [[]]
        var used = 0
        for piece in pieces {
            let columns = DisplayText(piece.text).columns
            if used > 0, used + columns > width {
                rows.append([])
                used = 0
            }
            rows[rows.count - 1].append(piece)
            used += columns
        }
        return rows
    }

    /// An eighth of a block for each eighth of a share; without Unicode tenths, 0 to 9.
    private static func mark(_ share: Double, _ unicode: Bool) -> String {
        let share = min(max(share, 0), 1)
        return unicode ? heights[min(7, Int(share * 8))] : "\(min(9, Int(share * 10)))"
    }

    private static func style(_ share: Double?) -> TextStyle {
        switch share {
        case nil: .dim
        case .some(0.5...): .good
        case .some(0.1..<0.5): .warning
        default: .bad
        }
    }

    // MARK: SVG

    public func draw(in svg: inout SVGDocument, top: Double) -> Double {
        let letter = 0.6 * 26.0
        var y = top
        for row in rows(width: Int(SVGDocument.room / letter)) {
            var x = SVGDocument.margin
            for piece in row {
                let width = Double(DisplayText(piece.text).columns) * letter
                svg.text(piece.text, x: x, y: y + 28, size: 26, fill: piece.share == nil ? .faint : .ink)
                if let share = piece.share {
                    svg.rectangle(
                        x: x + 1, y: y + 38 + 24 * (1 - share), width: width - 2, height: max(2, 24 * share),
                        fill: .shade(0.3 + 0.7 * share))
                }
                x += width
            }
            y += 76
        }
        return y
    }
}
