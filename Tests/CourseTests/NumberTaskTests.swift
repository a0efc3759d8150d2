import Course
import Testing

struct NumberTaskTests {
    @Test(arguments: [
        ("12.5", 12.5), (" 12.5 ", 12.5), ("1,000", 1000), ("1,234,567.5", 1_234_567.5), ("1_000", 1000), ("1e3", 1000),
        ("1E-3", 0.001), ("-5", -5), ("\u{2212}5", -5), ("+5", 5), (".5", 0.5), ("5.", 5), ("5.e2", 500), ("01", 1),
        ("50 %", 50), ("50%", 50), ("$5", 5), ("$ 1,000", 1000), ("-$5", -5), ("$-5", -5), ("7 Tokens", 7),
        ("7 token", 7),
    ])
    func numberIsReadWithAUnitAtMost(_ text: String, _ expected: Double) {
        #expect(NumberTask(units: ["tokens", "token", "%", "$"]).value(of: text) == expected)
    }

    @Test(arguments: [
        "", " ", ".", "-", "e3", "12,5", "1,00", "1,0000", "1234,567", "_1", "1_", "1__0", "1.2.3", "1e", "0x10", "nan",
        "inf", "1 2",
        "5 apples", "tokens", "1e999", "--5", "٣",
    ])
    func textThatIsNoNumberIsRefused(_ text: String) {
        #expect(NumberTask(units: ["tokens"]).value(of: text) == nil)
    }

    @Test func toleranceIncludesItsBorder() {
        #expect(NumberTask(tolerance: .absolute(0.1)).accepts(0.3, for: 0.2))
        #expect(!NumberTask(tolerance: .absolute(0.1)).accepts(0.31, for: 0.2))
        #expect(NumberTask(tolerance: .relative(0.01)).accepts(-101, for: -100))
        #expect(!NumberTask(tolerance: .relative(0.01)).accepts(101.1, for: 100))
        #expect(NumberTask().accepts(0.1 + 0.2, for: 0.3))
        #expect(!NumberTask().accepts(1, for: 0))
    }
}
