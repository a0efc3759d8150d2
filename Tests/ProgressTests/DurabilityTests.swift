import Foundation
import Progress
import Testing

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

struct DurabilityTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A process writes attempts, notes each one that the store has acknowledged, and is killed at some moment.
    @Test(arguments: [3, 20, 45, 70] as [UInt32])
    func everyAcknowledgedAttemptOutlivesAKilledProcess(milliseconds: UInt32) async throws {
        let record = folder.record
        let acknowledged = folder.url.appending(path: "acknowledged")
        await #expect(processExitsWith: .signal(SIGKILL)) {
            [record = record as URL, acknowledged = acknowledged as URL, milliseconds] in
            let store = try ProgressStore(at: record)
            let log = open(acknowledged.path(percentEncoded: false), O_WRONLY | O_CREAT | O_APPEND, 0o600)
            for number in 1...1_000_000 {
                let id = try store.begin(
                    NewAttempt(exercise: "a.b", answer: "answer \(number)", at: time(Double(number))))
                var line = Array("begun \(id.rawValue) \(number)\n".utf8)
                write(log, &line, line.count)
                if number == 1 {
                    Thread.detachNewThread {
                        usleep(milliseconds * 1000)
                        kill(getpid(), SIGKILL)
                    }
                }
                try store.finish(id, score: 1, maximum: 1, solved: true, verdict: Data("\(number)".utf8))
                line = Array("finished \(id.rawValue) \(number)\n".utf8)
                write(log, &line, line.count)
            }
        }
        let store = try ProgressStore(at: record)
        let found = Dictionary(uniqueKeysWithValues: try store.attempts(for: "a.b").map { ($0.id, $0) })
        let lines = (try? String(contentsOf: acknowledged, encoding: .utf8)) ?? ""
        #expect(!lines.isEmpty)
        for line in lines.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count == 3, let id = Int64(words[1]) else { continue }
            let attempt = try #require(found[AttemptID(rawValue: id)])
            #expect(attempt.answer == "answer \(words[2])")
            if words[0] == "finished" { #expect(attempt.outcome?.verdict == Data(String(words[2]).utf8)) }
        }
        // At most one attempt was begun and not finished when the process ended.
        #expect(try store.unfinishedAttempts().count <= 1)
    }

    @Test func storesThatOpenANewFileTogetherAllSucceed() async throws {
        let record = folder.record
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<6 {
                group.addTask { try ProgressStore(at: record).set("key \(number)", to: "set") }
            }
            try await group.waitForAll()
        }
        let store = try ProgressStore(at: record)
        for number in 0..<6 { #expect(try store.setting("key \(number)") == "set") }
    }

    @Test func twoStoresOnOneFileLoseNothing() async throws {
        let record = folder.record
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<2 {
                group.addTask {
                    let store = try ProgressStore(at: record)
                    for number in 0..<60 {
                        let id = try store.begin(
                            NewAttempt(exercise: "a.w\(writer)", answer: "\(number)", at: time(Double(number))))
                        try store.finish(id, score: 1, maximum: 1, solved: true, verdict: Data())
                    }
                }
            }
            try await group.waitForAll()
        }
        let store = try ProgressStore(at: record)
        for writer in 0..<2 {
            #expect(try store.attempts(for: "a.w\(writer)").map(\.answer) == (0..<60).map { "\($0)" })
        }
        #expect(try store.unfinishedAttempts().isEmpty)
    }
}
