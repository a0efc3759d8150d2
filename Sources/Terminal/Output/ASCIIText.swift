/// Stand-ins for terminals that show ASCII only.
///
/// Characters that structure text get one of the same width, so that tables stay straight; those that mean something
/// get words in ASCII; all others their code point, so that nothing is lost.
enum ASCIIText {
    static func text(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            if scalar.isASCII {
                result.unicodeScalars.append(scalar)
            } else {
                result += standIn(for: scalar)
            }
        }
        return result
    }

    private static func standIn(for scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "–", "—", "‐", "‑", "−", "─", "━": "-"
        case "═": "="
        case "│", "┃", "║", "▏", "▎", "▍": "|"
        case "┌", "┐", "└", "┘", "├", "┤", "┬", "┴", "┼", "╪", "╞", "╡": "+"
        case "▌", "▋", "▊", "▉", "█": "#"
        case "‘", "’", "‚": "'"
        case "“", "”", "„": "\""
        case "…": "~"
        case "·": "."
        case "•", "◦", "▪": "*"
        case "→", "▸", "›", "↪": ">"
        case "←", "‹": "<"
        case "↑": "^"
        case "↓": "v"
        case "×", "✗", "✘": "x"
        case "✓", "✔": "+"
        case "≈": "~"
        case "\u{A0}": " "
        case "▲": "^"
        case "┄": "-"
        case "≤": "<="
        case "≥": ">="
        case "≠": "!="
        case "\u{2421}": "^?"
        default:
            // The pictures of C0 controls, in caret notation.
            (0x2400...0x241F).contains(scalar.value)
                ? "^" + String(Unicode.Scalar(UInt8(scalar.value - 0x2400 + 0x40)))
                : "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
        }
    }
}
