import Course
import Grading
import Testing

struct ChoiceTests {
    static let choices = ChoiceTask(
        choices: [
            Choice(id: "a", text: "`choices.message.content`"), Choice(id: "b", text: "the JSON; its braces end it"),
            Choice(id: "c", text: "nothing; its length is zero"),
        ])

    @Test(arguments: [
        "c", "C", "c)", "C.", " (c) ", "\"c\"", "nothing; its length is zero", "Nothing; its length is zero.",
    ])
    func rightChoiceGetsAllPoints(answer: String) throws {
        let verdict = try Grader.embedded.grade(.choice(Self.choices), Sample.solution(.list(["c"])), answer)
        #expect(verdict.score == 2)
        #expect(verdict.criteria.map(\.state) == [.met])
    }

    @Test func choiceIsRecognisedByItsTextWithoutItsMarkup() throws {
        let verdict = try Grader.embedded.grade(
            .choice(Self.choices), Sample.solution(.list(["a"])), "choices.message.content")
        #expect(verdict.isFull)
    }

    @Test func wrongChoiceIsNamedWithoutTheRightOne() throws {
        let solution = Sample.solution(.text("c"), wrong: [(.list(["b"]), "HTTP does not look into the body.")])
        let verdict = try Grader.embedded.grade(.choice(Self.choices), solution, "b")
        #expect(verdict.score == 0)
        #expect(verdict.feedback == ["HTTP does not look into the body."])
        #expect(!verdict.criteria[0].detail.contains("`c`"))
    }

    @Test(arguments: ["", "  ", "x", "b c", "bc", "not b", String(repeating: "b ", count: 3000)])
    func whatIsNoChoiceIsUnreadable(answer: String) {
        let error = #expect(throws: GradingError.self) {
            try Grader.embedded.grade(.choice(Self.choices), Sample.solution(.list(["c"])), answer)
        }
        #expect(isUnreadable(error, saying: "Type one of a, b, c"))
    }

    static let several = ChoiceTask(
        choices: Sample.letters.map { Choice(id: $0, text: "text \($0)") }, allowsMultiple: true)

    @Test(
        arguments: [
            ("a d", 2), ("d, a", 2), ("A and D", 2), ("ad", 2), ("a,d.", 2), ("a c d", 1.2), ("a", 1.2), ("b", 0),
            ("a b c d e", 0),
            ("a b", 0.4), ("a a d", 2),
        ] as [(String, Double)])
    func eachOfSeveralChoicesCounts(answer: String, score: Double) throws {
        let verdict = try Grader.embedded.grade(.choice(Self.several), Sample.solution(.list(["a", "d"])), answer)
        #expect(abs(verdict.score - score) < 1e-9)
        #expect(verdict.isFull == (score == 2))
    }

    @Test func arithmeticOfSeveralChoicesIsShown() throws {
        let verdict = try Grader.embedded.grade(.choice(Self.several), Sample.solution(.list(["a", "d"])), "a c d")
        #expect(
            verdict.arithmetic
                == "4 of 5 rightly taken or left, 1 wrongly: (4 − 1) / 5 of 2, not below 0: 1.2 of 2 points")
    }

    @Test func choiceWithoutSolutionIsNotGraded() {
        let error = #expect(throws: GradingError.self) { try Grader.embedded.grade(.choice(Self.choices), nil, "a") }
        #expect(error?.description.contains("check") == true)
    }
}

struct OrderTests {
    static let items = OrderTask(items: Sample.letters.map { OrderItem(id: $0, text: "text \($0)") })
    static let solution = Sample.solution(
        .list(["d", "e", "c", "a", "b"]), wrong: [(.list(["d", "e", "c", "b", "a"]), "Nearly.")])

    @Test(
        arguments: [
            ("d e c a b", 2), ("D, E, C, A, B", 2), ("decab", 2), ("d > e > c > a > b", 2), ("d->e->c->a->b", 2),
            ("1. d e c a b".replacing("1. ", with: ""), 2), ("d e c b a", 1.5), ("e d c a b", 1.5), ("e c a d b", 1.5),
            ("b a c e d", 0),
        ] as [(String, Double)])
    func longestRunInTheRightOrderCounts(answer: String, score: Double) throws {
        let verdict = try Grader.embedded.grade(.order(Self.items), Self.solution, answer)
        #expect(verdict.score == score)
    }

    @Test func orderThatIsAKnownMistakeIsNamed() throws {
        let verdict = try Grader.embedded.grade(.order(Self.items), Self.solution, "d e c b a")
        #expect(verdict.feedback == ["Nearly."])
        #expect(verdict.arithmetic == "(4 − 1) / (5 − 1) of 2: 1.5 of 2 points")
        #expect(verdict.criteria[0].quote == "d e c b a")
    }

    @Test(
        arguments: [
            ("d e c a", "'b' is missing"), ("d e", "'a', 'b', 'c' are missing"), ("d e c a a", "'a' is there twice"),
            ("d e c a x", "'x' is none"), ("", "no answer yet"),
        ])
    func orderThatIsNotCompleteIsUnreadable(answer: String, words: String) {
        let error = #expect(throws: GradingError.self) {
            try Grader.embedded.grade(.order(Self.items), Self.solution, answer)
        }
        #expect(isUnreadable(error, saying: words))
    }
}
