/// "Did you mean": the known word that is nearest to a mistyped one.
public enum Suggestion {
    /// The candidate that differs least from `word`, if it differs by at most a third of its letters.
    ///
    /// Differences are insertions, deletions, replacements and swaps of neighbours (optimal string alignment); case does not
    /// count. Of equally near candidates the first wins. Words longer than 64 characters get no suggestion.
    public static func closest(to word: String, in candidates: some Sequence<String>) -> String? {
        let letters = Array(word.lowercased())
        guard !letters.isEmpty, letters.count <= 64 else { return nil }
        var best: (distance: Int, candidate: String)?
        for candidate in candidates {
            let other = Array(candidate.lowercased())
            let limit = min(best.map { $0.distance - 1 } ?? .max, max(1, max(letters.count, other.count) / 3))
            guard other.count <= 64, abs(other.count - letters.count) <= limit else { continue }
            let distance = distance(letters, other)
            if distance <= limit, distance < max(letters.count, other.count) { best = (distance, candidate) }
        }
        return best?.candidate
    }

    /// `Did you mean 'X'?`, or else the candidates when they are few, or else nothing.
    public static func advice(for word: String, among candidates: [String]) -> String {
        if let closest = closest(to: word, in: candidates) { return "Did you mean '\(closest)'?" }
        guard (1...12).contains(candidates.count) else { return "" }
        return candidates.count == 1 ? "Known is \(candidates[0])." : "Known are \(candidates.joined(separator: ", "))."
    }

    private static func distance(_ a: [Character], _ b: [Character]) -> Int {
        guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
        var beforeLast = [Int](repeating: 0, count: b.count + 1)
        var last = Array(0...b.count)
        for i in 1...a.count {
            var row = [i] + [Int](repeating: 0, count: b.count)
            for j in 1...b.count {
                row[j] = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                    row[j] = min(row[j], beforeLast[j - 2] + 1)
                }
            }
            (beforeLast, last) = (last, row)
        }
        return last[b.count]
    }
}
