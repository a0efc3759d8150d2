import Course
import Testing

struct MatcherTests {
    @Test(arguments: [
        (Matcher.equals(.string("a")), ObservedValue.string("a"), true),
        (.equals(.string("a")), .string("A"), false),
        (.equals(.string("5")), .number(5), false),
        (.equals(.string("e\u{301}")), .string("\u{E9}"), false),
        (.equals(.name("post")), .string("POST"), true),
        (.equals(.number(0.3)), .number(0.1 + 0.2), true),
        (.equals(.number(0)), .number(1e-12), false),
        (.equals(.number(5)), .string("5"), false),
        (.equals(.bool(true)), .bool(true), true),
        (.equals(.bool(true)), .string("true"), false),
        (.equals(.string("")), .absent, false),
        (.not(.string("a")), .string("b"), true),
        (.not(.string("a")), .string("a"), false),
        (.not(.string("a")), .absent, true),
        (.oneOf([.number(1), .string("x")]), .string("x"), true),
        (.oneOf([.number(1), .string("x")]), .number(1), true),
        (.oneOf([.number(1), .string("x")]), .number(2), false),
        (.contains("sto"), .string("message_stop"), true),
        (.contains("Sto"), .string("message_stop"), false),
        (.contains(""), .absent, false),
        (.contains("0"), .number(1), false),
        (.matches("[Nn]ame"), .string("What is my name?"), true),
        (.matches("^name$"), .string("my name"), false),
        (.matches("^4..$"), .number(401), true),
        (.matches("("), .string("("), false),
        (.matches(".*"), .absent, false),
        (.atLeast(2), .number(2), true),
        (.atLeast(2), .number(1.9), false),
        (.atLeast(2), .string("10"), true),
        (.atLeast(2), .string("ten"), false),
        (.atLeast(2), .absent, false),
        (.atMost(2), .number(2), true),
        (.below(2), .number(2), false),
        (.above(2), .number(2), false),
        (.above(2), .bool(true), false),
        (.present(true), .string(""), true),
        (.present(true), .absent, false),
        (.present(false), .absent, true),
        (.present(false), .bool(false), false),
    ])
    func matcherIsMetAsItsNameSays(_ matcher: Matcher, _ value: ObservedValue, _ expected: Bool) {
        #expect(matcher.matches(value) == expected)
    }

    @Test(arguments: [
        "method", "path", "header X-Request-Id", "body", "body model", "body messages[0].role",
        "body metadata[\"a.b\"][2]",
    ])
    func requestSubjectIsSpelledAsItWasRead(_ text: String) throws {
        #expect(try RequestSubject.parse(text).description == text)
        #expect(try TrafficSubject.parse("request \(text)").description == "request \(text)")
    }

    @Test(arguments: [
        "response status", "response header Content-Type", "response body error.type", "response body", "events count",
        "event names", "event 3 data choices[0].delta", "event last data", "text", "finish-reason", "streamed",
        "usage input",
        "usage output",
    ])
    func trafficSubjectIsSpelledAsItWasRead(_ text: String) throws {
        #expect(try TrafficSubject.parse(text).description == text)
    }

    @Test(arguments: [
        "kept", "entropy", "perplexity", "top", "top-probability", "probability \" blue\"", "temperature", "top-p",
        "top-k", "min-p",
    ])
    func distributionSubjectIsSpelledAsItWasRead(_ text: String) throws {
        #expect(try DistributionSubject.parse(text).description == text)
    }

    @Test func tokenKeepsItsLeadingSpaceWithoutQuotes() throws {
        #expect(try DistributionSubject.parse("probability  blue") == .probability(of: " blue"))
    }

    @Test(arguments: [
        ("boddy model", "Did you mean 'body PATH'?"),
        ("status", "Known are method, path, header NAME, body PATH, body."),
        ("methods", "Did you mean 'method'?"), ("body a..b", "Write it as in 'messages[0].role'."),
        ("header A:", "Write the name alone, without a colon."),
    ])
    func unknownRequestSubjectSaysWhatIsKnown(_ text: String, _ advice: String) {
        #expect { try RequestSubject.parse(text) } throws: { ($0 as? SubjectError)?.advice == advice }
    }

    @Test(arguments: [
        ("body model", "Did you mean 'request body model'?"), ("status", "Did you mean 'response status'?"),
        ("response stat", "Did you mean 'response status'?"), ("event-names", "Did you mean 'event names'?"),
        ("event 0 data", "Count from 1, or write 'last'."), ("usage inputs", "Did you mean 'usage input'?"),
    ])
    func unknownTrafficSubjectSaysWhatIsKnown(_ text: String, _ advice: String) {
        #expect { try TrafficSubject.parse(text) } throws: { ($0 as? SubjectError)?.advice == advice }
    }

    @Test(arguments: [
        "", ".", "a.", ".a", "a..b", "[", "[]", "[a]", "[-1]", "a[0", "a b", "[\"a]", "a[0]b", "[99999999999999999999]",
    ])
    func textThatIsNoPathIsRefused(_ text: String) {
        #expect((JSONPath(text)?.steps.isEmpty ?? true))
    }
}

struct SettingsTests {
    private let both = DistributionTask(
        source: .logits([]), adjustable: [.temperature, .topP], checks: [])
    private let one = DistributionTask(source: .logits([]), adjustable: [.topP], checks: [])

    @Test(arguments: [
        "temperature=0.5 top-p=0.9", "--temperature 0.5 --top-p 0.9", "top_p: 0.9, temperature: 0.5",
        "Temperature=.5,top-p=0.9",
    ])
    func settingsAreReadInEveryForm(_ text: String) throws {
        #expect(try both.settings(from: text) == [.temperature: 0.5, .topP: 0.9])
    }

    @Test func loneNumberSetsTheOnlySetting() throws {
        #expect(try one.settings(from: " 0.70 ") == [.topP: 0.7])
        #expect(throws: SettingsError.self) { try both.settings(from: "0.70") }
    }

    @Test(arguments: [
        ("", SettingsError.nothing([.topP])), ("top-k=2", .notAdjustable(.topK, [.topP])), ("top-p", .noNumber(.topP)),
        ("top-p=x", .noNumber(.topP)), ("top-p=0", .outOfRange(.topP, 0)), ("top-p=1 top-p=1", .twice(.topP)),
        ("0.5 0.6", .unknown("0.5", [.topP])), ("1.5", .outOfRange(.topP, 1.5)),
    ])
    func settingThatCannotBeIsRefused(_ text: String, _ expected: SettingsError) {
        #expect(throws: expected) { try one.settings(from: text) }
        #expect(!expected.description.isEmpty)
    }
}
