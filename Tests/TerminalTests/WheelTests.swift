import Terminal
import Testing

@Suite struct WheelTests {
    private func keys(_ text: String) -> [Key] {
        var decoder = KeyDecoder()
        return text.utf8.flatMap { decoder.consume($0) } + decoder.flush()
    }

    // xterm's control sequences, "Extended coordinates": CSI < button ; column ; row M.
    @Test(arguments: [
        ("\u{1B}[<64;1;1M", Wheel(isUp: true, column: 0, row: 0)),
        ("\u{1B}[<65;80;24M", Wheel(isUp: false, column: 79, row: 23)),
        ("\u{1B}[<68;300;5M", Wheel(isUp: true, column: 299, row: 4, shift: true)),
        ("\u{1B}[<81;2;3M", Wheel(isUp: false, column: 1, row: 2)),
    ])
    func reportsBecomeTurnsOfTheWheel(_ report: String, _ expected: Wheel) {
        #expect(keys(report) == [.wheel(expected)])
    }

    @Test(arguments: [
        "\u{1B}[<0;1;1M", "\u{1B}[<0;1;1m", "\u{1B}[<64;1;1m", "\u{1B}[<66;1;1M", "\u{1B}[<64;1M", "\u{1B}[<64;1;1;1M",
        "\u{1B}[<;;M", "\u{1B}[<99999999999999999999;1;1M", "\u{1B}[<64;1;1~",
    ])
    func otherReportsAreDropped(_ report: String) {
        #expect(keys(report + "x") == [.character("x")])
    }
}
