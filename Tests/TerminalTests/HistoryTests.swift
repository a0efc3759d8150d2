import Foundation
import Terminal
import Testing

@Suite struct HistoryTests {
    private func withFile<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "history-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder.appending(path: "state/history"))
    }

    @Test func everyLineIsKeptOnceWhereItWasLast() {
        var history = LineHistory(limit: 3)
        for line in ["a", "b", "a", "a", "c", "d"] { history.add(line) }
        #expect(history.entries == ["a", "c", "d"])
        #expect(LineHistory(["a", "b", "a", "c"], limit: 2).entries == ["a", "c"])
    }

    @Test func fileIsPrivateAndReadsBackWhatWasAdded() throws {
        try withFile { (location: URL) throws in
            let file = HistoryFile(at: location, limit: 10)
            #expect(try file.load().entries == [])
            for line in ["list", "two\nlines", #"back\slash \n"#, "日本", "list"] { try file.add(line) }
            #expect(try file.load().entries == ["two\nlines", #"back\slash \n"#, "日本", "list"])
            let attributes = try FileManager.default.attributesOfItem(atPath: location.path(percentEncoded: false))
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
            #expect(String(decoding: try Data(contentsOf: location), as: UTF8.self).split(separator: "\n").count == 4)
        }
    }

    @Test func twoWritersAtOnceLoseNothing() throws {
        try withFile { (location: URL) throws in
            let file = HistoryFile(at: location, limit: 1000)
            DispatchQueue.concurrentPerform(iterations: 8) { writer in
                for number in 0..<20 { _ = try? file.add("\(writer)-\(number)") }
            }
            #expect(try file.load().entries.count == 160)
        }
    }

    @Test func brokenBytesAndTornLinesAreReadAsFarAsTheyGo() throws {
        try withFile { (location: URL) throws in
            try FileManager.default.createDirectory(
                at: location.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data([0x61, 0x0A, 0xFF, 0x0A, 0x0A, 0x62, 0x5C]).write(to: location)
            #expect(try HistoryFile(at: location).load().entries == ["a", "\u{FFFD}", "b\\"])
        }
    }

    @Test func historyThatCannotBeWrittenSaysWhy() throws {
        try withFile { (location: URL) throws in
            try FileManager.default.createDirectory(at: location, withIntermediateDirectories: true)
            #expect(throws: HistoryFileError.self) { try HistoryFile(at: location).add("line") }
        }
    }
}
