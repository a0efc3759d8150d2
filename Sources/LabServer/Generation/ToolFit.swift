internal import ModelAPI

/// How well tools fit what was asked, by the words that they share with it.
///
/// A model of 135M parameters cannot be trusted to decide whether a tool is of use. So the words decide: those of a tool's name,
/// description and parameters, four letters or longer, their plural forgotten.
struct ToolFit {
    private let subjects: [Set<String>]

    init(_ tools: [(name: String, description: String?, parameters: JSONValue)]) {
        subjects = tools.map { tool in
            let parameters = tool.parameters["properties"]?.object?.keys.joined(separator: " ") ?? ""
            return Self.words(of: "\(tool.name) \(tool.description ?? "") \(parameters)")
        }
    }

    /// The place of the tool that shares most words with `text`, the first of several; `nil` if none shares any.
    func best(for text: String) -> Int? {
        let asked = Self.words(of: text)
        let shared = subjects.map { $0.intersection(asked).count }
        guard let most = shared.max(), most > 0 else { return nil }
        return shared.firstIndex(of: most)
    }

    /// The places of the tools that share a word with `text` which no other tool has; where there are none, the best.
    func all(for text: String) -> [Int] {
        let asked = Self.words(of: text)
        let own = subjects.indices.filter { place in
            subjects[place].intersection(asked).contains { word in subjects.count { $0.contains(word) } == 1 }
        }
        return own.isEmpty ? best(for: text).map { [$0] } ?? [] : own
    }

    private static let common: Set<String> = [
        "about", "call", "from", "given", "have", "into", "returns", "return", "that", "their", "them", "then", "this",
        "tool",
        "what", "when", "which", "will", "with", "your", "name", "function", "please", "should", "would", "could",
        "there",
        "here", "some", "user",
    ]

    private static func words(of text: String) -> Set<String> {
        var words: Set<String> = []
        for part in separated(text).lowercased().split(whereSeparator: { !$0.isLetter }) where part.count >= 4 {
            let word = String(part)
            guard !common.contains(word) else { continue }
            words.insert(word.hasSuffix("s") ? String(part.dropLast()) : word)
        }
        return words
    }

    /// `getWeather` is two words.
    private static func separated(_ text: String) -> String {
        var result = ""
        var wasLower = false
        for character in text {
            if wasLower, character.isUppercase { result.append(" ") }
            result.append(character)
            wasLower = character.isLowercase
        }
        return result
    }
}
