import Course
import Grading
import LanguageModel
import Testing

struct DistributionTests {
    /// At temperature 1: 0.5, 0.25, 0.125, 0.125.
    static let logits: [DistributionTask.TokenLogit] = [
        .init(token: " blue", logit: 0), .init(token: " clear", logit: -0.6931471805599453),
        .init(token: " grey", logit: -1.3862943611198906),
        .init(token: " dark", logit: -1.3862943611198906),
    ]

    private func task(
        _ adjustable: [SamplerSetting] = [.topP], fixed: [SamplerSetting: Double] = [:], checks: [(String, Matcher)],
        source: DistributionTask.Source = .logits(logits)
    ) throws -> ExerciseKind {
        .distribution(
            DistributionTask(
                source: source, adjustable: adjustable, fixed: fixed,
                checks: try checks.enumerated().map { index, check in
                    Check(id: "c\(index + 1)", subject: try DistributionSubject.parse(check.0), matcher: check.1)
                }))
    }

    @Test(
        arguments: ["0.70", ".7", "top-p=0.7", "--top-p 0.7", "top_p: .7", "Top-P 0.7", "top-p = 0.7"])
    func settingIsReadHoweverItIsTyped(answer: String) throws {
        #expect(try Grader.embedded.grade(try task(checks: [("kept", .equals(.number(2)))]), nil, answer).isFull)
    }

    @Test(arguments: [
        "", "much", "temperature=0.5", "1.5", "0", "-1", "0.7 0.8", "top-p=", "top-p=0.7 top-p=0.8", "nan", "70 %",
        "0,7",
    ])
    func whatIsNoSettingHereIsUnreadable(answer: String) throws {
        let kind = try task(checks: [("kept", .equals(.number(2)))])
        let error = #expect(throws: GradingError.self) { try Grader.embedded.grade(kind, nil, answer) }
        #expect(isUnreadable(error))
    }

    @Test(
        arguments: [
            ("kept", .equals(.number(2))), ("top", .equals(.string(" blue"))), ("top-probability", .atLeast(0.666)),
            ("probability \" clear\"", .below(0.334)), ("probability \" grey\"", .equals(.number(0))),
            ("entropy", .atMost(0.919)),
            ("perplexity", .atLeast(1.88)), ("top-p", .equals(.number(0.7))), ("temperature", .equals(.number(1))),
            ("top-k", .present(false)), ("min-p", .equals(.number(0))),
        ] as [(String, Matcher)])
    func checkSeesTheDistributionThatComesOut(subject: String, matcher: Matcher) throws {
        let verdict = try Grader.embedded.grade(try task(checks: [(subject, matcher)]), nil, "0.7")
        #expect(verdict.isFull, "\(verdict)")
    }

    @Test(
        arguments: [
            ("0.70", "Top-p 0.7 keeps 2 tokens: together they hold 0.750, which reaches 0.7 already."),
            ("0.5", "Top-p 0.5 keeps 1 token: it holds 0.500, which reaches 0.5 already."),
            ("1", "Nothing is cut: 4 tokens can be drawn."),
        ])
    func verdictShowsTheArithmeticOfTheNucleus(answer: String, sentence: String) throws {
        let verdict = try Grader.embedded.grade(try task(checks: [("kept", .equals(.number(3)))]), nil, answer)
        #expect(verdict.feedback == [sentence])
        #expect(verdict.score == 0)
    }

    @Test func fixedSettingsAreAppliedFirstInTheirStage() throws {
        let kind = try task([.topP], fixed: [.temperature: 0.5], checks: [("kept", .equals(.number(1)))])
        let verdict = try Grader.embedded.grade(kind, nil, "0.7")
        #expect(verdict.isFull)
        #expect(
            verdict.feedback == [
                "At temperature 0.5 the most probable token has 72.7 %; the entropy is 1.19 bits. "
                    + "Top-p 0.7 keeps 1 token: it holds 0.727, which reaches 0.7 already."
            ])
    }

    @Test func knownMistakeIsNamedHoweverItIsTyped() throws {
        let solution = Sample.solution(.text("0.8"), wrong: [(.text("0.7"), "Two are enough for that.")])
        let verdict = try Grader.embedded.grade(
            try task(checks: [("kept", .equals(.number(3)))]), solution, "top-p=0.70")
        #expect(verdict.feedback.last == "Two are enough for that.")
    }

    @Test func severalSettingsAreReadTogether() throws {
        let kind = try task([.temperature, .topP, .topK, .minP], checks: [("kept", .equals(.number(2)))])
        #expect(try Grader.embedded.grade(kind, nil, "temperature=2, top-k=2").isFull)
        #expect(try Grader.embedded.grade(kind, nil, "--min-p 0.4").isFull)
    }

    @Test func distributionOfANamedModelIsTheModels() throws {
        let kind = try task(
            [.temperature], checks: [("top-probability", .atLeast(0.999))], source: .model("ngram", after: "The sky is")
        )
        #expect(try Grader.embedded.grade(kind, nil, "0").isFull)
        #expect(try !Grader.embedded.grade(kind, nil, "5").isFull)
    }

    @Test func exerciseOnAMissingModelWaits() throws {
        let kind = try task(
            checks: [("kept", .equals(.number(3)))], source: .model("smollm2-135m-instruct", after: "The sky is"))
        let error = #expect(throws: GradingError.self) { try Grader.embedded.grade(kind, nil, "0.7") }
        guard case .modelMissing(let name, let available, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(name == "smollm2-135m-instruct")
        #expect(available == ["ngram"])
        #expect("\(try #require(error))".contains("waits"))
    }

    @Test(arguments: [Double.nan, .infinity])
    func logitsThatAreNoNumbersAreRefused(logit: Double) throws {
        let kind = try task(checks: [("kept", .equals(.number(1)))], source: .logits([.init(token: "a", logit: logit)]))
        #expect(throws: GradingError.self) { try Grader.embedded.grade(kind, nil, "0.7") }
    }
}
