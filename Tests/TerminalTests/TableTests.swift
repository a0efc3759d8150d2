import Terminal
import Testing

@Suite struct TableTests {
    private func table(_ border: Table.Border) -> Table {
        var table = Table(
            [
                .init("event"), .init("time", alignment: .right), .init("data", overflow: .truncate),
            ], border: border)
        table.append(["message", "61 ms", DisplayText(#"{"choices":[{"delta":{"content":"Hej"}}]}"#, style: .code)])
        table.append(["日本語", "1 s", "short"])
        table.append(["", "", ""])
        return table
    }

    @Test(arguments: [20, 40, 60, 80, 100], [Table.Border.none, .box])
    func tableMatchesItsRecordAndFits(_ width: Int, _ border: Table.Border) throws {
        let lines = table(border).lines(width: width)
        #expect(lines.allSatisfy { $0.columns <= width })
        let name = "tables/\(border == .box ? "box" : "open").\(width).txt"
        try Fixtures.expect(lines.map(\.plain).joined(separator: "\n") + "\n", equals: name)
    }

    @Test func boxesAreDrawnInASCIIWhereNothingElseIsShown() {
        let text = table(.box).lines(width: 60, unicode: false).map(\.plain).joined()
        #expect(!text.contains("│") && text.contains("|") && text.contains("+--"))
    }

    @Test func cellsTooManyOrTooFewLoseNothing() {
        var table = Table([.init("a"), .init("b")])
        table.append(["only"])
        table.append(["1", "2", "3"])
        #expect(table.lines(width: 80).map(\.plain) == ["a     b", "only", "1     2 3"])
        #expect(Table([]).lines(width: 80).isEmpty)
    }

    @Test(arguments: [
        (0.0, 8, ""), (-1, 8, ""), (.nan, 8, ""), (0.000_1, 8, "▏"), (0.5, 8, "████"), (0.49, 10, "████▉"),
        (1, 4, "████"), (7, 4, "████"),
        (0.999_99, 4, "███▉"), (.infinity, 2, "██"), (0.5, 0, ""),
    ])
    func barShowsItsShareInEighths(_ share: Double, _ width: Int, _ expected: String) {
        #expect(Bar.text(share, width: width).plain == expected)
    }

    @Test func barWithoutUnicodeIsMadeOfNumberSigns() {
        #expect(Bar.text(0.5, width: 8, unicode: false).plain == "####")
        #expect(Bar.text(0.01, width: 8, unicode: false).plain == "#")
        #expect(Bar.text(0.99, width: 8, unicode: false).plain == "#######")
    }
}
