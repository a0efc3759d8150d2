public import DataFiles

/// Reads a demo:
///
///     # Title, and below it what the demo shows
///     # and for whom.
///
///     ## A heading
///     # A note to the command below it. A line with nothing but `#` ends a paragraph.
///     distribution "The sky is"
///
///     # Notes with an empty line after them are a step of their own: time to ask.
///
///     distribution "The sky is" \
///         --temperature 0.3
public struct DemoReader {
    private let file: String
    private var steps: [Demo.Step] = []
    private var problems: [Problem] = []
    private var heading: (text: String, line: Int)?
    private var notes: [(text: String, line: Int)] = []

    /// The demo in `text`; `nil` with at least one problem when there is none.
    ///
    /// Whether the commands exist is not looked at.
    ///
    /// - Parameter file: how problems name the file.
    public static func read(_ text: String, file: String) -> (demo: Demo?, problems: [Problem]) {
        var reader = DemoReader(file: file)
        let demo = reader.read(text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
        return (reader.problems.isEmpty ? demo : nil, reader.problems)
    }

    private init(file: String) { self.file = file }

    private mutating func read(_ lines: [String]) -> Demo {
        var number = lines.firstIndex { !$0.trimmed.isEmpty } ?? 0
        var title = ""
        var about: [String] = []
        if number < lines.count, let text = lines[number].comment {
            title = text
            number += 1
            while number < lines.count, let text = lines[number].comment {
                about.append(text)
                number += 1
            }
        }
        if title.isEmpty {
            report(
                "the file does not begin with a title", line: number + 1,
                "Begin it with a line such as `# Temperature`.")
        }
        while number < lines.count {
            let line = lines[number].trimmed
            if line.isEmpty {
                // A heading waits for what it is about.
                if !notes.isEmpty { endStep(command: nil, line: notes[0].line) }
            } else if line.hasPrefix("##") {
                begin(heading: line, line: number + 1)
            } else if let note = line.comment {
                notes.append((note, number + 1))
            } else {
                let first = number
                var command = line
                while command.hasSuffix("\\"), number + 1 < lines.count {
                    number += 1
                    command = command.dropLast() + " " + lines[number].trimmed
                }
                endStep(command: command, line: first + 1)
            }
            number += 1
        }
        if !notes.isEmpty { endStep(command: nil, line: notes[0].line) }
        reportEmptyHeading()
        if steps.isEmpty, problems.isEmpty {
            report(
                "the demo has no steps", line: max(1, lines.count), "A line that does not begin with # is a command.")
        }
        return Demo(title: title, about: Self.paragraphs(about), steps: steps)
    }

    private mutating func begin(heading line: String, line number: Int) {
        if !notes.isEmpty { endStep(command: nil, line: notes[0].line) }
        reportEmptyHeading()
        let text = String(line.drop { $0 == "#" }).trimmed
        if text.isEmpty { report("the heading is empty", line: number, "Write what the steps below it are about.") }
        heading = (text, number)
    }

    private mutating func reportEmptyHeading() {
        guard let heading, !heading.text.isEmpty else { return }
        report(
            "nothing follows the heading '\(heading.text)'", line: heading.line, "Put notes or a command below it.")
    }

    private mutating func endStep(command: String?, line: Int) {
        steps.append(
            Demo.Step(
                heading: heading?.text ?? "", notes: Self.paragraphs(notes.map(\.text)), command: command, line: line))
        heading = nil
        notes = []
    }

    private mutating func report(_ message: String, line: Int, _ advice: String) {
        problems.append(Problem(at: Place(file, line: line), message, advice: advice))
    }

    /// Lines joined, up to an empty one.
    private static func paragraphs(_ lines: [String]) -> [String] {
        lines.split(separator: "").map { $0.joined(separator: " ") }
    }
}

extension String {
    fileprivate var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }

    /// What a line with a single `#` says; `nil` for other lines.
    fileprivate var comment: String? {
        let line = trimmed
        return line.hasPrefix("#") && !line.hasPrefix("##") ? String(line.dropFirst()).trimmed : nil
    }
}
