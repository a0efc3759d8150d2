import DataFiles

/// Reads `lesson.md`: front matter, then pages.
struct LessonReader {
    var number: Int
    var topic: String
    var file: String
    var log: ProblemLog
    /// `nil` leaves concepts unchecked.
    var knownConcepts: [String]?

    /// The lesson, or `nil` when its front matter could not be read.
    func read(_ text: String) -> Lesson? {
        CharacterCheck(file: file, log: log, isMarkdown: true).check(text)
        guard let parts = Parts(text, file: file, log: log), let head = head(of: parts) else { return nil }
        let splitter = PageSplitter(file: file, topic: topic, title: head.title, log: log)
        let pages = splitter.pages(of: parts.body, firstLine: parts.bodyLine)
        return Lesson(
            number: number, topic: topic, title: head.title, concepts: head.concepts, sources: head.sources,
            pages: pages,
            file: file)
    }

    /// The title alone, without a look at the pages.
    func title(in text: String) -> String? {
        Parts(text, file: file, log: log).flatMap { head(of: $0)?.title }
    }

    private func head(of parts: Parts) -> (title: String, concepts: [String], sources: [String])? {
        let value: YAMLValue?
        do {
            value = try YAMLDocument.parse(parts.frontMatter, file: file, firstLine: 2)
        } catch {
            log.add(error)
            return nil
        }
        guard var reader = MappingReader(value, what: "a lesson", file: file, log: log) else { return nil }
        reader.readFormat()
        let title = reader.prose("title")
        let concepts = reader.concepts(known: knownConcepts, atLeastOne: false)
        let sources = reader.optionalStrings("sources") ?? []
        reader.finish()
        return (title ?? topic, concepts, sources.map(\.text))
    }

    /// A lesson's text, cut at the lines of its front matter.
    private struct Parts {
        var frontMatter: String
        var body: ArraySlice<Substring>
        /// The number of the body's first line.
        var bodyLine: Int

        init?(_ text: String, file: String, log: ProblemLog) {
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            let isMark: (Substring) -> Bool = { $0.hasPrefix("---") && $0.dropFirst(3).allSatisfy(\.isWhitespace) }
            guard let first = lines.first, isMark(first) else {
                log.report(
                    "the front matter is missing", at: Place(file),
                    advice:
                        "Begin the file with a line '---', then 'format: 1', 'title:', 'concepts:', and another '---'.")
                return nil
            }
            guard let end = lines.dropFirst().firstIndex(where: isMark) else {
                log.report("the front matter is not closed", at: Place(file), advice: "End it with a line '---'.")
                return nil
            }
            frontMatter = lines[1..<end].joined(separator: "\n")
            body = lines[(end + 1)...]
            bodyLine = end + 2
        }
    }
}
