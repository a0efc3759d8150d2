import Terminal
import Testing

@Suite struct CompletionTests {
    private static let names = ["distribution", "distinct", "two words", "it's", "help", "Räksmörgås"].map {
        CompletionCandidate($0)
    }

    private func completed(_ typed: String, _ candidates: [CompletionCandidate] = names) -> String? {
        let request = CompletionRequest(line: typed, beforeCursor: typed)
        guard let result = CompletionResult(request, candidates: candidates) else { return nil }
        return String(String.UnicodeScalarView(typed.unicodeScalars.dropLast(result.replaced))) + result.insertion
    }

    @Test(arguments: [
        ("dis", "dist"), ("distr", "distribution "), ("he", "help "), ("tw", "\"two words\" "), ("'tw", "'two words' "),
        ("\"two w", "\"two words\" "),
        ("two\\ w", "\"two words\" "), ("it", "\"it's\" "), ("'it", "'it'\\''s' "), ("räk", "Räksmörgås "),
        ("x y he", "x y help "), ("HELP", "help "),
    ])
    func wordIsCompletedAsFarAsItIsSure(_ typed: String, _ expected: String) {
        #expect(completed(typed) == expected)
    }

    @Test func nothingFitsAnUnknownWord() { #expect(completed("zzz") == nil) }

    @Test func candidatesAreListedWhenNothingMoreIsSure() throws {
        let request = CompletionRequest(line: "dist", beforeCursor: "dist")
        let result = try #require(CompletionResult(request, candidates: Self.names + Self.names))
        #expect(
            result.listed.map(\.text) == ["distribution", "distinct"] && result.insertion.isEmpty
                && result.replaced == 0)
    }

    @Test func beginningOfALongerWordGetsNoSpace() {
        #expect(completed("fol", [CompletionCandidate("folder/", isComplete: false)]) == "folder/")
        #expect(completed("'my", [CompletionCandidate("my folder/", isComplete: false)]) == "'my folder/")
    }

    @Test func requestTellsTheWordsBeforeTheCursor() {
        let request = CompletionRequest(line: "set 'a b' temp rest", beforeCursor: "set 'a b' temp")
        #expect(request.words == ["set", "a b"] && request.word == "temp" && request.typed == "temp")
        let empty = CompletionRequest(line: "set ", beforeCursor: "set ")
        #expect(empty.words == ["set"] && empty.word == "")
        let open = CompletionRequest(line: "user \"one t", beforeCursor: "user \"one t")
        #expect(open.words == ["user"] && open.word == "one t" && open.openQuote == "\"")
    }

    @Test func listFitsTheScreen() {
        let many = (0..<500).map { CompletionCandidate("candidate-\($0)", meaning: $0 == 0 ? "first" : "") }
        for width in [20, 40, 80] {
            let lines = CompletionList.lines(many, width: width, rows: 10)
            #expect(
                lines.count <= 10 && lines.allSatisfy { $0.columns < width }
                    || lines.last?.plain.contains("500") == true)
            #expect(lines.last?.plain.contains("500 in all") == true)
        }
        let few = CompletionList.lines(
            [CompletionCandidate("a", meaning: "the first"), CompletionCandidate("bcd")], width: 40, rows: 10)
        #expect(few.map(\.plain) == ["  a    the first", "  bcd"])
    }

    @Test func pastedLinesBecomeEntriesAndOpenOnesWait() {
        var lines = LogicalLines(
            needsMore: { ShellWords.endsWithContinuation($0) || ShellWords.hasOpenQuote($0) },
            join: { ShellWords.joining($0, $1) })
        #expect(lines.consume("one\nuser \"two\nthree\"\nlast \\") == ["one", "user \"two\nthree\""])
        #expect(lines.unfinished == "last \\")
        #expect(lines.consume("line") == ["last line"])
        #expect(lines.unfinished == nil)
        #expect(lines.consume("") == [""])
    }
}
