import Course
import Foundation

/// Grades a number: right within the tolerance, or not.
struct NumberGrader {
    private let exercise: Exercise
    private let task: NumberTask
    private let solution: Solution?

    init(_ exercise: Exercise, _ task: NumberTask, _ solution: Solution?) {
        self.exercise = exercise
        self.task = task
        self.solution = solution
    }

    func grade(_ answer: String) throws(GradingError) -> Verdict {
        guard let solution else { throw .noAnswer(exercise.id, reason: "it has no solution") }
        let reader = NumberReader(units: task.units)
        guard let right = try? reader.read(solution.answer.typed) else {
            throw .noAnswer(exercise.id, reason: "its solution is not a number")
        }
        let typed: TypedNumber
        do {
            typed = try reader.read(answer)
        } catch {
            throw .unreadable(found: error.found, expected: error.expected)
        }
        let isRight = accepts(typed, for: right)
        // A mistake has a name even if its last decimal was rounded otherwise; the nearest one counts.
        let mistakes =
            isRight
            ? []
            : solution.wrong.compactMap { wrong -> (distance: Double, feedback: String)? in
                guard let feedback = wrong.feedback, let number = try? reader.read(wrong.answer.typed),
                    accepts(typed, for: number)
                else { return nil }
                return (abs(number.value - typed.value), feedback)
            }
        let feedback = mistakes.min { $0.distance < $1.distance }.map { [$0.feedback] } ?? []
        let earned = isRight ? exercise.points : 0
        return Verdict(
            score: earned, maximum: exercise.points,
            criteria: [
                Criterion(
                    id: "answer", title: "the number", points: exercise.points, earned: earned,
                    state: isRight ? .met : .missed,
                    detail: isRight ? "\(answer.trimmed) is right." : "\(answer.trimmed) is not the number asked for.",
                    quote: answer.trimmed)
            ],
            arithmetic: Points.text(earned, of: exercise.points), feedback: feedback)
    }

    private func accepts(_ typed: TypedNumber, for right: TypedNumber) -> Bool {
        switch task.tolerance {
        case .absolute(let tolerance): typed.isWithin(Self.exact(tolerance), of: right)
        case .relative(let share):
            typed.isWithin(
                Self.exact(share) * abs(right.numerator) / abs(right.denominator), of: right)
        }
    }

    /// The decimal number that a file's author wrote: 0.005, not the nearest binary fraction.
    private static func exact(_ number: Double) -> Decimal {
        Decimal(string: "\(max(0, number))", locale: nil) ?? Decimal(0)
    }
}
