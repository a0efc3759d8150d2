import SecretScan
import Testing

@Suite struct SecretDetectorTests {
    // No secret stands whole in this file: scanners of others read it too.
    private static let random = "aZ3kQ9xW1vB7nM5tR2yL8pD4sF6gH0jC"

    @Test(arguments: [
        ("sk-proj-" + random + random, SecretKind.openai), ("sk-svcacct-" + random, .openai),
        ("sk-" + random + random, .openai), ("sk-ant-api03-" + random + "-" + random, .anthropic),
        ("sk-lab-" + random, .lab), ("sk-ant-lab-" + random, .lab), ("AKIA" + "Q3EGZ7TH2MWX4VLD", .aws),
        ("ghp_" + random + "AbC1", .github), ("AIza" + random + "xY1", .google),
        ("xoxb-" + "123456789012-" + random, .slack),
    ])
    func keyIsFoundByItsForm(_ key: String, _ kind: SecretKind) {
        for (before, after) in [("", ""), ("key = \"", "\"\n"), ("(", ")"), ("Bearer ", " "), ("\0\u{1}", "\0")] {
            let matches = SecretDetector.matches(in: Array((before + key + after).utf8))
            #expect(matches.map(\.kind) == [kind], "\(before)…\(after)")
            #expect(matches.first?.bytes == Array(key.utf8))
            #expect(matches.first?.range.lowerBound == before.utf8.count)
            #expect(matches.first.map { !$0.redacted.contains(key.dropFirst(14).dropLast(4)) } == true)
        }
    }

    @Test(arguments: [
        "sk-your-key-here-your-key-here-your-key", "sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "sk-ant-api03-YOUR-API-KEY-GOES-HERE-PLEASE-123", "AKIAIOSFODNN7EXAMPLE",
        "mask-proj-aZ3kQ9xW1vB7nM5tR2yL8pD4sF6gH0jC", "sk-circle-fade-dot-animation-of-the-page",
        "API_KEY=os.environ.get(\"OPENAI_API_KEY_FOR_MY_PROJECT\")", "TOKEN=$(cat /run/secrets/token-of-service-1)",
        "PUBLIC_KEY=aZ3kQ9xW1vB7nM5tR2yL8pD4sF6gH0jC", "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0B",
        "-----BEGIN RSA PRIVATE KEY----- is how it begins", "sort_key: \"aZ3kQ9xW1vB7nM5tR2yL8pD4sF6gH0jC\"",
    ])
    func whatOnlyLooksAlikeIsNot(_ text: String) {
        #expect(SecretDetector.matches(in: Array(text.utf8)) == [])
    }

    @Test func assignmentsOfRandomValuesAreFound() {
        for text in [
            "DB_PASSWORD=\(Self.random)\n", "export API_TOKEN=\"\(Self.random)\"",
            "{\"client_secret\": \"\(Self.random)\"}",
        ] {
            #expect(SecretDetector.matches(in: Array(text.utf8)).map(\.kind) == [.assignment], "\(text)")
        }
        let key = "OPENAI_API_KEY=sk-proj-\(Self.random)"
        #expect(SecretDetector.matches(in: Array(key.utf8)).map(\.kind) == [.openai])
    }

    @Test func privateKeyIsFoundByItsFrame() {
        let begin = "-----BEGIN OPENSSH PRIVATE" + " KEY-----"
        #expect(
            SecretDetector.matches(in: Array("\(begin)\nb3BlbnNzaC1rZXktdjEAAAAA".utf8)).map(\.kind) == [.privateKey])
    }

    /// However the bytes are cut, the findings and their places are the same.
    @Test(arguments: [1, 2, 7, 63, 64, 127, 500, 4096])
    func piecesGiveWhatTheWholeGives(_ size: Int) {
        let filler = String(repeating: "let x = 1\n", count: 97)
        let text =
            filler + "A_TOKEN=\(Self.random)\n" + filler + "  sk-ant-api03-\(Self.random)\(Self.random)\n" + filler
            + "ghp_\(Self.random)wXy9"
        var stream = SecretStream()
        var found: [(String, Int, Int)] = []
        let bytes = Array(text.utf8)
        var index = 0
        repeat {
            let end = min(bytes.count, index + size)
            stream.read(bytes[index..<end], isEnd: end == bytes.count) { match, place in
                found.append((match.kind.rawValue, place.line, place.column))
            }
            index = end
        } while index < bytes.count
        #expect(found.map(\.0) == [SecretKind.assignment, .anthropic, .github].map(\.rawValue))
        #expect(found.map(\.1) == [98, 98 + 98, 98 + 98 + 98])
        #expect(found.map(\.2) == [9, 3, 1])
    }
}
