import ArgumentParser
import Course
import Terminal

struct Next: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "next", abstract: "Go on: the next page, or the first one.", discussion: "Where you are is saved.")

    mutating func run(in session: Session) async throws {
        let course = try session.course()
        guard let place = try session.place() else {
            try session.show(page: course.places[0])
            return
        }
        guard let following = course.place(after: place) else {
            session.say("That was the last page. `progress` shows what you have done, `list` what there is.")
            return
        }
        try session.show(page: following)
    }
}

struct Back: SessionCommand {
    static let configuration = CommandConfiguration(commandName: "back", abstract: "Go to the page before this one.")

    mutating func run(in session: Session) async throws {
        let course = try session.course()
        guard let place = try session.place(), let previous = course.place(before: place) else {
            throw Failure("There is no page before this one.", next: "`next` goes on, `list` shows all lessons.")
        }
        try session.show(page: previous)
    }
}

struct Goto: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "goto",
        abstract: "Go to a lesson or page.",
        discussion:
            "`goto 2` is lesson 2, `goto 2.3` its third page, `goto streaming` the lesson by name. Without a place, shows this page again."
    )

    @Argument(help: "A lesson's number or name, with .PAGE if wanted.")
    var place: String?

    @MainActor
    static func candidates(in session: Session) -> [CompletionCandidate] {
        guard let course = try? session.course() else { return [] }
        return course.lessons.map { CompletionCandidate($0.topic, meaning: "\($0.number) · \($0.title)") }
    }

    mutating func run(in session: Session) async throws {
        let course = try session.course()
        if let place {
            try session.show(page: try course.place(named: place))
        } else {
            try session.show(page: try session.place() ?? course.places[0])
        }
    }
}

struct RunPage: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run the commands that this page offers under `try`.")

    mutating func run(in session: Session) async throws {
        let lines = try session.currentPage().tryLines
        guard !lines.isEmpty else {
            throw Failure("This page offers nothing to run.", next: "`next` goes on.")
        }
        for line in lines {
            try Task.checkCancellation()
            session.say(session.promptText + DisplayText(line.text))
            try await LineInterpreter(session: session).run(line.text)
        }
    }
}
