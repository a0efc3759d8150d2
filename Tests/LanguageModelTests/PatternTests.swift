import LanguageModel
import TestSupport
import Testing

@Suite struct PatternTests {
    @Test(
        arguments: [
            ("^abc$", ["abc"], ["ab", "abcd", ""]),
            ("b", ["b", "abc", "bb"], ["", "ac"]),
            ("^a|b$", ["ax", "xb", "a", "b"], ["xa", "bx"]),
            ("^[a-c]{2,3}$", ["ab", "ccc"], ["a", "abcd", "ad"]),
            ("^(?:x|yz)*$", ["", "xyzx"], ["y", "xz"]),
            ("^(?<year>\\d{4})-\\d\\d?$", ["2024-1", "2024-12"], ["202-1", "2024-"]),
            ("^[^\\d\\s]+$", ["ab-é", "日本"], ["a1", "a b", ""]),
            ("^\\u00e9\\x41\\t\\.$", ["éA\t."], ["eA\t.", "éA\tx"]),
            ("^.$", ["a", "é", "😀"], ["", "\n", "ab"]),
            ("^a{0}b$", ["b"], ["ab"]),
            ("^(a*)*b$", ["b", "aaab"], ["a"]),
            ("^[]$", [], ["", "a"]),
            ("^[\\w.+-]+@[\\w-]+\\.[a-z]{2,}$", ["a.b+c@d-e.org"], ["a@b", "@b.org"]),
            ("^a+?b??$", ["a", "aab"], ["b"]),
            ("^\\p{Lu}\\p{L}+$", ["Émile", "Ab"], ["ab", "A1"]),
        ] as [(String, [String], [String])])
    func patternMatchesWhatItsDefinitionSays(_ source: String, _ matching: [String], _ others: [String]) throws {
        let pattern = try Pattern(source)
        for text in matching { #expect(pattern.matches(text), "\(source) should match \(text)") }
        for text in others { #expect(!pattern.matches(text), "\(source) should not match \(text)") }
    }

    @Test(arguments: [
        "(", ")", "[a", "a{2", "a**", "*a", "a{3,2}", "(?=a)", "(?<!a)", "\\1", "\\b", "a^b", "(^a)", "\\", "[z-a]",
        "\\p{Greek}", "a{99999}", "\\u12",
    ])
    func whatIsNotSupportedIsRefused(_ source: String) {
        #expect(throws: GrammarError.self) { try Pattern(source) }
    }

    @Test func patternsAgreeWithAnIndependentEngine() throws {
        let pieces = ["a", "b", "[ab]", "[^a]", ".", "\\d", "(?:ab|c)", "(?:a|b1)", "1"]
        let quantifiers = ["", "", "*", "+", "?", "{2}", "{1,2}"]
        try FuzzTime.run { random in
            var source = "^"
            for _ in 0...random.below(4) {
                source += pieces[random.below(pieces.count)] + quantifiers[random.below(quantifiers.count)]
                if random.below(6) == 0 { source += "$|^" }
            }
            source += "$"
            let pattern = try Pattern(source)
            let regex = try Regex(
                source.replacing("$|^", with: "|").replacing("^", with: "", maxReplacements: 1).dropLast().description)
            for _ in 0..<20 {
                let text = String((0..<random.below(6)).map { _ in Array("abc1x")[random.below(5)] })
                #expect(pattern.matches(text) == (try regex.wholeMatch(in: text) != nil), "\(source) on '\(text)'")
            }
        }
    }

    @Test(arguments: StringFormat.allCases) func formatsAreWritable(_ format: StringFormat) throws {
        _ = try format.pattern
    }
}
