/// Whether two words differ by a slip of the fingers.
enum EditDistance {
    /// Whether `word` can become `other` by at most `limit` insertions, deletions, replacements or swaps of neighbours
    /// (optimal string alignment).
    static func isWithin(_ limit: Int, _ word: [UInt8], _ other: [UInt8]) -> Bool {
        guard abs(word.count - other.count) <= limit else { return false }
        var beforeLast: [Int] = []
        var last = Array(0...other.count)
        for row in 0..<word.count {
            var current = [row + 1]
            current.reserveCapacity(other.count + 1)
            var least = row + 1
            for column in 0..<other.count {
                var distance = min(last[column + 1] + 1, current[column] + 1)
                distance = min(distance, last[column] + (word[row] == other[column] ? 0 : 1))
                if row > 0, column > 0, word[row] == other[column - 1], word[row - 1] == other[column] {
                    distance = min(distance, beforeLast[column - 1] + 1)
                }
                current.append(distance)
                least = min(least, distance)
            }
            if least > limit { return false }
            beforeLast = last
            last = current
        }
        return last[other.count] <= limit
    }

    /// How many slips a word of this length may have and still be taken for it.
    static func slips(forLength length: Int) -> Int { length < 5 ? 0 : length < 9 ? 1 : 2 }
}
