import Foundation
import Terminal
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite struct SVGTests {
    private func picture(_ charts: [any Chart]) -> String {
        ChartPage(title: "What follows \"The sky is\" & <more>", charts: charts).svg()
    }

    @Test func everyChartIsWellFormed() throws {
        for chart in ChartTests.charts {
            let parser = XMLParser(data: Data(picture([chart]).utf8))
            #expect(parser.parse(), "\(String(describing: parser.parserError)) in \(type(of: chart))")
        }
        let all = XMLParser(data: Data(picture(ChartTests.charts).utf8))
        #expect(all.parse())
    }

    @Test func pictureStandsAlone() {
        let text = picture(ChartTests.charts)
        #expect(!text.contains("<script"))
        #expect(!text.contains("href"))
        #expect(text.components(separatedBy: "http").count == 2)
        #expect(text.contains("xmlns=\"http://www.w3.org/2000/svg\""))
    }

    @Test(arguments: [
        ("a < b && c > \"d\" 'e'", "a &lt; b &amp;&amp; c &gt; &quot;d&quot; &#39;e&#39;"),
        ("</text><script>alert(1)</script>", "&lt;/text&gt;&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("\u{1B}[31m\u{0}\u{FFFE}", "␛[31m␀\\u{FFFE}"),
        ("]]>", "]]&gt;"),
        ("é日本 🌍", "é日本 🌍"),
    ])
    func textIsEscapedAndControlsAreShown(_ text: String, _ expected: String) {
        #expect(SVGDocument.escaped(text) == expected)
        let tree = TreeChart(
            root: DisplayText(text), branches: [.init(label: DisplayText(text), share: 0.5, text: text, children: [])])
        let page = ChartPage(title: DisplayText(text), charts: [tree]).svg()
        #expect(XMLParser(data: Data(page.utf8)).parse())
        #expect(!page.contains("<script"))
    }

    @Test func nothingIsDrawnOutsideTheWidth() throws {
        let text = picture(ChartTests.charts)
        for match in text.matches(of: /<rect x="(?<x>-?[0-9.]+)" y="(?<y>-?[0-9.]+)" width="(?<width>[0-9.]+)"/) {
            let (x, width) = (try #require(Double(match.x)), try #require(Double(match.width)))
            #expect(x >= 0 && x + width <= SVGDocument.width)
        }
        let height = try #require(text.firstMatch(of: /viewBox="0 0 1280 ([0-9.]+)"/).flatMap { Double($0.1) })
        for match in text.matches(of: /<text x="(?<x>-?[0-9.]+)" y="(?<y>-?[0-9.]+)"/) {
            let (x, y) = (try #require(Double(match.x)), try #require(Double(match.y)))
            #expect(x >= 0 && x <= SVGDocument.width && y >= 0 && y <= height)
        }
    }

    @Test func valuesThatAreNoNumbersDrawSomething() {
        let cells = [Double.nan, .infinity, -1].map { PanelChart.Cell($0, "\($0)") }
        let page = ChartPage(title: "t", charts: [PanelChart("x", ["a", "b", "c"], [.init("p", cells)])])
        #expect(XMLParser(data: Data(page.svg().utf8)).parse())
        #expect(!page.svg().contains("nan\" "))
    }
}
