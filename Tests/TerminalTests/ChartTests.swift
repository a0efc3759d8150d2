import Terminal
import Testing

/// Every chart at several widths, with and without Unicode, and as a picture.
@Suite struct ChartTests {
    static let widths = [20, 40, 60, 80, 120, 200]

    static let charts: [any Chart] = [panels, heatMap, curve, drawLine, shaded, tree, notes]

    static let panels: PanelChart = {
        let cells = { (shares: [Double]) in shares.map { PanelChart.Cell($0, "\(Int($0 * 100)) %") } }
        var chart = PanelChart(
            "token", ["\" a\"", "\" very long word indeed\"", "\"日本\""],
            [
                .init("before", cells([0.5, 0.3, 0.2]), footers: ["1.49 bits"]),
                .init("after T 0.5 · top-p 0.9", cells([0.7, 0.3]) + [.cut], footers: ["0.88 bits"]),
            ])
        chart.leading = [.init("logit", ["3.10", "2.59", "2.18"])]
        chart.trailing = [.init("sum", ["70.0 %", "100.0 %", ""])]
        chart.footerTitles = ["entropy"]
        chart.rule = (2, "top-p 0.9: 2 tokens")
        return chart
    }()

    static let heatMap = HeatMap(
        rowTitle: "token", rows: ["\" a\"", "\" b\""], columnTitle: "temperature",
        columns: (0..<11).map { "\(Double($0) / 5)" },
        values: [(0..<11).map { 1 - Double($0) / 20 }, (0..<11).map { $0 == 0 ? nil : Double($0) / 20 }])

    static let curve = CurveChart(
        title: "entropy, bits", columns: (0..<11).map { "\(Double($0) / 5)" }, values: (0..<11).map { Double($0) },
        texts: (0..<11).map { "\($0)" }, labelColumns: 4)

    static let drawLine: DrawLine = {
        let intervals = [DrawLine.Interval("a", 0..<0.5), .init("b", 0.5..<0.8), .init("c", 0.8..<0.9)]
        return DrawLine(intervals, mark: 0.62, chosen: intervals[1], caption: "0.6200")
    }()

    static let shaded = ShadedText([.init("The sky is", nil), .init(" blue", 0.9), .init(".", 0.04), .init("日本", 0.3)])

    static let tree = TreeChart(
        root: "The sky is",
        branches: [
            .init(
                label: "1 \" blue\"", share: 0.6, text: "60 %",
                children: [.init(label: "1 \".\"", share: 0.9, text: "90 %", children: [])]),
            .init(label: "2 \" clear\"", share: 0.1, text: "10 %", children: []),
        ])

    static let notes = ChartNotes([DisplayText(String(repeating: "many words ", count: 20)), "few"])

    @Test(arguments: widths, [true, false])
    func noLineIsWiderThanTheWidth(_ width: Int, _ unicode: Bool) {
        for chart in Self.charts {
            for line in chart.lines(width: width, unicode: unicode) where width >= 40 {
                #expect(line.columns <= width, "\(line.plain)")
            }
            #expect(!chart.lines(width: width, unicode: unicode).isEmpty)
        }
    }

    @Test func withoutUnicodeNothingButTheWordsGoesBeyondASCII() {
        let plain: [any Chart] = [Self.heatMap, Self.curve, Self.drawLine]
        for chart in plain {
            #expect(chart.lines(width: 80, unicode: false).allSatisfy { $0.plain.utf8.allSatisfy { $0 < 0x80 } })
        }
    }

    @Test func panelsShowBarsCutsAndTheLineAcross() {
        let lines = Self.panels.lines(width: 80, unicode: true).map(\.plain)
        #expect(lines.contains { $0.contains("┄┄ top-p 0.9: 2 tokens ┄") })
        #expect(lines.contains { $0.contains("日本") && $0.contains("cut") })
        #expect(lines.last?.contains("0.88 bits") == true)
    }

    @Test func panelsThatDoNotFitGoBelow() {
        var chart = Self.panels
        chart.panels = Array(repeating: chart.panels[0], count: 7)
        let headers = chart.lines(width: 60, unicode: true).filter { $0.plain.contains("before") }
        #expect(headers.count > 1)
    }

    @Test func heatMapTellsNothingFromLittleAndCutFromBoth() {
        let map = HeatMap(
            rowTitle: "", rows: ["a"], columnTitle: "T", columns: ["1", "2", "3", "4"],
            values: [[0.999, 0.001, 0, nil]])
        let row = map.lines(width: 60, unicode: false).last?.plain ?? ""
        #expect(row.contains("100"))
        #expect(row.contains("<1"))
        #expect(row.contains("cut"))
        #expect(row.contains(" 0"))
    }

    @Test(arguments: [0.0, 0.05, 0.499, 0.5, 0.795, 0.85, 0.95, 0.9999])
    func pointerOfADrawStandsUnderThePartThatWasChosen(_ mark: Double) throws {
        var line = Self.drawLine
        line.mark = mark
        line.chosen = line.intervals.first { $0.range.contains(mark) } ?? .init("d", 0.9..<1)
        for width in [40, 60, 120] {
            let lines = line.lines(width: width, unicode: true).map { Array($0.plain) }
            let column = try #require(lines[2].firstIndex(of: "▲"))
            #expect(lines[1][column] == "█")
        }
    }

    @Test func textIsMarkedAsHighAsItsShare() {
        let lines = Self.shaded.lines(width: 60, unicode: true).map(\.plain)
        #expect(lines == ["  The sky is blue.日本", "            █████▁▃▃▃▃"])
        #expect(Self.shaded.lines(width: 60, unicode: false)[1].plain == "            9999903333")
    }

    @Test func treeShowsWhoFollowsWhom() {
        let lines = Self.tree.lines(width: 60, unicode: true).map(\.plain)
        #expect(lines[0] == "  The sky is")
        #expect(lines[1].hasPrefix("  ├─ 1 \" blue\""))
        #expect(lines[2].hasPrefix("  │  └─ 1 \".\""))
        #expect(lines[3].hasPrefix("  └─ 2 \" clear\""))
    }
}
