import Course
import Grading
import Testing

struct NumberTests {
    private func grade(
        _ answer: String, right: String, tolerance: NumberTask.Tolerance = .absolute(0), units: [String] = [],
        wrong: [(Answer, String)] = []
    ) throws(GradingError) -> Verdict {
        try Grader.embedded.grade(
            .number(NumberTask(tolerance: tolerance, units: units)), Sample.solution(.text(right), wrong: wrong), answer
        )
    }

    @Test(
        arguments: [
            "1000", "1,000", "1_000", "1 000", "1\u{202F}000", "1000.0", "+1000", "1e3", "1E+3", "10e2", "= 1000",
            "2000/2",
            "1000 tokens", "1000tokens", "1,000 Tokens", "tokens 1000", "0001000", "1'000", "1000.",
        ])
    func oneNumberIsReadHoweverItIsWritten(answer: String) throws {
        #expect(try grade(answer, right: "1000", units: ["tokens", "token"]).isFull)
    }

    @Test(arguments: ["-0.5", "\u{2212}0.5", "\u{2013}.5", "-5e-1", "-1/2", "- 0.50"])
    func negativeNumberIsReadWithAnyMinus(answer: String) throws {
        #expect(try grade(answer, right: "-0.5").isFull)
    }

    @Test(arguments: ["$12.50", "$ 12.5", "12.50 $", "-$12.50".replacing("-", with: "+"), "USD 12.5"])
    func currencyMayStandBeforeOrAfter(answer: String) throws {
        #expect(try grade(answer, right: "12.5", units: ["$", "USD"]).isFull)
    }

    @Test(arguments: [("57.6 %", true), ("57.6%", true), ("57.6 percent", true), ("57.6", true), ("0.576", false)])
    func percentIsAUnitThatDoesNotScale(answer: String, isRight: Bool) throws {
        let verdict = try grade(
            answer, right: "57.6", tolerance: .absolute(0.15), units: ["%", "percent"],
            wrong: [(.text("0.576"), "The question asks for percent.")])
        #expect(verdict.isFull == isRight)
        #expect(verdict.feedback == (isRight ? [] : ["The question asks for percent."]))
    }

    @Test func percentIsRefusedWhereItIsNoUnit() {
        let error = #expect(throws: GradingError.self) { try grade("50 %", right: "0.5") }
        #expect(isUnreadable(error, saying: "0.5 for 50 %"))
    }

    @Test(
        arguments: [
            "", " ", "twelve", "about 12", "12 or 13", "12..5", "1.2.3", "--5", "5-", "12 13", "1/2/3", "1/0", "0x10",
            "NaN", "inf",
            "∞", "1e999", "e5", ".", "-", "12,5", "1,00", "1,0000", "1.000,5", "12 apples", "½ or so", "tokens", "/",
            "1/", "%",
            String(repeating: "9", count: 500), "1e", "1e+", "٣",
        ])
    func whatIsNotOneNumberIsUnreadable(answer: String) {
        let error = #expect(throws: GradingError.self) { try grade(answer, right: "12", units: ["tokens"]) }
        #expect(isUnreadable(error))
        #expect(error?.description.contains("no attempt") == true)
    }

    @Test func decimalCommaIsExplained() {
        let error = #expect(throws: GradingError.self) { try grade("12,5", right: "12.5") }
        #expect(isUnreadable(error, saying: "a point the decimals"))
    }

    @Test(
        arguments: [
            ("0.3", "0.3", 0.0, true), ("0.1", "0.3", 0.2, true), ("57.75", "57.6", 0.15, true),
            ("57.751", "57.6", 0.15, false),
            ("1/3", "0.333", 0.0005, true), ("0.33", "1/3", 0.003, false), ("0.33", "1/3", 0.004, true),
            ("1/3", "1/3", 0, true),
            ("2/6", "1/3", 0, true), ("100000000000000000001", "100000000000000000000", 0, false),
        ] as [(String, String, Double, Bool)])
    func toleranceIsExactAtItsBorder(answer: String, right: String, tolerance: Double, isRight: Bool) throws {
        #expect(try grade(answer, right: right, tolerance: .absolute(tolerance)).isFull == isRight)
    }

    @Test(arguments: [("101", true), ("99", true), ("101.1", false), ("-100", false)])
    func relativeToleranceIsAShareOfTheRightNumber(answer: String, isRight: Bool) throws {
        #expect(try grade(answer, right: "100", tolerance: .relative(0.01)).isFull == isRight)
    }

    @Test func nearestKnownMistakeIsNamed() throws {
        let wrong: [(Answer, String)] = [(.text("35.5"), "That is 11 / 31."), (.text("35.7"), "Another.")]
        let verdict = try grade("35.48", right: "57.6", tolerance: .absolute(0.3), wrong: wrong)
        #expect(verdict.feedback == ["That is 11 / 31."])
        #expect(verdict.score == 0)
        #expect(!verdict.criteria[0].detail.contains("57"))
    }
}
