import Course
import Foundation

// Numbers that differ from learner to learner.
extension Session {
    /// What this learner's variants are drawn from: chosen once, and kept.
    private func seed() throws -> UInt64 {
        if let text = try stored(.seed), let seed = UInt64(text) { return seed }
        // Where nothing is kept, everything is the same each time.
        let seed = storeLocation == nil ? 0 : environment.random()
        try keep(String(seed), as: .seed)
        return seed
    }

    /// The exercise with this learner's numbers.
    func ownVariant(of exercise: Exercise) throws -> Exercise {
        guard !exercise.variables.isEmpty, exercise.variant == nil else { return exercise }
        return exercise.variant(exercise.variantNumber(forSeed: try seed()))
    }

    /// The exercise with another learner's numbers.
    func variant(_ number: Int, of exercise: Exercise) throws -> Exercise {
        guard let base = try course().exercises[exercise.id], !base.variables.isEmpty else {
            throw Failure("\(exercise.id) has no variants: it is the same for everybody.", next: "Leave out --variant.")
        }
        guard (1...Exercise.variantCount).contains(number) else {
            throw Failure("There is no variant \(number).", next: "They go from 1 to \(Exercise.variantCount).")
        }
        return base.variant(number)
    }

    /// The solution to the variant that the exercise is.
    func ownSolution(of exercise: Exercise) throws -> Solution? {
        try course().solutions[exercise.id]?.variant(of: exercise)
    }
}

extension Exercise {
    /// What is kept beside an answer, so that it can be graded again: `{"variant":17}`.
    var storedVariant: Data? { variant.map { Data("{\"variant\":\($0)}".utf8) } }
}
