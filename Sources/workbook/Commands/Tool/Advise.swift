import ArgumentParser
import ModelAPI
import Terminal

struct Advise: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "advise",
        abstract: "Walk the decision tree for costs: questions first, then what to do.",
        discussion: """
            `advise` asks the first question, and `advise ANSWER` goes on to the next. All answers can be given at once: \
            `advise simple 20000`. `advise --again` begins anew.
            """
    )

    @Argument(help: "The answers: a word that is offered, its number, or how many requests there are a day.")
    var answers: [String] = []

    @Flag(help: "Forget the answers given so far.")
    var again = false

    @Flag(help: "As JSON.")
    var json = false

    mutating func run(in session: Session) async throws {
        let advice = session.factBook().advice
        if again || session.adviceAnswers.count == advice.questions.count { session.adviceAnswers = [] }
        for word in answers {
            guard session.adviceAnswers.count < advice.questions.count else {
                throw Failure("'\(word)' answers no question: there are \(advice.questions.count).", next: "`advise`")
            }
            let question = advice.questions[session.adviceAnswers.count]
            guard let answer = question.answer(word) else {
                throw Failure(
                    "'\(word)' is no answer to \"\(question.ask)\"",
                    next: "\(question.answers.map { "`advise \($0.id)`" }.joined(separator: " or "))")
            }
            session.adviceAnswers.append(answer)
        }
        let given = session.adviceAnswers
        if json { return session.output.writeJSON(AdviceView.json(advice, given).serialized(pretty: true)) }
        if given.count < advice.questions.count {
            session.say(AdviceView.question(advice, given, width: session.textWidth))
        } else {
            session.page(AdviceView.steps(advice, given, width: session.textWidth))
        }
    }

    static func candidates(in session: Session) -> [CompletionCandidate] {
        let questions = session.factBook().advice.questions.dropFirst(session.adviceAnswers.count)
        return (questions.first?.answers ?? []).map { CompletionCandidate($0.id) }
    }
}
