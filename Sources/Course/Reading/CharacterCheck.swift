import DataFiles

/// Finds characters on which terminals disagree, or that cannot be seen.
struct CharacterCheck {
    var file: String
    var log: ProblemLog
    /// YAML has a check of its own for control characters, and may have tabs in texts.
    var isMarkdown: Bool

    func check(_ text: String) {
        // Nearly all files have none of them: a look at the bytes decides.
        guard text.utf8.contains(where: { $0 >= 0xC2 || ($0 < 0x20 && $0 != 0x0A) || $0 == 0x7F }) else { return }
        var line = 1
        var column = 0
        var hasTab = false
        for scalar in text.unicodeScalars {
            if scalar == "\n" {
                line += 1
                column = 0
                continue
            }
            column += 1
            let place = Place(file, line: line, column: column)
            if let name = Self.disputed(scalar) {
                log.report(
                    "\(name) stands here", at: place,
                    advice: "Terminals disagree on its width; choose a simple character.")
            } else if isMarkdown, scalar == "\t", !hasTab {
                hasTab = true
                log.report("a tab stands here", at: place, advice: "Use spaces, in the whole file.")
            } else if isMarkdown, Self.isControl(scalar), scalar != "\t" {
                log.report(
                    "a control character (U+\(Self.hexadecimal(scalar))) stands here", at: place, advice: "Delete it.")
            }
        }
    }

    private static func disputed(_ scalar: Unicode.Scalar) -> String? {
        switch scalar.value {
        case 0x200D: "a zero-width joiner (U+200D)"
        case 0xFE0F: "an emoji variation selector (U+FE0F)"
        case 0x1F3FB...0x1F3FF: "a skin-tone modifier (U+\(hexadecimal(scalar)))"
        case 0x202A...0x202E, 0x2066...0x2069: "a mark that turns the direction of text (U+\(hexadecimal(scalar)))"
        default: nil
        }
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .control
    }

    private static func hexadecimal(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
