public import Course
public import HTTPWire
public import LanguageModel
public import Traffic

/// What an answer is graded by.
public enum Evidence: Sendable {
    /// As typed: for choice, number, text, order and distribution.
    case answer(String)
    /// The request that was built, as it would be sent.
    case request(HTTPRequest)
    /// What was sent since the exercise began, oldest first.
    case exchanges([Exchange])
    /// A prediction as typed, and what came out afterwards.
    case prediction(String, RunOutcome)
}

/// Turns an answer into a verdict.
///
/// Pure: the same exercise, solution and evidence give the same verdict, wherever and whenever it is asked for. A verdict
/// never gives the right answer away, and holds no secret from a request or an exchange.
public struct Grader: Sendable {
    let models: ModelCatalog

    public init(models: ModelCatalog) { self.models = models }

    /// Grades one answer.
    ///
    /// - Parameter solution: needed for choice, number and order, whose right answer it is; for the others it names mistakes.
    /// - Throws: ``GradingError`` where there is nothing to grade: it costs no attempt.
    public func grade(
        _ exercise: Exercise, _ solution: Solution?, _ evidence: Evidence
    ) throws(GradingError) -> Verdict {
        switch exercise.kind {
        case .choice(let task): try ChoiceGrader(exercise, task, solution).grade(try typed(evidence))
        case .number(let task): try NumberGrader(exercise, task, solution).grade(try typed(evidence))
        case .order(let task): try OrderGrader(exercise, task, solution).grade(try typed(evidence))
        case .text(let task): ExplanationGrader(exercise, task).grade(try typed(evidence))
        case .distribution(let task):
            try DistributionGrader(exercise, task, solution, models).grade(try typed(evidence))
        case .predict(let task):
            if case .prediction(let text, let outcome) = evidence {
                try PredictionGrader(exercise, task, solution, self).grade(text, outcome)
            } else {
                throw .wrongEvidence(found: evidence.name, expected: "a prediction and what came out")
            }
        case .request(let task):
            if case .request(let request) = evidence {
                RequestGrader(exercise, task).grade(request)
            } else {
                throw .wrongEvidence(found: evidence.name, expected: "the request that you build")
            }
        case .traffic(let task):
            if case .exchanges(let exchanges) = evidence {
                TrafficGrader(exercise, task).grade(exchanges)
            } else {
                throw .wrongEvidence(found: evidence.name, expected: "what is sent after it began")
            }
        }
    }

    /// Looks whether a prediction can be read at all, before it is kept for good and the commands run.
    ///
    /// - Throws: ``GradingError`` as ``grade(_:_:_:)`` would, whatever comes out. For other kinds it does nothing.
    public func validate(prediction: String, for exercise: Exercise) throws(GradingError) {
        guard case .predict(let task) = exercise.kind else { return }
        try PredictionGrader(exercise, task, nil, self).validate(prediction)
    }

    private func typed(_ evidence: Evidence) throws(GradingError) -> String {
        guard case .answer(let text) = evidence else {
            throw .wrongEvidence(found: evidence.name, expected: "a typed answer: `answer` and the answer")
        }
        return text
    }
}

extension Evidence {
    fileprivate var name: String {
        switch self {
        case .answer: "a typed answer"
        case .request: "a request"
        case .exchanges: "what was sent"
        case .prediction: "a prediction"
        }
    }
}
