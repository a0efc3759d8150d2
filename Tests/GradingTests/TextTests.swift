import Course
import Grading
import Testing

/// An answer, and which criteria are met (`+`), missed (`-`) or contradicted (`!`), in order; shown misconceptions by id.
struct TextCase: Sendable, CustomTestStringConvertible {
    var answer: String
    var states: String
    var misconceptions: [String]

    init(_ states: String, _ answer: String, shows misconceptions: [String] = []) {
        self.answer = answer
        self.states = states
        self.misconceptions = misconceptions
    }

    var testDescription: String { answer }

    var expected: String { "\(states) \(misconceptions)" }

    func found(in verdict: Verdict, of task: TextTask) -> String {
        let found = verdict.criteria.prefix(task.ideas.count).map { criterion in
            switch criterion.state {
            case .met: "+"
            case .missed: "-"
            case .contradicted: "!"
            }
        }.joined()
        return "\(found) \(verdict.criteria.dropFirst(task.ideas.count).map(\.id))"
    }
}

struct TextTests {
    static let keyCases = [
        TextCase(
            "+++",
            """
            The JavaScript is sent to every visitor, with the key in it: HTTPS only protects
            the key on the way, and anyone who opens the page can read it in the browser's
            developer tools. Somebody can copy the key and make calls that are billed to the
            company. The page should call our own backend, which holds the key and calls the
            API; the leaked key has to be revoked.
            """),
        TextCase(
            "+++",
            "Anybody opening the page can just read the key from the page source. A stranger could use it and the company is billed "
                + "for the calls. Put a proxy server in between the page and the provider."),
        TextCase("+--", "Every user can see the key with the developer tools of their browser."),
        TextCase("+--", "Visitors get the javascript and the key in it, so the key can be extracted by the client."),
        TextCase("+--", "evry user can se the key in the developper tools of the browsr"),
        TextCase("-+-", "A thief can spend our money and burn through our rate limits."),
        TextCase("-+-", "Strangers will use the model at our expense."),
        TextCase("--+", "The key should be kept on the server, and the browser should talk to that server."),
        TextCase("--+", "Route all requests through our backend, which adds the key to them."),
        TextCase(
            "--+",
            "The page should call our backend rather than the provider; the backend holds the key and calls the API."),
        TextCase("!--", "Nobody can read the key in the source when they open the page."),
        TextCase("!--", "Users cannot see the key in the browser's developer tools."),
        TextCase("--!", "No backend is needed."),
        TextCase("---", "HTTPS hides the key from the visitor, so it is fine as it is.", shows: ["https-hides"]),
        TextCase("---", "HTTPS does not hide the key from the visitor."),
        TextCase("---", "It is a myth that HTTPS hides the key from the visitor."),
        TextCase("---", "The idea that HTTPS hides the key from the visitor is wrong."),
        TextCase("---", "The colleague thinks that HTTPS hides the key from the visitor."),
        TextCase("---", "We should obfuscate the JavaScript so the key cannot be found.", shows: ["obfuscate"]),
        TextCase("---", "Don't just base64 the key to hide it."),
        TextCase("---", "It is bad style and a security problem."),
        TextCase("---", "Keys should be long and changed often, and passwords too."),
        TextCase("---", "The key is in the page and the page is public."),
        TextCase(
            "!--",
            "Users can see the key in the browser's developer tools. Users can not see the key in the browser's developer tools."
        ),
    ]

    @Test(arguments: keyCases)
    func answerOnTheKeyInAPageIsJudgedByWhatItSays(_ sample: TextCase) throws {
        let verdict = try Grader.embedded.grade(
            .text(TextSample.key), points: 3, prompt: TextSample.keyPrompt, sample.answer)
        #expect(sample.found(in: verdict, of: TextSample.key) == sample.expected)
    }

    static let zeroCases = [
        TextCase(
            "+++",
            """
            Temperature 0 always takes the token with the highest score; nothing is drawn.
            But the logits differ slightly from run to run, because floating-point sums
            depend on their order, and the order changes with the other requests in the
            batch. When two tokens are almost tied a tiny difference decides which is first,
            and after one different token everything that follows is different.
            """),
        TextCase("+--", "It's greedy decoding: at zero the most likely token is chosen each time."),
        TextCase("+--", "With temperature 0 there's no random draw."),
        TextCase("+--", "The token with the highest score is always taken at temperature zero."),
        TextCase("-+-", "Rounding errors make the scores change a little between runs."),
        TextCase("-+-", "Floating point addition isn't associative."),
        TextCase(
            "-+-",
            "Your request gets batched together with other people's, and that changes the order in which the sums are done."
        ),
        TextCase("--+", "Since each next token depends on all the tokens before, the two texts diverge."),
        TextCase("--+", "After a single different token, everything following it will be different too."),
        TextCase("--+", "A near-tie flips, and another token is chosen."),
        TextCase("!--", "Temperature 0 does not take the token with the highest score."),
        TextCase("!--", "Temperature 0 still draws tokens at random.", shows: ["still-random"]),
        TextCase("-!-", "The scores are always exactly the same."),
        TextCase("---", "At temperature 0 the sampling is still a little random.", shows: ["still-random"]),
        TextCase("---", "At temperature 0 the sampling isn't random, not even a little."),
        TextCase("---", "They forgot to set the seed.", shows: ["seed-missing"]),
        TextCase("---", "It is not that they forgot to set the seed."),
        TextCase("---", "The servers are different and the weather too."),
    ]

    @Test(arguments: zeroCases)
    func answerOnTemperatureZeroIsJudgedByWhatItSays(_ sample: TextCase) throws {
        let verdict = try Grader.embedded.grade(
            .text(TextSample.zero), points: 3, prompt: TextSample.zeroPrompt, sample.answer)
        #expect(sample.found(in: verdict, of: TextSample.zero) == sample.expected)
    }

    static let loopCases = [
        TextCase(
            "++",
            """
            The usage chunk has no choices, so choices[0] does not exist. The loop should
            check that choices is not empty before taking the first, and read the usage
            from that chunk instead.
            """),
        TextCase("+-", "In the usage chunk, choices is empty."),
        TextCase("+-", "The last chunk before [DONE] comes with an empty list of choices."),
        TextCase("+-", "There isn't a first element in choices, the index is out of range."),
        TextCase("-+", "Check the choices aren't empty before you take the first one."),
        TextCase("-+", "Test the length of `choices` before indexing it."),
        TextCase("++", "It has to skip any chunk whose list of choices is empty."),
        TextCase("!-", "choices is never empty"),
        TextCase("-!", "No check is needed."),
        TextCase("--", "The program tries to parse DONE as JSON.", shows: ["done-parsed"]),
        TextCase("--", "The program does not try to parse DONE as JSON."),
        TextCase("--", "The only remedy is to turn streaming off.", shows: ["turn-off"]),
        TextCase("--", "Do not stream.", shows: ["turn-off"]),
        TextCase("--", "The usage chunk is special."),
    ]

    @Test(arguments: loopCases)
    func answerOnTheLoopIsJudgedByWhatItSays(_ sample: TextCase) throws {
        let verdict = try Grader.embedded.grade(.text(TextSample.loop), prompt: TextSample.guardPrompt, sample.answer)
        #expect(sample.found(in: verdict, of: TextSample.loop) == sample.expected)
    }
}
