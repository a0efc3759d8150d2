import Course
import Grading
import Sampling
import Testing

struct FuzzTests {
    static let kinds: [(ExerciseKind, Solution)] = [
        (.choice(ChoiceTests.several), Sample.solution(.list(["a", "d"]))),
        (.order(OrderTests.items), OrderTests.solution),
        (.number(NumberTask(tolerance: .absolute(0.5), units: ["%", "$", "tokens"])), Sample.solution(.text("12.5"))),
        (.text(TextSample.key), Sample.solution(.text(""))), (.text(TextSample.zero), Sample.solution(.text(""))),
        (
            .distribution(
                DistributionTask(
                    source: .logits([.init(token: " a", logit: 2), .init(token: " b", logit: 1)]), adjustable: [.topP],
                    checks: [Check(id: "c1", subject: .kept, matcher: .equals(.number(1)))])),
            Sample.solution(.text("0.5"))
        ),
    ]

    static let pieces: [String] =
        [
            "key", "not", "never", "n't", "backend", "the", "a", "b", "c", "d", "e", "1", "0.5", "1/3", "%", "$", ",",
            ".", "\n", "- ", "'",
        ]
        + [
            "\u{0}", "\u{FFFD}", "é", "👩‍👩‍👧", "日本", "\u{202E}", "\u{301}", "sk-", "top-p", "=", "(", ")", "[", "9e99", "-",
            "−", "_", "is",
        ]
        + [
            "wrong", "that", "check", "visitor", "HTTPS", "hides", "rather", "than", "\r\n", "temperature", "ß", "İ",
            "½", "²", "٣",
        ]
        + TextSample.key.ideas.flatMap(\.say)

    @Test func anyTextGetsTheSameFiniteScoreInRange() {
        var generator = SeededGenerator(seed: 20_260_603)
        for round in 0..<30 {
            let count = Int.random(in: 0...(round % 10 == 0 ? 200 : 25), using: &generator)
            let answer = (0..<count).map { _ in Self.pieces.randomElement(using: &generator) ?? "" }
                .joined(separator: Bool.random(using: &generator) ? " " : "")
            for (kind, solution) in Self.kinds {
                let first = try? Grader.embedded.grade(kind, solution, points: 3, prompt: TextSample.keyPrompt, answer)
                let second = try? Grader.embedded.grade(kind, solution, points: 3, prompt: TextSample.keyPrompt, answer)
                #expect(first == second)
                guard let first else { continue }
                #expect(first.score.isFinite && first.score >= 0 && first.score <= 3, "\(answer)")
            }
        }
    }

    @Test(arguments: [
        TextSample.key.ideas[0].say.joined(separator: ". "), "not ", "\n", "if ", "wrong that ", "grader ", "visitor ",
    ])
    func timeGrowsInStepWithTheLength(of piece: String) throws {
        func time(_ bytes: Int) throws -> Duration {
            let answer = String(repeating: piece, count: bytes / piece.utf8.count)
            return try (0..<2).map { _ in
                try ContinuousClock().measure {
                    _ = try Grader.embedded.grade(
                        .text(TextSample.key), points: 3, prompt: TextSample.keyPrompt, answer)
                }
            }.min() ?? .zero
        }
        let short = try time(2000)
        let long = try time(40_000)
        // Twenty times the length: a quadratic step would take four hundred times as long.
        #expect(long < short * 100 + .milliseconds(500))
    }
}
