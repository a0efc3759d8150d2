import ModelAPI
import SecretScan
import Terminal

/// What `scan` found.
struct ScanView {
    let findings: [SecretFinding]
    let summary: ScanSummary
    let duration: Duration

    func lines() -> [DisplayText] {
        var lines: [DisplayText] = []
        for finding in findings {
            lines.append(
                DisplayText(Self.place(of: finding), style: .bold) + DisplayText("  \(finding.match.kind.rawValue)  ")
                    + DisplayText(finding.match.redacted, style: .bad))
            if let history = Self.history(of: finding) { lines.append(DisplayText("    \(history)", style: .dim)) }
        }
        return lines
    }

    /// `path:line:column`, or `commit:path:line:column`. The Sanitizer shows what a name's bytes would do to a terminal.
    private static func place(of finding: SecretFinding) -> String {
        let place = "\(finding.line):\(finding.column)"
        switch finding.source {
        case .file: return "\(escaped(finding.path)):\(place)"
        case .blob(let id): return "\((finding.first?.id ?? id).prefix(12)):\(escaped(finding.path)):\(place)"
        case .message(let id): return "\(id.prefix(12)):(message):\(place)"
        }
    }

    /// Line breaks and other controls in a name would break the line, or drive the terminal.
    private static func escaped(_ path: String) -> String {
        path.unicodeScalars.reduce(into: "") { text, scalar in
            if scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
                || scalar.properties.generalCategory == .format
            {
                text += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
    }

    private static func history(of finding: SecretFinding) -> String? {
        guard let first = finding.first else { return nil }
        let begin = "since \(first.id.prefix(12)) (\(first.date.prefix(10)))"
        if finding.isCurrent { return "\(begin), and still there" }
        guard let last = finding.last else { return begin }
        return
            "\(begin), last in \(last.id.prefix(12)) (\(last.date.prefix(10))); deleted since, but still in the history"
    }

    func conclusion() -> [DisplayText] {
        var lines = summary.problems.prefix(20).map { DisplayText(Self.escaped($0), style: .warning) }
        let speed = Double(summary.bytes) / 1e6 / max(duration / .seconds(1), 1e-9)
        var looked = "\(summary.files) files"
        if summary.hasHistory { looked += ", \(summary.blobs) versions in \(summary.commits) commits" }
        if summary.ignored > 0 { looked += "; \(summary.ignored) ignored by git, passed over" }
        lines.append(
            DisplayText(
                "Looked through \(looked): \(Number.fixed(Double(summary.bytes) / 1e6, 1)) MB at \(Number.fixed(speed, 0)) MB/s.",
                style: .dim))
        guard !findings.isEmpty else { return lines + [DisplayText("No key was found.", style: .good)] }
        let keys = Set(findings.map(\.match.bytes)).count
        lines.append(
            DisplayText(
                "\(keys) \(keys == 1 ? "key" : "different keys") in \(findings.count) \(findings.count == 1 ? "place" : "places").",
                style: .bad))
        let kinds = SecretKind.allCases.filter { kind in findings.contains { $0.match.kind == kind } }
        lines.append(
            DisplayText(
                "1. Rotate first: whoever has read it, has it. "
                    + kinds.map { "\($0.rawValue): \($0.rotation)." }.joined(separator: " ")))
        lines.append(
            "2. Take it out of the files, into the environment or a secret store, and let .gitignore keep it out.")
        if findings.contains(where: { $0.source != .file }) {
            lines.append(
                "3. Then the history: `git filter-repo --replace-text`, a forced push, and fresh clones. Clones and forks keep it, so this never replaces step 1."
            )
        }
        return lines
    }

    var json: JSONValue {
        [
            "findings": .array(findings.map(Self.json)),
            "summary": [
                "files": .integer(summary.files), "ignored": .integer(summary.ignored),
                "blobs": .integer(summary.blobs), "commits": .integer(summary.commits),
                "bytes": .integer(summary.bytes), "seconds": .number(duration / .seconds(1)),
                "problems": .array(summary.problems.map { .string($0) }),
            ],
        ]
    }

    private static func json(_ finding: SecretFinding) -> JSONValue {
        let commit = { (commit: SecretFinding.Commit?) -> JSONValue in
            commit.map { ["id": .string($0.id), "date": .string($0.date)] } ?? .null
        }
        let (source, object): (String, JSONValue) =
            switch finding.source {
            case .file: ("file", .null)
            case .blob(let id): ("history", .string(id))
            case .message(let id): ("message", .string(id))
            }
        return [
            "source": .string(source), "object": object, "path": .string(finding.path),
            "line": .integer(finding.line), "column": .integer(finding.column),
            "kind": .string(finding.match.kind.rawValue), "redacted": .string(finding.match.redacted),
            "first_commit": commit(finding.first), "last_commit": commit(finding.last),
            "current": .bool(finding.isCurrent || finding.source == .file),
            "next_step": .string("rotate it: \(finding.match.kind.rotation)"),
        ]
    }
}
