internal import Foundation

/// Looks for secrets in everything that the branches, tags and stashes of a git repository reach: every version of every file,
/// deleted ones too, and the messages of commits and tags.
///
/// git itself reads its objects, as a child process, so that packs and all formats are understood. Contents stream through; what is
/// kept is a piece of one object at a time.
public struct GitScan {
    private let git: GitCommand
    /// The part of the repository that is looked through, from its top; empty for all.
    private let prefix: String

    /// `nil` if the folder is in no repository.
    public init?(folder: String, environment: [String: String]) throws {
        guard let git = GitCommand(folder: folder, environment: environment) else {
            throw ScanError.git("there is no git")
        }
        let isBare = try? git.output(["rev-parse", "--is-bare-repository"]).trimmingCharacters(
            in: .whitespacesAndNewlines)
        guard let isBare else { return nil }
        self.git = git
        prefix =
            isBare == "true"
            ? "" : try git.output(["rev-parse", "--show-prefix"]).trimmingCharacters(in: .newlines)
    }

    /// Whether there is a git to ask.
    public static func isAvailable(_ environment: [String: String]) -> Bool {
        GitCommand(folder: "/", environment: environment) != nil
    }

    /// The paths below the folder that git ignores, relative to it; folders end in `/`.
    public func ignoredPaths() throws -> Set<String> {
        let text = try git.output(["ls-files", "--others", "--ignored", "--exclude-standard", "--directory", "-z"])
        return Set(text.split(separator: "\0").map(String.init))
    }

    public func run(_ summary: inout ScanSummary, found: (SecretFinding) -> Void) throws {
        summary.hasHistory = true
        var objects = ["rev-list", "--all", "--objects"]
        if !prefix.isEmpty { objects += ["--", "."] }
        let pipeline = try git.pipeline(
            objects, ["cat-file", "--batch=%(objectname) %(objecttype) %(objectsize) %(rest)", "--buffer"])
        defer { pipeline.stop() }
        var findings: [SecretFinding] = []
        while let header = try pipeline.line() {
            try Task.checkCancellation()
            let parts = header.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
            guard parts.count >= 3, let size = Int(parts[2]) else {
                // `<id> missing`, as in a partial clone.
                summary.problems.append(header)
                continue
            }
            let isBlob = parts[1] == "blob"
            let source: SecretFinding.Source = isBlob ? .blob(String(parts[0])) : .message(String(parts[0]))
            let path = isBlob && parts.count > 3 ? String(parts[3]) : ""
            if isBlob { summary.blobs += 1 } else if parts[1] == "commit" { summary.commits += 1 }
            guard parts[1] != "tree" else {
                try pipeline.skip(size + 1)
                continue
            }
            summary.bytes += size
            var stream = SecretStream()
            try pipeline.content(size) { piece, isEnd in
                stream.read(piece, isEnd: isEnd) { match, place in
                    findings.append(
                        SecretFinding(
                            source: source, path: path, line: place.line, column: place.column, match: match))
                }
            }
            try pipeline.skip(1)
        }
        try pipeline.finish()
        try date(&findings)
        findings.forEach(found)
    }

    // MARK: When

    /// How many objects are dated: each takes git a walk through the history.
    private static let mostDated = 200

    /// Adds the first and the last commit that have each finding.
    private func date(_ findings: inout [SecretFinding]) throws {
        let current = findings.isEmpty ? [] : try currentBlobs()
        var dates: [String: (first: SecretFinding.Commit?, last: SecretFinding.Commit?)] = [:]
        for index in findings.indices {
            switch findings[index].source {
            case .blob(let id):
                findings[index].isCurrent = current.contains(id)
                if dates[id] == nil, dates.count < Self.mostDated { dates[id] = try life(of: id) }
                findings[index].first = dates[id]?.first
                findings[index].last = findings[index].isCurrent ? nil : dates[id]?.last
            case .message(let id):
                let log = try? git.output(["show", "-s", "--no-show-signature", "--format=%H %cI", id + "^{commit}"])
                let commit = log.flatMap { Self.commit($0.split(separator: "\n").last ?? "") }
                findings[index].first = commit
                findings[index].last = commit
                findings[index].isCurrent = true
            case .file: break
            }
        }
    }

    /// The blobs of the newest commits of all branches and tags.
    private func currentBlobs() throws -> Set<String> {
        var blobs: Set<String> = []
        let tips = try git.output(["for-each-ref", "--format=%(objectname)", "refs/heads", "refs/tags", "refs/remotes"])
        for tip in Set(tips.split(separator: "\n").map(String.init)).prefix(Self.mostDated) {
            // A tag may be of no commit.
            guard let tree = try? git.output(["ls-tree", "-r", "-z", "--full-tree", tip]) else { continue }
            for entry in tree.split(separator: "\0") {
                let parts = entry.prefix { $0 != "\t" }.split(separator: " ")
                if parts.count == 3, parts[1] == "blob" { blobs.insert(String(parts[2])) }
            }
        }
        return blobs
    }

    /// The first commit with a blob, and the last before it went.
    private func life(of id: String) throws -> (first: SecretFinding.Commit?, last: SecretFinding.Commit?) {
        let log = try git.output([
            "log", "--all", "--topo-order", "--reverse", "-m", "--raw", "--no-abbrev", "--no-renames", "--no-ext-diff",
            "--no-show-signature", "--format=commit %H %cI %P", "--find-object=\(id)",
        ])
        var commit: SecretFinding.Commit?
        var parent: String?
        var first: SecretFinding.Commit?
        var lastParent: String?
        for line in log.split(separator: "\n") {
            if line.hasPrefix("commit ") {
                let parts = line.split(separator: " ")
                commit = parts.count > 2 ? .init(id: String(parts[1]), date: String(parts[2])) : nil
                parent = parts.count > 3 ? String(parts[3]) : nil
            } else if line.hasPrefix(":") {
                let parts = line.split(separator: " ")
                guard parts.count > 3 else { continue }
                if parts[3] == id, first == nil { first = commit }
                if parts[2] == id { lastParent = parent }
            }
        }
        let last = try lastParent.flatMap { parent in
            Self.commit(try git.output(["show", "-s", "--no-show-signature", "--format=%H %cI", parent])[...])
        }
        return (first, last ?? first)
    }

    private static func commit(_ line: Substring) -> SecretFinding.Commit? {
        let parts = line.trimmingCharacters(in: .whitespacesAndNewlines).split(separator: " ")
        return parts.count == 2 ? .init(id: String(parts[0]), date: String(parts[1])) : nil
    }
}
