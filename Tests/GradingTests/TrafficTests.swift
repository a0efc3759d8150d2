import Course
import Grading
import ModelAPI
import Testing
import Traffic

struct TrafficTests {
    private static func expectation(_ number: Int, _ checks: [(String, Matcher)], points: Double = 1) throws
        -> TrafficExpectation
    {
        TrafficExpectation(
            id: "e\(number)", title: "expectation \(number)", points: points,
            checks: try checks.enumerated().map { index, check in
                Check(
                    id: "c\(index + 1)", subject: try TrafficSubject.parse(check.0), matcher: check.1,
                    feedback: "Feedback \(number).\(index + 1).")
            })
    }

    private static func status(_ number: Int, _ status: Double, points: Double = 1) throws -> TrafficExpectation {
        try expectation(number, [("response status", .equals(.number(status)))], points: points)
    }

    private func grade(
        _ expectations: [TrafficExpectation], inOrder: Bool = false, points: Double = 2, _ exchanges: [Exchange]
    ) throws -> Verdict {
        try Grader.embedded.grade(
            Sample.exercise(.traffic(TrafficTask(expectations: expectations, inOrder: inOrder)), points: points), nil,
            .exchanges(exchanges))
    }

    @Test(
        arguments: [
            ("request path", .equals(.string("/v1/chat/completions")), true),
            ("request method", .equals(.name("post")), true),
            ("request body model", .equals(.string("gpt-4")), true), ("response status", .atLeast(200), true),
            ("response header content-type", .contains("json"), true),
            ("response body choices[0].message.content", .present(true), true),
            ("text", .equals(.string("Hi")), true), ("finish-reason", .equals(.string("stop")), true),
            ("streamed", .equals(.bool(false)), true), ("events count", .equals(.number(0)), true),
            ("event names", .present(false), true),
            ("usage input", .present(false), true), ("event 1 data", .present(true), false),
        ] as [(String, Matcher, Bool)])
    func checkSeesAWholeAnswer(subject: String, matcher: Matcher, isMet: Bool) throws {
        let verdict = try grade([try Self.expectation(1, [(subject, matcher)])], [Wire.exchange(1)])
        #expect(verdict.isFull == isMet, "\(verdict)")
    }

    @Test(
        arguments: [
            ("streamed", .equals(.bool(true)), true), ("finish-reason", .equals(.string("max_tokens")), true),
            ("event names", .equals(.string("content_block_delta message_delta message_stop")), true),
            ("events count", .equals(.number(3)), true), ("event 1 data delta.text", .equals(.string("Hi")), true),
            ("event last data", .contains("message_stop"), true), ("event 4 data", .present(false), true),
        ] as [(String, Matcher, Bool)])
    func checkSeesAStream(subject: String, matcher: Matcher, isMet: Bool) throws {
        let verdict = try grade(
            [try Self.expectation(1, [(subject, matcher)])], [Wire.stream(1, .anthropic, reason: "max_tokens")])
        #expect(verdict.isFull == isMet, "\(verdict)")
    }

    @Test func checksOfTheOnlyExpectationShareThePoints() throws {
        let expectation = try Self.expectation(
            1,
            [
                ("streamed", .equals(.bool(true))),
                ("finish-reason", .oneOf([.string("length"), .string("max_tokens")])),
            ])
        let cut = #"{"choices":[{"finish_reason":"length","message":{"content":"Hi"}}]}"#
        let verdict = try grade(
            [expectation], [Wire.exchange(7, answer: cut), Wire.exchange(8, status: 401, answer: "{}")])
        #expect(verdict.score == 1)
        #expect(verdict.arithmetic == "1 of 2 checks: 1 of 2 points")
        #expect(verdict.criteria[0].detail == "Feedback 1.1. (streamed was false in exchange 7)")
        #expect(try grade([expectation], [Wire.stream(9, .openai, reason: "length")]).isFull)
    }

    @Test func expectationIsMetByOneExchangeInFullOrNotAtAll() throws {
        let expectations = [
            try Self.expectation(
                1, [("request path", .equals(.string("/v1/messages"))), ("response status", .equals(.number(400)))]),
            try Self.status(2, 200),
        ]
        let verdict = try grade(expectations, [Wire.exchange(1, .openai), Wire.exchange(2, .anthropic)])
        #expect(verdict.score == 1)
        #expect(verdict.criteria.map(\.state) == [.missed, .met])
        #expect(verdict.criteria[0].detail.contains("response status was 200"))
        #expect(verdict.arithmetic == "1 of 2 expectations: 1 of 2 points")
    }

    @Test func exchangesAreSharedOutSoThatMostIsMet() throws {
        // The first exchange suits both, the second only the first expectation: it must not be taken away.
        let either = try Self.expectation(1, [("response status", .atLeast(200))])
        let exact = try Self.status(2, 200)
        let exchanges = [Wire.exchange(1, status: 200), Wire.exchange(2, status: 404, answer: "{}")]
        #expect(try grade([either, exact], exchanges).isFull)
        #expect(try grade([exact, either], exchanges).isFull)
        #expect(try grade([either, exact], Array(exchanges.prefix(1))).score == 1)
    }

    @Test func expectationWithMorePointsIsMetFirst() throws {
        let cheap = try Self.status(1, 200)
        let dear = try Self.status(2, 200, points: 3)
        let verdict = try grade([cheap, dear], [Wire.exchange(1)])
        #expect(verdict.score == 1.5)
        #expect(verdict.criteria[0].detail.contains("exchange of its own"))
    }

    @Test(
        arguments: [
            ([401, 200], 2), ([200, 401], 1), ([401, 401], 1), ([200], 0), ([200, 200], 0), ([500, 401, 500, 200], 2),
            ([], 0),
            ([401, 200, 401], 2),
        ] as [([Int], Double)])
    func expectationsInOrderAreMetOneAfterTheOther(statuses: [Int], score: Double) throws {
        let exchanges = statuses.enumerated().map { Wire.exchange($0 + 1, status: $1, answer: "{}") }
        let verdict = try grade([try Self.status(1, 401), try Self.status(2, 200)], inOrder: true, exchanges)
        #expect(verdict.score == score)
    }

    @Test func laterExpectationSaysWhatItWaitsFor() throws {
        let expectations = [try Self.status(1, 401), try Self.status(2, 200)]
        let first = try grade(expectations, inOrder: true, [Wire.exchange(3)])
        #expect(first.criteria[0].detail == "Nearest is exchange 3. Feedback 1.1. (response status was 200)")
        #expect(first.criteria[1].detail == "It counts after the one before it is met.")
        let second = try grade(expectations, inOrder: true, [Wire.exchange(4, status: 401, answer: "{}")])
        #expect(second.criteria[1].detail == "Nothing was sent after exchange 4.")
    }

    @Test func nothingSentMeetsNothingNotEvenAnAbsence() throws {
        let absence = try Self.expectation(1, [("request body stream", .present(false))])
        #expect(try grade([absence], []).score == 0)
        #expect(try grade([absence, absence], []).score == 0)
    }

    @Test func keyIsNotRepeated() throws {
        let verdict = try grade(
            [try Self.expectation(1, [("request header Authorization", .equals(.string("x")))])], [Wire.exchange(1)])
        #expect(!"\(verdict)".contains("0123456789"))
    }
}
