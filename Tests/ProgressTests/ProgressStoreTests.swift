import Foundation
import Progress
import Testing

struct ProgressStoreTests {
    let folder: TemporaryFolder
    let store: ProgressStore

    init() throws {
        folder = try TemporaryFolder()
        store = try ProgressStore(at: folder.record)
    }

    @Test func attemptIsFoundWithoutVerdictOnceItHasBegun() throws {
        let evidence = Data([0x7B, 0x00, 0xFF])
        let id = try store.begin(
            NewAttempt(exercise: "rest.parts", answer: "a b \u{0}ü", evidence: evidence, at: time(0.25)))
        let reopened = try ProgressStore(at: folder.record)
        let expected = Attempt(
            id: id, exercise: "rest.parts", answer: "a b \u{FFFD}ü", evidence: evidence, beganAt: time(0.25),
            outcome: nil)
        #expect(try reopened.unfinishedAttempts() == [expected])
        #expect(try reopened.attempts(for: "rest.parts") == [expected])
        #expect(try reopened.standing(of: "rest.parts") == Standing())
    }

    @Test func verdictIsFoundAfterReopening() throws {
        let id = try store.begin(NewAttempt(exercise: "rest.parts", answer: "a", at: time()))
        try store.finish(id, score: 1.2, maximum: 3, solved: false, verdict: Data("{}".utf8))
        let reopened = try ProgressStore(at: folder.record)
        let outcome = try #require(try reopened.attempts(for: "rest.parts").first?.outcome)
        #expect(outcome == Attempt.Outcome(score: 1.2, maximum: 3, isSolved: false, verdict: Data("{}".utf8)))
        #expect(try reopened.unfinishedAttempts().isEmpty)
    }

    @Test func verdictIsNeverChanged() throws {
        let id = try store.begin(NewAttempt(exercise: "a.b", answer: "a", at: time()))
        try store.finish(id, score: 0, maximum: 1, solved: false, verdict: Data())
        #expect(throws: ProgressError.closedAttempt(id)) {
            try store.finish(id, score: 1, maximum: 1, solved: false, verdict: Data())
        }
        #expect(throws: ProgressError.closedAttempt(id)) { try store.withdraw(id) }
        #expect(try store.standing(of: "a.b").best == 0)
    }

    @Test func unknownAttemptIsRefused() throws {
        let id = AttemptID(rawValue: 99)
        #expect(throws: ProgressError.unknownAttempt(id)) {
            try store.finish(id, score: 1, maximum: 1, solved: false, verdict: Data())
        }
    }

    @Test(arguments: [(-0.1, 1), (1.1, 1), (.nan, 1), (.infinity, .infinity)] as [(Double, Double)])
    func scoreOutsideItsRangeIsRefused(score: Double, maximum: Double) throws {
        let id = try store.begin(NewAttempt(exercise: "a.b", answer: "a", at: time()))
        #expect(throws: ProgressError.self) {
            try store.finish(id, score: score, maximum: maximum, solved: false, verdict: Data())
        }
        #expect(try store.unfinishedAttempts().map(\.id) == [id])
    }

    @Test func withdrawnAttemptIsNeitherFoundNorCounted() throws {
        let id = try store.begin(NewAttempt(exercise: "a.b", answer: "twelve", at: time()))
        try store.withdraw(id)
        #expect(try store.attempts(for: "a.b").isEmpty)
        #expect(try store.unfinishedAttempts().isEmpty)
        #expect(try store.standings().isEmpty)
    }

    @Test func standingSumsUpAttemptsAndEvents() throws {
        try store.record(.hint(1), of: "a.b", at: time(1))
        for score in [1.0, 1.6, 0.0] {
            let id = try store.begin(NewAttempt(exercise: "a.b", answer: "x", at: time(2)))
            try store.finish(id, score: score, maximum: 2, solved: score == 1.6, verdict: Data())
        }
        try store.record(.hint(2), of: "a.b", at: time(4))
        try store.record(.hint(1), of: "a.b", at: time(5))
        try store.record(.solution, of: "a.b", at: time(6))
        try store.record(.skip, of: "c.d", at: time(7))
        try store.record(.pageRead, of: "rest/2", at: time(8))

        let standings = try store.standings()
        var expected = Standing()
        expected.attempts = 3
        expected.best = 1.6
        expected.isSolved = true
        expected.hintsShown = 2
        expected.solutionShown = true
        #expect(standings["a.b"] == expected)
        #expect(standings["c.d"]?.isSkipped == true)
        #expect(Set(standings.keys) == ["a.b", "c.d"])
        #expect(try store.events(of: "rest/2") == [ProgressEvent(.pageRead, of: "rest/2", at: time(8))])
        #expect(try store.events().map(\.kind) == [.hint(1), .hint(2), .hint(1), .solution, .skip, .pageRead])
    }

    @Test func skippedEndsWithAnAnswer() throws {
        try store.record(.skip, of: "a.b", at: time(1))
        #expect(try store.standing(of: "a.b").isSkipped)
        let id = try store.begin(NewAttempt(exercise: "a.b", answer: "x", at: time(2)))
        try store.finish(id, score: 0, maximum: 1, solved: false, verdict: Data())
        #expect(try !store.standing(of: "a.b").isSkipped)
    }

    @Test func settingIsReplacedAndRemoved() throws {
        #expect(try store.setting("place") == nil)
        try store.set("place", to: "rest/1")
        try store.set("place", to: "rest/2")
        #expect(try ProgressStore(at: folder.record).setting("place") == "rest/2")
        try store.set("place", to: nil)
        #expect(try store.setting("place") == nil)
    }

    @Test func onlyTheNewestExchangesAreKept() throws {
        for number in 1...(ProgressStore.keptExchanges + 3) {
            try store.keep(exchange: Data("\(number)".utf8), id: number)
        }
        let all = try store.exchanges().map { String(decoding: $0, as: UTF8.self) }
        #expect(all.count == ProgressStore.keptExchanges)
        #expect(all.first == "4")
        #expect(try store.exchanges(newest: 2).map { String(decoding: $0, as: UTF8.self) } == ["502", "503"])
    }

    @Test func exchangesOfTwoWorkbooksWithOneNumberAreBothKept() throws {
        try store.keep(exchange: Data("first".utf8), id: 1)
        try ProgressStore(at: folder.record).keep(exchange: Data("second".utf8), id: 1)
        #expect(try store.exchanges().count == 2)
    }

    @Test func filesBelongToTheirOwnerAlone() throws {
        #expect(try folder.mode(of: folder.record) == 0o600)
        #expect(try folder.mode(of: folder.record.deletingLastPathComponent()) == 0o700)
        let log = URL(filePath: folder.record.path(percentEncoded: false) + "-wal")
        #expect(try folder.mode(of: log) == 0o600)
    }
}
