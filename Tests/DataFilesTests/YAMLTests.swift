import DataFiles
import Testing

struct YAMLTests {
    private func problem(_ text: String) -> String? {
        do {
            _ = try YAMLDocument.parse(text, file: "f")
            return nil
        } catch {
            return error.description
        }
    }

    private func value(_ text: String, _ key: String = "a") throws -> (text: String?, log: ProblemLog) {
        let log = ProblemLog()
        guard var reader = MappingReader(try YAMLDocument.parse(text, file: "f"), what: "a test", file: "f", log: log)
        else {
            return (nil, log)
        }
        return (reader.string(key), log)
    }

    @Test(arguments: [
        "y", "no", "1:30", "01", "~", "null", "0x1F", "2024-06-01", "1e3", ".inf", "=", "<<", "R&D", "a*b", "C#", "--x",
        "a:b",
    ])
    func plainScalarIsItsLiteralTextWhereAStringIsWanted(_ text: String) throws {
        #expect(try value("a: \(text)").text == text)
    }

    @Test(arguments: [
        ("a: @b", "f:1:4: a value that begins with '@' is not allowed in YAML. Put the value in quotes."),
        ("a: `b`", "f:1:4: a value that begins with '`' is not allowed in YAML. Put the value in quotes."),
        ("- `b` c", "f:1:3: a value that begins with '`' is not allowed in YAML. Put the value in quotes."),
        ("a: %b", "f:1:4: a value that begins with '%' is a directive to YAML. Put the value in quotes."),
        (
            "a: !important b",
            "f:1:4: a value that begins with '!' is a tag to YAML, which leaves the word out. Put the value in quotes."
        ),
        (
            "a: ! b",
            "f:1:4: a value that begins with '!' is a tag to YAML, which leaves the word out. Put the value in quotes."
        ),
        (
            "a: &b c",
            "f:1:4: a value that begins with '&' is an anchor to YAML, which leaves '&b' out. Put the value in quotes."
        ),
        (
            "a: *b* c",
            "f:1:4: a value that begins with '*' is an alias to YAML. Put the value in quotes."
        ),
        (
            "a: *b",
            "f:1:4: a value that begins with '*' is an alias to YAML, and there is no anchor '&b'. Put the value in quotes."
        ),
        ("a: **b**", "f:1:4: a value that begins with '*' is an alias to YAML. Put the value in quotes."),
        (
            "a: -",
            "f:1:4: a list item '- ' cannot stand here. Put each item on a line of its own; if this is text, put it in quotes."
        ),
        (
            "a: b: c",
            "f:1:5: a colon before a space or at the end of a line makes YAML begin a value within a value. Put the value in quotes, or check the indentation."
        ),
        (
            "a: \"b\" c",
            "f:1:4: a value that begins with '\"' ends at the next quotation mark of the kind. Put the whole value inside the quotation marks, or write it below 'key: |'."
        ),
        (
            "a: [DONE] b",
            "f:1:4: a value that begins with '[' is a list or mapping to YAML, up to its closing bracket. Put the value in quotes."
        ),
        (
            "a: > 5",
            "f:1:4: a value that begins with '>' is a block of text to YAML, on the lines below. Put the value in quotes."
        ),
        (
            "a: 'b\nc: d",
            "f:1:4: the quotation mark that opens here is never closed. Close it, or write the text below 'key: |'."
        ),
        ("a:\n\t- b", "f:2:1: a tab stands in the indentation. YAML takes spaces only."),
        ("a: b\n\tc: d", "f:2:1: a tab stands in the indentation. YAML takes spaces only."),
        ("a: 1\nb: 2\na: 3", "f:3:1: the key 'a' is here twice, first in line 1. Delete one of them."),
        (
            "x:\n  a: 1\n  b:\n    a: 2\n  a: 3",
            "f:5:3: the key 'a' is here twice, first in line 2. Delete one of them."
        ),
        ("x: {a: 1, a: 2}", "f:1:11: the key 'a' is here twice, first in line 1. Delete one of them."),
        (
            "a: b\n---\nc: d",
            "f:2:1: a second document begins here. A file holds one; delete the '---' or indent the text that it stands in."
        ),
        ("[a]: b", "f:1:1: a key has to be a word. Write 'key: value'."),
        ("a: b\u{7}", "f:1:5: the character U+0007 is not allowed in YAML. Delete it."),
        ("é: é\u{2028}", "f:1:5: the character U+2028 is not allowed in YAML. Delete it."),
        (
            "a: |\n  b\nc",
            "f:3:1: a line is neither 'key: value' nor part of a text. Indent a text of several lines below 'key: |'."
        ),
        (
            "a:\n   b: 1\n  c: 2",
            "f:3:3: a key or a list item was expected here. Check the indentation; a text that goes on after its quotation mark has to be inside it."
        ),
    ])
    func textThatYAMLRefusesIsExplained(_ text: String, _ expected: String) {
        #expect(problem(text) == expected)
    }

    @Test func problemsCountLinesFromTheFirstOfTheFile() throws {
        do {
            _ = try YAMLDocument.parse("a: b\nc: @d", file: "f", firstLine: 10)
            Issue.record("was accepted")
        } catch {
            #expect(error.place == Place("f", line: 11, column: 4))
        }
        let value = try YAMLDocument.parse("a:\n  - b", file: "f", firstLine: 10)
        guard case .mapping(let entries)? = value?.content, case .sequence(let items) = entries[0].value.content else {
            Issue.record("another shape")
            return
        }
        #expect(entries[0].keyPlace == Place("f", line: 10, column: 1))
        #expect(items[0].place == Place("f", line: 11, column: 5))
    }

    @Test func aliasesStandForTheirValues() throws {
        #expect(try value("b: &x text\na: *x").text == "text")
    }

    @Test func aliasesThatExpandTooFarAreRefused() throws {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        #expect(
            problem(text) == "f:1:1: 10 anchors and 81 aliases could expand to too many values. Write the values out.")
        // Few enough to get past the estimate, too many values all the same.
        let wide =
            "a: &a [\(Array(repeating: "x", count: 1000).joined(separator: ", "))]\nb: [\(Array(repeating: "*a", count: 60).joined(separator: ", "))]"
        #expect(problem(wide)?.contains("the document holds more than 20000 values") == true)
    }

    @Test(arguments: ["[", "- ", "? ", "{a: ", "-\t", ": "])
    func deepNestingIsRefusedBeforeItCosts(_ opening: String) {
        #expect(problem(String(repeating: opening, count: 5000))?.contains("nested too deep") == true)
    }

    @Test func deepIndentationIsRefusedBeforeItCosts() {
        let text = (0..<600).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
        #expect(problem(text)?.contains("nested too deep") == true)
    }

    @Test func largeFileIsRefused() {
        #expect(throws: Problem.self) {
            try TextFile.decode([UInt8](repeating: 0x61, count: TextFile.largestSize + 1), as: "f")
        }
    }

    @Test(
        arguments: [
            ([0xFF], "f:1:1: byte 0 (0xFF) is not UTF-8. Save the file as UTF-8."),
            ([0x61, 0x0A, 0xC3, 0xA9, 0xC3, 0x28], "f:2:2: byte 4 (0xC3) is not UTF-8. Save the file as UTF-8."),
            ([0x61, 0xE2, 0x82], "f:1:2: byte 1 (0xE2) is not UTF-8. Save the file as UTF-8."),
            ([0xED, 0xA0, 0x80], "f:1:1: byte 0 (0xED) is not UTF-8. Save the file as UTF-8."),
        ] as [([UInt8], String)])
    func bytesThatAreNotUTF8AreNamed(_ bytes: [UInt8], _ expected: String) {
        #expect { try TextFile.decode(bytes, as: "f") } throws: { ($0 as? Problem)?.description == expected }
    }

    @Test func lineEndsBecomeLineFeeds() throws {
        #expect(try TextFile.decode(Array("\u{FEFF}a\r\nb\rc\n\r\r\n".utf8), as: "f") == "a\nb\nc\n\n\n")
    }
}

struct MappingReaderTests {
    enum Colour: String, CaseIterable { case red, green }

    @Test func allProblemsOfAMappingAreCollected() throws {
        let text = """
            title: [a]
            points: two
            kind: gren
            numer: 1
            empty:
            flag: y
            list: a
            deep:
              - x
              - {b: c}
            """
        let log = ProblemLog()
        let value = try YAMLDocument.parse(text, file: "f")
        var reader = try #require(MappingReader(value, what: "a test", file: "f", log: log))
        #expect(reader.string("title") == nil)
        #expect(reader.double("points") == nil)
        #expect(reader.choice("kind", of: Colour.self) == nil)
        #expect(reader.int("number") == nil)
        #expect(reader.string("empty") == nil)
        #expect(reader.optionalBool("flag") == nil)
        #expect(reader.list("list") == nil)
        #expect(reader.strings("deep")?.map(\.text) == ["x"])
        reader.finish()
        #expect(
            log.problems.sorted().map(\.description) == [
                "f:1:1: the key 'number' is missing",
                "f:1:8: 'title' has to be a text, not a list. If this is text, put it in quotes.",
                "f:2:9: 'points' has to be a number, not 'two'",
                "f:3:7: unknown kind 'gren'. Did you mean 'green'?",
                "f:4:1: unknown key 'numer'. Did you mean 'number'?",
                "f:5:1: 'empty' has no value",
                "f:6:7: 'flag' has to be true or false, not 'y'",
                "f:7:7: 'list' has to be a list, not 'a'. Write '[a, b]', or one '- ' line for each.",
                "f:10:5: 'deep' has to be a text, not a mapping. If this is text, put it in quotes.",
            ])
    }

    @Test func valuesAreReadByTheSchema() throws {
        let text = "int: 07\ndouble: 1_000.5\nbool: No\nword: red\nlist: [1, no, ~]\nquoted: '  x '"
        let log = ProblemLog()
        var reader = try #require(
            MappingReader(try YAMLDocument.parse(text, file: "f"), what: "a test", file: "f", log: log))
        #expect(reader.int("int", in: 1...9) == 7)
        #expect(reader.double("double") == 1000.5)
        #expect(reader.optionalBool("bool") == false)
        #expect(reader.choice("word", of: Colour.self) == .red)
        #expect(reader.strings("list")?.map(\.text) == ["1", "no", "~"])
        #expect(reader.string("quoted") == "  x ")
        #expect(reader.prose("quoted") == "x")
        #expect(reader.optionalString("absent") == nil)
        reader.finish()
        #expect(log.problems.isEmpty)
    }

    @Test(arguments: ["", "# nothing", "~", "- a", "text"])
    func documentThatIsNoMappingIsAProblem(_ text: String) throws {
        let log = ProblemLog()
        #expect(MappingReader(try YAMLDocument.parse(text, file: "f"), what: "a test", file: "f", log: log) == nil)
        #expect(log.problems.count == 1)
    }
}
