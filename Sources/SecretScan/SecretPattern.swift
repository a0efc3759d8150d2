/// How secrets look. Everything works on bytes, for files may hold anything.
enum SecretPattern {
    /// A prefix by which secrets of a kind are known, and what follows it.
    struct Form: Sendable {
        var prefix: [UInt8]
        var kind: SecretKind
        /// Bytes that may follow.
        var body: ByteSet
        /// How many of them there are, at least and at most.
        var length: ClosedRange<Int>
        /// How different the body's bytes have to be: examples such as `sk-xxxx` are not secrets.
        var distinct = 8
        /// Whether letters of both cases, or a digit, have to be there: words in code are not secrets.
        var isMixed = true

        init(
            _ prefix: String, _ kind: SecretKind, _ body: ByteSet, _ length: ClosedRange<Int>, distinct: Int = 8,
            isMixed: Bool = true
        ) {
            self.prefix = Array(prefix.utf8)
            self.kind = kind
            self.body = body
            self.length = length
            self.distinct = distinct
            self.isMixed = isMixed
        }
    }

    /// The longest secret that is looked for, in bytes.
    static let longest = 512

    /// Of forms that begin alike, the longer first.
    static let forms: [Form] = [
        Form("sk-ant-lab-", .lab, .word, 16...100), Form("sk-ant-", .anthropic, .word, 24...300),
        Form("sk-lab-", .lab, .word, 16...100), Form("sk-proj-", .openai, .word, 20...300),
        Form("sk-svcacct-", .openai, .word, 20...300), Form("sk-admin-", .openai, .word, 20...300),
        Form("sk-None-", .openai, .word, 20...300), Form("sk-", .openai, .alphanumeric, 32...100),
        Form("sk_live_", .stripe, .alphanumeric, 20...200), Form("rk_live_", .stripe, .alphanumeric, 20...200),
        Form("AKIA", .aws, .upperOrDigit, 16...16, distinct: 6),
        Form("ASIA", .aws, .upperOrDigit, 16...16, distinct: 6),
        Form("ghp_", .github, .alphanumeric, 36...255), Form("gho_", .github, .alphanumeric, 36...255),
        Form("ghu_", .github, .alphanumeric, 36...255), Form("ghs_", .github, .alphanumeric, 36...255),
        Form("ghr_", .github, .alphanumeric, 36...255), Form("github_pat_", .github, .word, 40...255),
        Form("glpat-", .gitlab, .word, 20...100), Form("AIza", .google, .word, 35...35),
        Form("xoxb-", .slack, .word, 20...255, isMixed: false), Form("xoxp-", .slack, .word, 20...255, isMixed: false),
        Form("xoxa-", .slack, .word, 20...255, isMixed: false), Form("xoxr-", .slack, .word, 20...255, isMixed: false),
        Form("xoxs-", .slack, .word, 20...255, isMixed: false), Form("hf_", .huggingFace, .alphanumeric, 30...60),
        Form("npm_", .npm, .alphanumeric, 36...36),
    ]

    /// What is shown of a secret besides its end.
    static let prefixes: [String] = forms.map { String(decoding: $0.prefix, as: UTF8.self) }

    /// Forms by their first byte.
    static let byFirst: [[Form]] = {
        var table = [[Form]](repeating: [], count: 256)
        for form in forms { table[Int(form.prefix[0])].append(form) }
        return table
    }()

    /// Which bytes something may begin at: of a form, of a private key, and the sign of an assignment.
    static let isAnchor: [Bool] = (0..<256).map { byte in
        !byFirst[byte].isEmpty || [UInt8(ascii: "-"), UInt8(ascii: "="), UInt8(ascii: ":")].contains(UInt8(byte))
    }

    /// Text that stands for a secret in documentation.
    static let placeholders = [
        "example", "your", "xxxx", "placeholder", "changeme", "change_me", "redacted", "dummy", "sample", "<", "...",
        "todo", "insert", "replace", "fake", "1234567890123456789", "abcdefghijklmnop",
    ].map { Array($0.utf8) }
}

/// A set of bytes.
struct ByteSet: Sendable {
    private let members: [Bool]

    init(_ isMember: (UInt8) -> Bool) { members = (0..<256).map { isMember(UInt8($0)) } }

    func contains(_ byte: UInt8) -> Bool { members[Int(byte)] }

    static let digit = ByteSet { (0x30...0x39).contains($0) }
    static let upper = ByteSet { (0x41...0x5A).contains($0) }
    static let lower = ByteSet { (0x61...0x7A).contains($0) }
    static let alphanumeric = ByteSet { digit.contains($0) || upper.contains($0) || lower.contains($0) }
    static let upperOrDigit = ByteSet { digit.contains($0) || upper.contains($0) }
    /// Letters, digits, `_` and `-`.
    static let word = ByteSet { alphanumeric.contains($0) || $0 == 0x5F || $0 == 0x2D }
    /// What values of assignments are made of: base64 in both alphabets, and a dot for tokens in parts.
    static let value = ByteSet { word.contains($0) || [0x2B, 0x2F, 0x3D, 0x2E].contains($0) }
}
