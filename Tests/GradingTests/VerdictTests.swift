import Foundation
import Grading
import Testing

struct VerdictTests {
    @Test(
        arguments: [(-1, 0), (0.5, 0.5), (2, 2), (3, 2), (.nan, 0), (.infinity, 0), (2 - 1e-12, 2)]
            as [(Double, Double)])
    func scoreIsFiniteAndWithinItsRange(given: Double, kept: Double) {
        let verdict = Verdict(score: given, maximum: 2, criteria: [], arithmetic: "")
        #expect(verdict.score == kept)
        #expect(verdict.isFull == (kept == 2))
    }

    @Test func verdictIsTheSameAfterJSON() throws {
        let verdict = Verdict(
            score: 2.0 / 3, maximum: 2,
            criteria: [
                Criterion(
                    id: "c1", title: "t", points: 2.0 / 3, earned: 2.0 / 3, state: .met, detail: "d", quote: "q\u{0}ü"),
                Criterion(id: "c2", title: "t", points: 4.0 / 3, earned: -0.1, state: .contradicted),
            ], arithmetic: "1 of 2", feedback: ["f"])
        #expect(try JSONDecoder().decode(Verdict.self, from: JSONEncoder().encode(verdict)) == verdict)
    }
}
