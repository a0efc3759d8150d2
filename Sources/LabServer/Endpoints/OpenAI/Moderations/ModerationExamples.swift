internal import ModelAPI

/// A text, and the categories that it falls into.
struct ModerationExample: Sendable {
    var categories: Set<ModerationCategory>
    var text: String

    /// What the stand-in is fitted to: the file `examples.txt`, built into the executable.
    static let all = read(String(decoding: PackageResources.examples_txt, as: UTF8.self))

    /// Reads lines such as `hate, violence | text`; those that begin with `#` are comments.
    static func read(_ file: String) -> [ModerationExample] {
        file.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap { line in
            let parts = line.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { return nil }
            let names = parts[0].split { ", ".contains($0) }
            return ModerationExample(
                categories: Set(names.compactMap { ModerationCategory(rawValue: String($0)) }),
                text: String(parts[1].drop { $0 == " " }))
        }
    }
}
