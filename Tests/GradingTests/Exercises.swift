import Course
import Grading
import LanguageModel

/// Exercises made in code, so that the tests need no files.
enum Sample {
    static func exercise(_ kind: ExerciseKind, points: Double = 2, prompt: String = "", credit: [Double] = [1])
        -> Exercise
    {
        Exercise(
            id: ExerciseID(topic: "test", name: "sample"), title: "Sample", concepts: ["top-p"], points: points,
            prompt: prompt,
            hints: [Hint(text: "a", cost: 0.25), Hint(text: "b", cost: 0.5), Hint(text: "c", cost: 1)], credit: credit,
            kind: kind, file: "exercises/01-test/sample.yaml")
    }

    static func solution(_ answer: Answer, wrong: [(Answer, String)] = []) -> Solution {
        let place = exercise(.number(NumberTask())).place
        return Solution(
            id: ExerciseID(topic: "test", name: "sample"), answer: answer, why: "",
            wrong: wrong.map { WrongAnswer(answer: $0, score: 0, feedback: $1, place: place) }, place: place)
    }

    static let letters = ["a", "b", "c", "d", "e"]
}

extension Grader {
    static let embedded = Grader(models: .embedded)

    /// Grades a typed answer.
    func grade(
        _ kind: ExerciseKind, _ solution: Solution? = nil, points: Double = 2, prompt: String = "", _ answer: String
    ) throws(GradingError) -> Verdict {
        try grade(Sample.exercise(kind, points: points, prompt: prompt), solution, .answer(answer))
    }
}

/// Whether the answer was refused as unreadable, and with these words among others.
func isUnreadable(_ error: GradingError?, saying words: String = "") -> Bool {
    guard let error, case .unreadable = error else { return false }
    return words.isEmpty || error.description.contains(words)
}
