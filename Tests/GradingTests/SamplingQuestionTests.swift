import Course
import Grading
import Testing

/// A question whose ideas differ in one word only, and whose misconceptions look like them.
struct SamplingQuestionTests {
    static let prompt =
        "Explain how temperature and top-p differ, and what each of them does to the next-token distribution."

    static let task = TextTask(
        ideas: [
            Idea(
                id: "divides", title: "temperature rescales all logits",
                say: [
                    "temperature divides the logits before the softmax", "temperature rescales the whole distribution",
                    "the logits are divided by the temperature",
                ]),
            Idea(
                id: "low", title: "a low temperature sharpens",
                say: [
                    "a low temperature makes the distribution sharper", "below 1 the likely tokens gain probability",
                    "low values concentrate probability on the top tokens",
                ],
                not: ["a low temperature makes the distribution flatter"]),
            Idea(
                id: "high", title: "a high temperature flattens",
                say: [
                    "a high temperature makes the distribution flatter",
                    "high values spread the probability more evenly",
                    "raising the temperature gives unlikely tokens more probability",
                ],
                not: ["a high temperature makes the distribution sharper"]),
            Idea(
                id: "set", title: "top-p keeps the smallest set that reaches p",
                say: [
                    "top-p keeps the smallest set of tokens whose probabilities together reach p",
                    "the nucleus is the smallest set whose cumulative probability is at least p",
                ]),
            Idea(
                id: "cuts", title: "top-p decides which tokens are eligible",
                say: [
                    "top-p cuts off the tail of unlikely tokens", "tokens outside the nucleus can never be drawn",
                    "top-p removes tokens",
                ]),
        ],
        misconceptions: [
            Misconception(
                id: "uniform", title: "uniform within the nucleus",
                say: ["all tokens in the nucleus are equally likely", "it samples uniformly from the nucleus"]),
            Misconception(
                id: "reorders", title: "temperature changes the ranking",
                say: [
                    "temperature changes the ranking of the tokens", "temperature changes which token is most likely",
                ]),
            Misconception(
                id: "percent", title: "p percent of the tokens", say: ["top-p keeps p percent of the tokens"]),
        ])

    static let cases = [
        TextCase(
            "++---", "The logits are divided by the temperature, so a low temperature makes the distribution sharper."),
        TextCase("-++--", "Low temperature: sharper distribution. A high temperature gives a flatter distribution."),
        TextCase("--+--", "If you raise the temperature, unlikely tokens get more probability."),
        TextCase(
            "-!!--",
            "A low temperature makes the distribution flatter, and a high temperature makes the distribution sharper."),
        TextCase("---+-", "Top-p keeps the smallest set of tokens whose summed probabilities reach p."),
        TextCase("----+", "Tokens outside of the nucleus can't ever be drawn."),
        TextCase("----+", "top p cuts the tail of unlikely tokens off"),
        TextCase("-----", "It samples uniformly from the nucleus.", shows: ["uniform"]),
        TextCase("-----", "It does not sample uniformly from the nucleus."),
        TextCase("-----", "Temperature never changes the ranking of the tokens."),
        TextCase("-----", "Temperature doesn't change which token is most likely."),
        TextCase("-----", "Temperature changes the ranking of the tokens.", shows: ["reorders"]),
        TextCase("-----", "People often believe that top-p keeps p percent of the tokens, but that is wrong."),
        TextCase("-----", "Top-p keeps p percent of the tokens.", shows: ["percent"]),
        TextCase(
            "---+-",
            "Top-p does not keep p percent of the tokens; the nucleus is the smallest set whose cumulative probability is at least p."
        ),
        TextCase("+----", "tempertaure divdes the logits befor the sofmax"),
        TextCase("!----", "Temperature does not divide the logits before the softmax."),
        TextCase("-----", "They differ in what they do to the distribution."),
        TextCase(
            "-----",
            "Explain how temperature and top-p differ, and what each of them does to the next-token distribution."),
        TextCase("-----", "logits, softmax, temperature, nucleus, smallest set, tail, sharper, flatter"),
        TextCase(
            "+++++",
            """
            Temperature divides the logits before the softmax. Low values concentrate the probability on the top tokens,
            whereas high values spread the probability more evenly. It never changes the ranking of the tokens.
            Top-p, in contrast, keeps the smallest set of tokens whose probabilities together reach p, and tokens outside
            the nucleus can never be drawn. Within it the tokens are not equally likely: they keep their proportions.
            """),
    ]

    @Test(arguments: cases)
    func answerOnSamplingIsJudgedByWhatItSays(_ sample: TextCase) throws {
        let verdict = try Grader.embedded.grade(.text(Self.task), points: 5, prompt: Self.prompt, sample.answer)
        #expect(sample.found(in: verdict, of: Self.task) == sample.expected)
    }
}
