import Assessment
import Course
import Foundation
import Grading
import LanguageModel
import Progress
import Terminal

// Predict first, then run: the prediction is kept before anything runs, and stands.
extension Session {
    /// Keeps a prediction, runs what it is about, and compares.
    ///
    /// The first prediction stands for good, also when the run is cut off: then the next `answer` runs it.
    func predict(_ exercise: Exercise, _ task: PredictTask, with text: String) async throws -> AnswerOutcome {
        let grader = Grader(models: models)
        let standing = try keptPrediction(of: exercise)
        if let standing, standing.outcome != nil { throw try Self.closed(standing, exercise) }
        if standing == nil {
            guard !text.isEmpty else {
                throw Failure("Predict first: what will come out?", next: ExerciseView.howToAnswer(exercise))
            }
        }
        // Before it is kept: what cannot be read, or cannot be run here, is no prediction yet.
        try grader.validate(prediction: standing?.answer ?? text, for: exercise)
        let kept = try standing ?? keep(prediction: text, of: exercise)
        if kept.outcome != nil { throw try Self.closed(kept, exercise) }
        if kept.answer != text, !text.isEmpty {
            say(
                DisplayText(
                    "  Your prediction stands: \(kept.answer). It cannot be changed any more; now it is put to the test.",
                    style: .dim
                ).wrapped(to: output.width))
        }
        let outcome = try await run(task)
        try adopt(outcome.exchanges)
        say("")
        // Whatever happens from here on, what came out has been seen: the prediction is not given back.
        let verdict = try grader.grade(exercise, try ownSolution(of: exercise), .prediction(kept.answer, outcome))
        return try keep(
            verdict, of: exercise, attempt: storeLocation == nil ? nil : kept.id,
            before: try standings()[exercise.id])
    }

    /// The prediction that was made, with its verdict once it was compared.
    func keptPrediction(of exercise: Exercise) throws -> Attempt? {
        let attempts = try store()?.attempts(for: exercise.id.description) ?? []
        return attempts.last { $0.outcome != nil } ?? attempts.first
    }

    private func keep(prediction text: String, of exercise: Exercise) throws -> Attempt {
        let attempt = NewAttempt(
            exercise: exercise.id.description, answer: text, evidence: exercise.storedVariant, at: environment.now())
        guard let store = try store() else {
            return Attempt(
                id: AttemptID(rawValue: 0), exercise: attempt.exercise, answer: text, beganAt: environment.now())
        }
        return try store.beginOnly(attempt).attempt
    }

    private func run(_ task: PredictTask) async throws -> RunOutcome {
        let runner = SessionRunner(environment: environment, models: models, courseRoot: try courseRoot())
        do {
            return try await runner.run(
                task.run + task.measure, model: task.model, showing: task.run.count, on: output)
        } catch is CancellationError {
            throw Failure("Stopped. Your prediction is kept.", next: "`answer` runs it again.")
        } catch {
            throw Failure("The run was cut short: \(error)", next: "Your prediction is kept; `answer` runs it again.")
        }
    }

    private static func closed(_ attempt: Attempt, _ exercise: Exercise) throws -> Failure {
        let verdict = try attempt.outcome.map { try JSONDecoder().decode(Verdict.self, from: $0.verdict) }
        let detail = verdict?.criteria.first?.detail ?? "You predicted “\(attempt.answer)”."
        return Failure(
            "\(detail) A prediction is made once: it cannot be changed after the run.",
            next: "`solution` says why it came out so, `exercise` shows the next one.")
    }
}
