/// Reads lists of ids as people type them.
enum ListReader {
    /// The parts of `c, a) b > [D]`: in lower case, without brackets, points and arrows.
    static func words(_ text: String) -> [String] {
        text.lowercased().split { character in
            character.isWhitespace || ",;>→|/&()[]{}.:\"'`=".contains(character)
        }.map { word in
            var word = word
            // A dash is part of an id, but not at its ends: `a - b`, `a -> b`, `- a`.
            while word.first == "-" || word.first == "–" { word = word.dropFirst() }
            while word.last == "-" || word.last == "–" { word = word.dropLast() }
            return String(word)
        }.filter { !$0.isEmpty }
    }

    /// With one space for every run of white space, and none around.
    static func collapsed(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

extension String {
    var trimmed: String { Quote.shortened(self) }

    func trimmingSuffix(_ characters: String) -> String {
        var text = Substring(self)
        while let last = text.last, characters.contains(last) { text = text.dropLast() }
        return String(text)
    }
}
