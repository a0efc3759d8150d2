extension PanelChart {
    private static let rowHeight = 38.0
    private static let gap = 24.0

    public func draw(in svg: inout SVGDocument, top: Double) -> Double {
        // A panel narrower than this has no room for its number and a bar.
        let labelWidth = min(
            300, (labels.map(\.plain) + footerTitles + [rowTitle]).map { SVGDocument.width(of: $0) }.max() ?? 0)
        let besides = (leading + trailing).reduce(0) { $0 + Self.gap + SVGDocument.width(of: $1.longest) }
        let room = SVGDocument.room - labelWidth - besides
        let aBand = ChartBands.size(panels.count, fitting: Int(room / 230))
        var y = top
        for first in stride(from: 0, to: max(1, panels.count), by: aBand) {
            if first > 0 { y += 20 }
            let band = Array(panels.dropFirst(first).prefix(aBand))
            y = draw(band, firstSeries: first, of: room / Double(aBand), labelWidth, in: &svg, top: y)
        }
        return y
    }

    private func draw(
        _ band: [Panel], firstSeries: Int, of panelWidth: Double, _ labelWidth: Double, in svg: inout SVGDocument,
        top: Double
    ) -> Double {
        var x = SVGDocument.margin + labelWidth
        var leadingEnds: [Double] = []
        for column in leading {
            x += Self.gap + SVGDocument.width(of: column.longest)
            leadingEnds.append(x)
        }
        let starts = band.indices.map { x + Self.gap + Double($0) * panelWidth }
        var trailingEnds: [Double] = []
        x += Double(band.count) * panelWidth
        for column in trailing {
            x += Self.gap + SVGDocument.width(of: column.longest)
            trailingEnds.append(x)
        }
        let titleColumns = max(8, Int((panelWidth - Self.gap) / (0.6 * 20)))
        let titles = band.map { DisplayText($0.title).wrapped(to: titleColumns) }
        let titleLines = titles.map(\.count).max() ?? 1
        var y = top + Double(titleLines) * 26
        svg.text(rowTitle, x: SVGDocument.margin, y: y, size: 20, weight: .bold, fill: .faint)
        for (column, end) in zip(leading + trailing, leadingEnds + trailingEnds) {
            svg.text(column.title, x: end, y: y, size: 20, anchor: .end, weight: .bold, fill: .faint)
        }
        for (title, start) in zip(titles, starts) {
            for (line, text) in title.reversed().enumerated() {
                svg.text(text.plain, x: start, y: y - Double(line) * 26, size: 20, weight: .bold, fill: .faint)
            }
        }
        y += 12
        let textWidth = SVGDocument.width(of: band.flatMap { $0.cells.map(\.text) }.max { $0.count < $1.count } ?? "")
        let bar = max(20, panelWidth - Self.gap - textWidth - 16)
        let scale = bar / barLimit
        for (row, label) in labels.enumerated() {
            if let rule, rule.row == row { y = draw(rule.caption, in: &svg, at: y) }
            let baseline = y + 26
            svg.text(label.truncated(to: Int(labelWidth / 13.2 + 0.5)).plain, x: SVGDocument.margin, y: baseline)
            for (column, end) in zip(leading + trailing, leadingEnds + trailingEnds) {
                svg.text(column.cells[row], x: end, y: baseline, anchor: .end)
            }
            for (index, (panel, start)) in zip(band, starts).enumerated() {
                let cell = panel.cells[row]
                let width = cell.isCut ? 0 : max(cell.share > 0 ? 2 : 0, min(bar, cell.share * scale))
                svg.rectangle(
                    x: start, y: y + 5, width: width, height: Self.rowHeight - 10, fill: .series(firstSeries + index),
                    outlined: true)
                svg.text(
                    cell.text, x: start + width + 8, y: baseline, size: 20, fill: cell.isCut ? .faint : .ink)
            }
            y += Self.rowHeight
        }
        if let rule, rule.row == labels.count { y = draw(rule.caption, in: &svg, at: y) }
        for (index, title) in footerTitles.enumerated() {
            y += 30
            svg.text(title, x: SVGDocument.margin, y: y, size: 20, fill: .faint)
            for (panel, start) in zip(band, starts) where index < panel.footers.count {
                let figure = DisplayText(panel.footers[index]).truncated(to: Int((panelWidth - Self.gap) / 12))
                svg.text(figure.plain, x: start, y: y, size: 20)
            }
        }
        return y + 8
    }

    /// What the longest bar stands for: so that bars can be told apart, a quarter, a half or the whole.
    private var barLimit: Double {
        let highest = panels.flatMap(\.cells).map(\.share).max() ?? 1
        return [0.25, 0.5].first { highest <= $0 } ?? 1
    }

    private func draw(_ caption: String, in svg: inout SVGDocument, at y: Double) -> Double {
        let end = SVGDocument.width - SVGDocument.margin
        svg.line([(SVGDocument.margin, y + 4), (end, y + 4)], dashed: true)
        svg.text(caption, x: end, y: y + 26, size: 18, anchor: .end)
        return y + 34
    }
}

extension PanelChart.TextColumn {
    fileprivate var longest: String { ([title] + cells).max { $0.count < $1.count } ?? "" }
}
