/// A document of the text that the n-gram model is trained on.
package struct CorpusDocument: Hashable, Sendable {
    package var text: String
    /// How many times the model is to see it.
    package var count: Int

    package init(text: String, count: Int) {
        self.text = text
        self.count = count
    }
}

/// The text that the n-gram model is trained on, written for this course. Every statement in it is meant to be true.
///
/// Three forms, chosen so that the source stays short and the counts can be seen. Blank lines separate blocks.
///
/// - Plain: each block is a document.
/// - Answers: lines are questions, and those that begin with `= ` answers, with ` / ` for a line break. Each question
///   with each answer is a document, and the first question once more without its last mark, as people type it.
/// - Continuations: the first line is the beginning of a sentence, each further line a count and an end.
package enum Corpus {
    package static func documents() -> [CorpusDocument] {
        [conceptAnswers, httpAnswers, practiceAnswers, generalAnswers].flatMap(answers)
            + [continuations, moreContinuations].flatMap(continued)
            + [stories, explanations].flatMap(plain)
    }

    static func plain(_ text: String) -> [CorpusDocument] {
        blocks(of: text).map { CorpusDocument(text: $0.joined(separator: "\n"), count: 1) }
    }

    static func answers(_ text: String) -> [CorpusDocument] {
        blocks(of: text).flatMap { lines in
            let answers = lines.filter(isAnswer).map { lineBreaks(in: $0.dropFirst(2)) }
            let questions = lines.filter { !isAnswer($0) } + [String(lines[0].dropLast())]
            return questions.flatMap { question in
                answers.map { CorpusDocument(text: question + "\n" + $0, count: 1) }
            }
        }
    }

    static func continued(_ text: String) -> [CorpusDocument] {
        blocks(of: text).flatMap { lines in
            lines.dropFirst().compactMap { line in
                let parts = line.utf8.split(separator: UInt8(ascii: " "), maxSplits: 1)
                guard parts.count == 2, let count = Int(Substring(parts[0])) else { return nil }
                return CorpusDocument(text: lines[0] + " " + Substring(parts[1]), count: count)
            }
        }
    }

    // By bytes: a program that starts has no time for characters.

    private static func blocks(of text: String) -> [[String]] {
        var blocks: [[String]] = [[]]
        for line in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            if !line.isEmpty {
                blocks[blocks.count - 1].append(String(Substring(line)))
            } else if !blocks[blocks.count - 1].isEmpty {
                blocks.append([])
            }
        }
        return blocks.filter { !$0.isEmpty }
    }

    private static func isAnswer(_ line: String) -> Bool { line.utf8.starts(with: "= ".utf8) }

    private static func lineBreaks(in answer: Substring) -> String {
        var bytes: [UInt8] = []
        for byte in answer.utf8 {
            if byte == UInt8(ascii: " "), bytes.suffix(2) == [UInt8(ascii: " "), UInt8(ascii: "/")] {
                bytes.removeLast(2)
                bytes.append(UInt8(ascii: "\n"))
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
