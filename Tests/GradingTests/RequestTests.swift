import Course
import Grading
import HTTPWire
import Testing

struct RequestTests {
    static func check(
        _ id: String, _ subject: String, _ matcher: Matcher, points: Double = 1, feedback: String? = nil
    ) throws -> Check<RequestSubject> {
        Check(id: id, subject: try RequestSubject.parse(subject), matcher: matcher, points: points, feedback: feedback)
    }

    static let body =
        #"{"model":"gpt-4","temperature":0.3,"stream":true,"seed":null,"stop":["a","b"],"messages":[{"role":"user","content":"Hi"}]}"#

    @Test(
        arguments: [
            ("method", .equals(.name("post")), true), ("path", .equals(.string("/v1/chat/completions")), true),
            ("header authorization", .present(true), true), ("header X-Api-Key", .present(false), true),
            ("header Authorization", .matches("^Bearer "), true), ("body model", .equals(.string("gpt-4")), true),
            ("body model", .equals(.string("GPT-4")), false), ("body temperature", .atMost(0.3), true),
            ("body temperature", .below(0.3), false), ("body stream", .equals(.bool(true)), true),
            ("body stream", .equals(.string("true")), false), ("body seed", .present(true), false),
            ("body messages[0].content", .contains("H"), true), ("body messages[1]", .present(false), true),
            ("body stop", .equals(.string(#"["a","b"]"#)), true), ("body", .contains("\"gpt-4\""), true),
            ("body temperature", .oneOf([.number(0.2), .number(0.3)]), true),
            ("body max_tokens", .not(.number(5)), true),
        ] as [(String, Matcher, Bool)])
    func checkSeesTheRequest(subject: String, matcher: Matcher, isMet: Bool) throws {
        let exercise = Sample.exercise(.request(RequestTask(checks: [try Self.check("c1", subject, matcher)])))
        let verdict = try Grader.embedded.grade(
            exercise, nil, .request(try Wire.request(Self.body, path: "/v1/chat/completions?a=b")))
        #expect(verdict.isFull == isMet)
    }

    @Test func checksShareThePoints() throws {
        let task = RequestTask(checks: [
            try Self.check("c1", "body model", .equals(.string("gpt-4"))),
            try Self.check("c2", "body temperature", .above(1), feedback: "Not flat\nenough."),
            try Self.check("limit", "body max_tokens", .equals(.number(60))),
        ])
        let verdict = try Grader.embedded.grade(
            Sample.exercise(.request(task)), nil, .request(try Wire.request(Self.body)))
        #expect(verdict.score == 2.0 / 3)
        #expect(verdict.arithmetic == "1 of 3 checks: 0.67 of 2 points")
        #expect(verdict.criteria.map(\.id) == ["c1", "c2", "limit"])
        #expect(
            verdict.criteria.map(\.detail) == [
                "body model was 'gpt-4'", "Not flat enough. (body temperature was 0.3)",
                "body max_tokens was not there.",
            ])
    }

    @Test func keyIsNotRepeated() throws {
        let task = RequestTask(checks: [
            try Self.check("c1", "header Authorization", .equals(.string("x"))),
            try Self.check("c2", "body note", .equals(.string("x"))),
        ])
        let request = try Wire.request(#"{"note":"my key is:sk-lab-0123456789abcdef, keep it"}"#)
        let verdict = try Grader.embedded.grade(Sample.exercise(.request(task)), nil, .request(request))
        #expect(!"\(verdict)".contains("0123456789"))
        #expect(verdict.criteria[1].detail.contains("my key is"))
    }

    @Test(arguments: ["", "{", "[1,2", "null", "\u{0}", #"{"messages":[[[[]]]]}"#])
    func anyBodyIsGraded(body: String) throws {
        let task = RequestTask(checks: [try Self.check("c1", "body messages[0].role", .equals(.string("user")))])
        let verdict = try Grader.embedded.grade(Sample.exercise(.request(task)), nil, .request(try Wire.request(body)))
        #expect(verdict.score == 0)
    }

    @Test func otherEvidenceIsRefused() throws {
        let exercise = Sample.exercise(.request(RequestTask(checks: [try Self.check("c1", "method", .present(true))])))
        let error = #expect(throws: GradingError.self) { try Grader.embedded.grade(exercise, nil, .answer("POST")) }
        #expect(error == .wrongEvidence(found: "a typed answer", expected: "the request that you build"))
    }
}
