import Course
import Grading
import Testing

struct ScoringTests {
    let scoring = Scoring(points: 2, credit: [1, 0.8, 0.6], hintCosts: [0.25, 0.5, 2])

    @Test(
        arguments: [
            (2, 1, 0, 2), (2, 2, 0, 1.6), (2, 3, 0, 1.2), (2, 9, 0, 1.2), (2, 1, 1, 1.75), (2, 1, 2, 1.25),
            (2, 1, 3, 0), (2, 2, 1, 1.4),
            (1, 1, 1, 1), (1, 2, 2, 0.8), (0, 1, 0, 0), (2, 0, -1, 2), (2, 1, 99, 0),
        ] as [(Double, Int, Int, Double)])
    func hintsLowerWhatCanBeReachedAndAttemptsWhatCounts(score: Double, attempt: Int, hints: Int, earned: Double) {
        #expect(abs(scoring.earned(score, attempt: attempt, hintsShown: hints) - earned) < 1e-12)
        #expect(
            scoring.earned(score, attempt: attempt, hintsShown: hints)
                <= scoring.reachable(attempt: attempt, hintsShown: hints))
    }

    @Test func answerAfterTheSolutionEarnsNothing() {
        #expect(scoring.earned(2, attempt: 1, hintsShown: 0, solutionShown: true) == 0)
        #expect(
            scoring.explanation(2, attempt: 1, hintsShown: 0, solutionShown: true)
                == "0 count, because the solution was shown before")
    }

    @Test func explanationSaysWhyLessCounts() {
        #expect(scoring.explanation(2, attempt: 1, hintsShown: 0) == nil)
        #expect(
            scoring.explanation(2, attempt: 2, hintsShown: 1)
                == "1.4 count: after 1 hint at most 1.75 can be reached, and attempt 2 counts 80 %")
    }

    @Test func scoringReadsTheExercise() {
        let exercise = Sample.exercise(.number(NumberTask()), points: 4, credit: [1, 0.5])
        #expect(Scoring(exercise).reachable(attempt: 2, hintsShown: 1) == 1.875)
    }

    @Test(arguments: [Double.nan, .infinity, -1, -.infinity])
    func scoreIsAlwaysFiniteAndNotNegative(score: Double) {
        #expect(scoring.earned(score, attempt: 1, hintsShown: 0) == 0)
    }

    @Test(
        arguments: [
            (2, "2"), (1.5, "1.5"), (4.0 / 3, "1.33"), (0.05, "0.05"), (1.996, "2"), (0, "0"), (-0.5, "−0.5"),
            (-0.001, "0"), (10, "10"),
        ] as [(Double, String)])
    func pointsAreRoundedForTheEyeOnly(points: Double, text: String) {
        #expect(Points.text(points) == text)
    }
}
