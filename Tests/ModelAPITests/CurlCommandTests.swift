import Foundation
import HTTPWire
import ModelAPI
import Testing

/// Runs the command in a real shell, with a `curl` that tells its arguments.
@Suite struct CurlCommandTests {
    private let origin = Origin(host: "127.0.0.1", port: 8080)

    private func arguments(of command: String) throws -> [String] {
        let script = """
            curl() { for argument in "$@"; do printf '%s\\0' "$argument"; done; }
            OPENAI_API_KEY=sk-from-the-environment ANTHROPIC_API_KEY=sk-ant-from-the-environment
            \(command)
            """
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", script]
        process.environment = [:]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return String(decoding: data, as: UTF8.self).split(separator: "\0", omittingEmptySubsequences: false).dropLast()
            .map(String.init)
    }

    private func values(of option: String, in arguments: [String]) -> [String] {
        arguments.indices.filter { arguments[$0] == option && $0 + 1 < arguments.count }.map { arguments[$0 + 1] }
    }

    @Test(arguments: Provider.allCases)
    func commandSendsTheSameRequest(_ provider: Provider) throws {
        var draft = RequestDraft(provider: provider)
        draft.system = "It's `$HOME` \"quoted\" \\ 'twice''"
        draft.messages = [.init(role: "user", content: "line one\nline two\r\u{7}é😀 $(rm -rf /) !! %s @file #")]
        draft.stream = true
        try draft.set("header.X-Odd", to: "a 'b' \"c\" $d \\")
        try draft.set("header.X-Empty", to: "")
        try draft.set("path", to: "/v1/a'b?x=[1]&y={z}")
        let key = APIKey(provider == .openai ? "sk-from-the-environment" : "sk-ant-from-the-environment")
        let request = try draft.request(to: origin, key: key)
        let arguments = try arguments(of: draft.curlCommand(origin: origin))

        #expect(arguments.contains("http://127.0.0.1:8080/v1/a'b?x=[1]&y={z}"))
        #expect(arguments.contains("--globoff") && arguments.contains("--no-buffer"))
        #expect(values(of: "--data-raw", in: arguments) == [String(decoding: request.body, as: UTF8.self)])
        var headers: [String: String] = [:]
        for line in values(of: "-H", in: arguments) where !line.hasSuffix(":") {
            let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
            headers[parts[0].hasSuffix(";") ? String(parts[0].dropLast()) : parts[0]] =
                parts.count == 2 ? String(parts[1].drop { $0 == " " }) : ""
        }
        // curl writes these two by itself.
        for field in request.head.fields where !["Host", "Content-Length"].contains(field.name) {
            #expect(headers[field.name] == field.value)
        }
        #expect(headers.count == request.head.fields.count - 2)
        #expect(values(of: "-H", in: arguments).contains("User-Agent:"))
    }

    @Test func commandForGETHasNoBodyAndRemovedHeadersAreRemoved() throws {
        var draft = RequestDraft(provider: .anthropic)
        try draft.set("method", to: "GET")
        try draft.set("path", to: "/v1/models")
        try draft.unset("header.accept")
        try draft.set("header.x-api-key", to: "sk-ant-0123456789abcdefwxyz")
        let arguments = try arguments(of: draft.curlCommand(origin: origin))
        #expect(values(of: "--data-raw", in: arguments).isEmpty && !arguments.contains("-X"))
        let headers = values(of: "-H", in: arguments)
        #expect(headers.contains("accept:"))
        #expect(headers.contains("x-api-key: sk-ant-…wxyz"))
    }
}
