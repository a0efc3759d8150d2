import Terminal
import Testing

@Suite struct ShellWordsTests {
    @Test(arguments: [
        ("", []), ("  one  two ", ["one", "two"]), (#"user "two words""#, ["user", "two words"]),
        ("'a b' c", ["a b", "c"]),
        (#"a\ b"#, ["a b"]), (#""a \"q\" \\ \n""#, [#"a "q" \ \n"#]), (#"'raw \n'"#, [#"raw \n"#]),
        ("a''b\"\"c", ["abc"]),
        ("''", [""]), ("one\ttwo\nthree", ["one", "two", "three"]), (#"--x="a b" y"#, ["--x=a b", "y"]),
        ("日本 'räk smörgås'", ["日本", "räk smörgås"]),
        ("a \\\nb", ["a", "b"]), (#""日本 and a \"quote\"""#, [#"日本 and a "quote""#]),
        ("\"e\u{301}\"\u{301}", ["e\u{301}\u{301}"]),
    ])
    func lineIsSplitAsAShellWould(_ line: String, _ expected: [String]) throws {
        #expect(try ShellWords.split(line) == expected)
    }

    @Test(arguments: [("say \"hello", "\"", 5), ("it's", "'", 3), ("a 'b' \"c", "\"", 7)])
    func openQuoteIsReportedWithItsPlace(_ line: String, _ quote: Character, _ column: Int) {
        #expect(throws: ShellWordsError.openQuote(quote, column: column)) { try ShellWords.split(line) }
        #expect(ShellWords.hasOpenQuote(line))
    }

    @Test(arguments: [("a \\", true), ("a \\\\", false), ("a", false), ("\\", true), ("", false)])
    func onlyAnOddBackslashContinues(_ line: String, _ expected: Bool) {
        #expect(ShellWords.endsWithContinuation(line) == expected)
    }

    @Test(arguments: [
        ("a \\", "b", "a b"), ("say \"one", "two\"", "say \"one\ntwo\""), ("'a\\", "b'", "'a\\\nb'"),
        ("it's \\", "so", "it's so"),
    ])
    func linesAreJoinedAsAShellWould(_ first: String, _ second: String, _ expected: String) {
        #expect(ShellWords.joining(first, second) == expected)
    }

    @Test func remainderIsTheTextAsTyped() {
        let words = ShellWords("  user   it's  \"raw\" ")
        #expect(words.remainder(after: 1) == "it's  \"raw\" ")
        #expect(words.remainder(after: 0) == "user   it's  \"raw\" ")
        #expect(words.remainder(after: 9) == "")
    }

    @Test func wordsKnowWhereTheyStand() {
        let line = "set 'a b' 日本"
        #expect(ShellWords(line).words.map { String(line[$0.range]) } == ["set", "'a b'", "日本"])
    }

    @Test func quotingIsUndoneBySplitting() throws {
        var random = SplitMix(state: 3)
        for _ in 0..<500 {
            let words = (0..<3).map { _ in hostileText(using: &random, length: Int.random(in: 0..<6, using: &random)) }
            let line = words.map { ShellWords.quoted($0) }.joined(separator: " ")
            // A backslash before a line feed joins lines, quoted or not, so it cannot be a word's own.
            guard !words.contains(where: { $0.unicodeScalars.contains("\n") }) else { continue }
            #expect(
                try ShellWords.split(line).map { Array($0.unicodeScalars) } == words.map { Array($0.unicodeScalars) })
        }
    }

    @Test func anyLineCanBeParsed() {
        var random = SplitMix(state: 5)
        for _ in 0..<500 {
            let line = hostileText(using: &random, length: Int.random(in: 0..<40, using: &random))
            let parsed = ShellWords(line)
            #expect(parsed.words.allSatisfy { $0.range.upperBound <= line.endIndex })
            _ = parsed.remainder(after: 1)
        }
    }
}
