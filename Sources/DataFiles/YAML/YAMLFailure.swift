import Yams

/// Words what the YAML parser refuses: where an author's value met YAML's own syntax, the advice is to quote it.
struct YAMLFailure {
    let problem: Problem

    init(error: YamlError, source: YAMLSource) {
        switch error {
        case .scanner(let context, let found, let mark, _), .parser(let context, let found, let mark, _):
            problem = Self.syntax(found, at: mark, context: context, source: source)
        case .composer(_, let found, let mark, _):
            if found.contains("another document") {
                problem = Problem(
                    at: Self.place(mark, source), "a second document begins here",
                    advice: "A file holds one; delete the '---' or indent the text that it stands in.")
            } else {
                let alias = source.word(after: Self.place(mark, source))
                problem = Problem(
                    at: Self.place(mark, source),
                    "a value that begins with '*' is an alias to YAML, and there is no anchor '&\(alias)'",
                    advice: "Put the value in quotes.")
            }
        case .duplicatedKeysInMapping(let keys, let context):
            let key = keys.first ?? ""
            problem = Problem(
                at: Self.secondPlace(of: key, after: context.mark, source),
                "the key '\(key)' is here twice, first in line \(context.mark.line)", advice: "Delete one of them.")
        case .reader(let found, _, _, _):
            problem = Problem(at: Place(source.file), "the file is not YAML (\(found))")
        case .memory:
            // libyaml reports a stack that is full as a lack of memory.
            problem = Problem(at: Place(source.file), "the values are nested too deep, or the file is too large")
        case .no, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
            problem = Problem(at: Place(source.file), "the file is not YAML")
        }
    }

    private static func place(_ mark: Mark, _ source: YAMLSource) -> Place {
        Place(source.file, line: mark.line, column: mark.column)
    }

    private static func syntax(
        _ found: String, at mark: Mark, context: YamlError.Context?, source: YAMLSource
    ) -> Problem {
        let place = place(mark, source)
        if let tab = tab(at: mark.line, source) ?? context.flatMap({ tab(at: $0.mark.line, source) }) {
            return Problem(at: tab, "a tab stands in the indentation", advice: "YAML takes spaces only.")
        }
        if found.contains("unexpected end of stream"), let context, context.text.contains("quoted scalar") {
            return Problem(
                at: self.place(context.mark, source), "the quotation mark that opens here is never closed",
                advice: "Close it, or write the text below 'key: |'.")
        }
        if let problem = valueProblem(on: mark.line, source)
            ?? context.flatMap({ valueProblem(on: $0.mark.line, source) })
        {
            return problem
        }
        if found.contains("mapping values are not allowed") {
            return Problem(
                at: place, "a colon before a space or at the end of a line makes YAML begin a value within a value",
                advice: "Put the value in quotes, or check the indentation.")
        }
        if found.contains("block sequence entries are not allowed") {
            return Problem(
                at: place, "a list item '- ' cannot stand here",
                advice: "Put each item on a line of its own; if this is text, put it in quotes.")
        }
        if found.contains("could not find expected ':'") {
            return Problem(
                at: context.map { self.place($0.mark, source) } ?? place,
                "a line is neither 'key: value' nor part of a text",
                advice: "Indent a text of several lines below 'key: |'.")
        }
        if found.contains("did not find expected key") || found.contains("'-' indicator") {
            return Problem(
                at: place, "a key or a list item was expected here",
                advice: "Check the indentation; a text that goes on after its quotation mark has to be inside it.")
        }
        if found.contains("expected ',' or") {
            return Problem(
                at: context.map { self.place($0.mark, source) } ?? place, "the bracket that opens here is not closed",
                advice: "Close it, or put the value in quotes.")
        }
        let detail = context.map { "\($0.text), \(found)" } ?? found
        return Problem(at: place, "not YAML: \(detail)", advice: "If this is text, put it in quotes.")
    }

    private static func tab(at line: Int, _ source: YAMLSource) -> Place? {
        let indentation = source.line(line).unicodeScalars.prefix { $0 == " " || $0 == "\t" || $0 == "-" }
        guard let tab = indentation.firstIndex(of: "\t") else { return nil }
        let column = indentation.distance(from: indentation.startIndex, to: tab) + 1
        return Place(source.file, line: line, column: column)
    }

    /// The line's value, if it begins with a character that means something to YAML.
    private static func valueProblem(on line: Int, _ source: YAMLSource) -> Problem? {
        let text = Array(source.line(line).unicodeScalars)
        var index = 0
        func skipSpaces() {
            while index < text.count, text[index] == " " { index += 1 }
        }
        skipSpaces()
        while index + 1 < text.count, text[index] == "-", text[index + 1] == " " {
            index += 2
            skipSpaces()
        }
        // `key: `, where the key is a plain word.
        var afterKey = index
        while afterKey < text.count, let byte = UInt8(exactly: text[afterKey].value), YAMLSource.isNameByte(byte) {
            afterKey += 1
        }
        if afterKey > index, afterKey + 1 < text.count, text[afterKey] == ":", text[afterKey + 1] == " " {
            index = afterKey + 2
            skipSpaces()
        }
        guard index < text.count, let meaning = meaning(of: text[index]) else { return nil }
        return Problem(
            at: Place(source.file, line: line, column: index + 1),
            "a value that begins with '\(text[index])' \(meaning)",
            advice: text[index] == "\"" || text[index] == "'"
                ? "Put the whole value inside the quotation marks, or write it below 'key: |'."
                : "Put the value in quotes.")
    }

    private static func meaning(of scalar: Unicode.Scalar) -> String? {
        switch scalar {
        case "@", "`": "is not allowed in YAML"
        case "*": "is an alias to YAML"
        case "&": "is an anchor to YAML"
        case "!": "is a tag to YAML"
        case "%": "is a directive to YAML"
        case "[", "{": "is a list or mapping to YAML, up to its closing bracket"
        case ">", "|": "is a block of text to YAML, on the lines below"
        case "\"", "'": "ends at the next quotation mark of the kind"
        default: nil
        }
    }

    /// The parser names the first of two equal keys; the author has to look at the second.
    private static func secondPlace(of key: String, after mark: Mark, _ source: YAMLSource) -> Place {
        let first = Place(source.file, line: mark.line, column: mark.column)
        let firstLine = Array(source.line(mark.line).unicodeScalars)
        let word = Array(key.unicodeScalars)
        // In a block, the keys of one mapping stand in one column.
        var number = mark.line + 1
        while number <= source.lineCount {
            let line = Array(source.line(number).unicodeScalars)
            let indentation = line.prefix { $0 == " " }.count
            let isBlank = indentation == line.count
            if !isBlank, indentation < mark.column - 1 { break }
            if indentation == mark.column - 1, line.dropFirst(indentation).starts(with: word),
                line.dropFirst(indentation + word.count).first == ":"
            {
                return Place(source.file, line: number, column: mark.column)
            }
            number += 1
        }
        // Within braces, on the same line.
        var index = mark.column - 1 + word.count
        while index + word.count < firstLine.count {
            if firstLine[index...].starts(with: word), firstLine[index + word.count] == ":" {
                return Place(source.file, line: mark.line, column: index + 1)
            }
            index += 1
        }
        return first
    }
}
