import Course
import DataFiles
import Foundation
import Grading
import HTTPWire
import ModelAPI
import Progress
import Traffic

/// An answer, judged and kept.
struct AnswerOutcome {
    var exercise: Exercise
    var verdict: Verdict
    /// Why the attempt earns less than its verdict, where it does.
    var deduction: String?
    var standing: Standing
}

extension Session {
    // MARK: Which exercise

    func exercise(named name: String) throws -> Exercise {
        let course = try course()
        if let exercise = course.exercise(at: name) { return try ownVariant(of: exercise) }
        let names = course.exercises.keys.map(\.description)
        let advice = Suggestion.closest(to: name, in: names).map { "Did you mean \($0)?" } ?? "`list` shows them all."
        throw Failure("There is no exercise '\(name)'.", next: advice)
    }

    /// The exercise that has been begun and not left.
    func currentExercise() throws -> Exercise {
        guard let id = try stored(.exercise), let exercise = try? exercise(named: id) else {
            throw Failure(
                "No exercise has been begun.", next: "`exercise` shows this page's, `exercise 1.1` any other.")
        }
        return exercise
    }

    /// The exercise that has been begun, also after it was solved or skipped.
    func lastExercise() throws -> Exercise {
        if let exercise = try? currentExercise() { return exercise }
        if let id = try store()?.attempts().last?.exercise, let exercise = try? exercise(named: id) {
            return exercise
        }
        return try currentExercise()
    }

    /// The current exercise, or the next one that is not solved: of this page, else of the course from here on.
    func nextExercise() throws -> Exercise {
        let course = try course()
        let standings = try standings()
        let unsolved = { (id: ExerciseID) in !standings.isDone(id, in: course) }
        if let current = try? currentExercise(), unsolved(current.id) { return current }
        guard let place = try place() else {
            throw Failure(
                "You have not begun to read.", next: "`next` shows the first page, `exercise 1.1` an exercise.")
        }
        let ahead = course.places.drop { $0 != place }.compactMap { course.page(at: $0)?.page.exercises }.joined()
        guard let id = ahead.first(where: unsolved), let exercise = course.exercises[id] else {
            throw Failure(
                "Every exercise from here on is solved or skipped.",
                next: "`list` shows them all; `exercise 1.1` takes one up again.")
        }
        return try ownVariant(of: exercise)
    }

    /// Begins an exercise: what is sent from here on counts for it.
    func begin(_ exercise: Exercise) throws {
        guard try stored(.exercise) != exercise.id.description else { return }
        try keep(exercise.id.description, as: .exercise)
        try keep(String(try exchanges().last?.id ?? 0), as: .exerciseBegan)
    }

    func label(of exercise: Exercise) throws -> String {
        "\(try course().position(of: exercise.id) ?? "") \(exercise.title)"
    }

    // MARK: Answers

    /// Judges an answer. It is on disk before it is judged, and its verdict before this returns.
    func answer(_ exercise: Exercise, with text: String) async throws -> AnswerOutcome {
        if case .predict(let task) = exercise.kind { return try await predict(exercise, task, with: text) }
        let evidence = try evidence(for: exercise, text: text)
        let solution = try ownSolution(of: exercise)
        let grader = Grader(models: models)
        let before = try standings()[exercise.id]
        let store = try store()
        let attempt = try store?.begin(
            NewAttempt(
                exercise: exercise.id.description, answer: text, evidence: try evidence.stored(exercise),
                at: environment.now()))
        let verdict: Verdict
        do {
            verdict = try grader.grade(exercise, solution, evidence)
        } catch {
            // What cannot be read is no attempt, and costs none.
            if let attempt { try store?.withdraw(attempt) }
            throw error
        }
        return try keep(verdict, of: exercise, attempt: attempt, before: before)
    }

    /// Puts a verdict on the disk.
    func keep(
        _ verdict: Verdict, of exercise: Exercise, attempt: AttemptID?, before: Standing
    ) throws -> AnswerOutcome {
        let scoring = Scoring(exercise)
        let number = before.attempts + 1
        if let attempt {
            let earned = scoring.earned(
                verdict.score, attempt: number, hintsShown: before.hintsShown, solutionShown: before.solutionShown)
            try store()?.finish(
                attempt, score: earned, maximum: verdict.maximum, solved: verdict.isFull,
                verdict: try JSONEncoder().encode(verdict))
        }
        return AnswerOutcome(
            exercise: exercise, verdict: verdict,
            deduction: scoring.explanation(
                verdict.score, attempt: number, hintsShown: before.hintsShown, solutionShown: before.solutionShown),
            standing: try standings()[exercise.id])
    }

    /// What the answer is judged by: its text, the request built, or what was sent since the exercise began.
    private func evidence(for exercise: Exercise, text: String) throws -> Evidence {
        switch exercise.kind {
        case .choice, .number, .text, .order, .distribution, .predict:
            guard !text.isEmpty else {
                throw Failure("There is no answer after `answer`.", next: ExerciseView.howToAnswer(exercise))
            }
            return .answer(text)
        case .request:
            guard text.isEmpty else {
                throw Failure(
                    "This exercise is judged by the request that you built.",
                    next: "Build it, then `answer` alone hands it in.")
            }
            return .request(try requestForGrading())
        case .traffic:
            guard text.isEmpty else {
                throw Failure(
                    "This exercise is judged by what you send.", next: "Send it, then `answer` alone hands it in.")
            }
            let began = Int(try stored(.exerciseBegan) ?? "") ?? 0
            let sent = try exchanges().filter { $0.id > began }
            guard !sent.isEmpty else {
                throw Failure(
                    "Nothing has been sent since this exercise began.", next: "`send`, then `answer` hands it in.")
            }
            return .exchanges(sent)
        }
    }

    /// The draft's request at an address and with a key of no importance: no check may depend on either.
    func requestForGrading() throws -> HTTPRequest {
        let draft = try requireDraft()
        let origin = runningLab?.origin ?? Origin(scheme: "http", host: "127.0.0.1", port: 80)
        return try draft.request(to: origin, key: runningLab?.key(for: draft.provider) ?? APIKey("sk-lab-placeholder"))
    }

    // MARK: Standing

    func standings() throws -> Standings { Standings(try store()?.standings() ?? [:]) }

    func record(_ kind: ProgressEvent.Kind, of subject: String) throws {
        try store()?.record(kind, of: subject, at: environment.now())
    }

    // MARK: Hints, skips, solutions

    func hintsShown(for id: ExerciseID) throws -> Int { try standings()[id].hintsShown }

    func recordHint(_ number: Int, for id: ExerciseID) throws {
        try record(.hint(number), of: id.description)
    }

    func skip(_ id: ExerciseID) throws {
        try record(.skip, of: id.description)
    }

    /// The model answer, which only an attempt or a skip opens.
    func solution(of exercise: Exercise) throws -> Solution {
        let standing = try standings()[exercise.id]
        guard standing.attempts > 0 || standing.isSkipped else {
            throw Failure(
                "The solution opens after an attempt or a skip.",
                next: "`answer …` tries, `hint` helps, `skip` leaves it.")
        }
        guard let solution = try ownSolution(of: exercise) else {
            throw Failure("This exercise has no solution file.", next: "`check` lists what the course lacks.")
        }
        try record(.solution, of: exercise.id.description)
        return solution
    }
}

extension Evidence {
    /// The evidence as JSON, keys redacted; `nil` where the answer itself is all there is.
    fileprivate func stored(_ exercise: Exercise) throws -> Data? {
        switch self {
        case .answer, .prediction: exercise.storedVariant
        case .request(let request): Data(Redaction.redactedRequest(request.bytes))
        case .exchanges(let exchanges): try JSONEncoder().encode(exchanges)
        }
    }
}
