import Foundation
import HTTPWire
import LabServer
import ModelAPI
import Testing

/// The real curl, where there is one.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/curl")))
struct CurlTests {
    @Test(arguments: Provider.allCases)
    func curlCommandSendsTheDraftsRequest(_ provider: Provider) async throws {
        let lab = LabServer()
        let origin = try await lab.start()
        var draft = RequestDraft(provider: provider)
        draft.system = "It's \"$HOME\" and `date`"
        draft.messages = [.init(role: "user", content: "Explain REST in one line.\n@x é😀")]
        draft.stream = true
        try draft.set("max_tokens", to: "3")
        try draft.set("header.X-Odd", to: "a 'b' $c")
        try draft.set("header.X-Empty", to: "")
        try draft.set("header.user-agent", to: "lab test")
        let key = lab.key(for: provider)
        let answer = try await run(draft.curlCommand(origin: origin), [provider.keyVariable: key.reveal()])
        #expect(answer.contains(provider == .openai ? "data: [DONE]" : "event: message_stop"))

        let sent = lab.journal.records.filter { $0.direction == .read }.flatMap(\.bytes)
        var parser = HTTPMessageParser(.request)
        let parts = try parser.consume(sent)
        let expected = try draft.request(to: origin, key: key)
        let head = try #require(
            parts.lazy.compactMap { part -> RequestHead? in
                if case .requestHead(let head) = part.content { head } else { nil }
            }.first)
        #expect(parts.body == expected.body)
        #expect((head.method, head.target) == (expected.head.method, expected.head.target))
        let lines = { (fields: FieldLines) in Set(fields.map { "\($0.name.lowercased()): \($0.value)" }) }
        #expect(lines(head.fields) == lines(expected.head.fields))
        await lab.stop()
    }

    private func run(_ command: String, _ environment: [String: String]) async throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", command]
        process.environment = environment.merging(["PATH": "/usr/bin:/bin"]) { own, _ in own }
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        return await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                let data = (try? output.fileHandleForReading.readToEnd()) ?? Data()
                continuation.resume(returning: String(decoding: data, as: UTF8.self))
            }
        }
    }
}
