/// Makes text safe to print: what would drive a terminal, or hide or reorder text, is shown instead of obeyed.
///
/// - C0 controls and DEL become their pictures (`␛`), C1 controls and the rest `\u{9B}`.
/// - Format characters (bidirectional overrides and isolates, zero-width spaces, tags, fillers), line and paragraph
///   separators, noncharacters and unassigned code points become `\u{202E}` (Unicode 16, chapter 23; "Trojan Source",
///   CVE-2021-42574).
/// - Kept are joiners inside emoji and between letters of scripts that need them, variation selectors where they select
///   something, and at most `maximumMarks` combining marks in a row. A mark without a base gets a dotted circle.
/// - Line feeds stay; tabs become spaces up to the next multiple of `tabStop` columns.
enum Sanitizer {
    static let tabStop = 4
    static let maximumMarks = 8

    static func clean(_ text: String) -> String {
        // Most text is printable ASCII: one look at the bytes settles it.
        if text.utf8.allSatisfy({ ($0 >= 0x20 && $0 < 0x7F) || $0 == 0x0A }) { return text }
        var result = ""
        result.reserveCapacity(text.utf8.count + 16)
        let scalars = Array(text.unicodeScalars)
        var lineStart = result.endIndex
        var marks = 0
        for (index, scalar) in scalars.enumerated() {
            let previous = index > 0 ? scalars[index - 1] : nil
            let next = index + 1 < scalars.count ? scalars[index + 1] : nil
            if scalar == "\n" {
                result.unicodeScalars.append(scalar)
                lineStart = result.endIndex
                marks = 0
                continue
            }
            if scalar == "\t" {
                let column = DisplayWidth.columns(of: result[lineStart...])
                result += String(repeating: " ", count: tabStop - column % tabStop)
                // A tab stop is as good as the start of the line to count from, and keeps long lines linear.
                lineStart = result.endIndex
                marks = 0
                continue
            }
            guard mayPass(scalar, after: previous, before: next) else {
                result += picture(of: scalar)
                marks = 0
                continue
            }
            if isMark(scalar) {
                marks += 1
                if marks > maximumMarks {
                    result += picture(of: scalar)
                    continue
                }
                // A mark with nothing to stand on would be drawn over whatever is printed before it.
                let lacksBase =
                    previous.map { $0 == "\n" || $0 == "\t" || !mayPass($0, after: nil, before: nil) } ?? true
                if lacksBase, marks == 1 { result += "\u{25CC}" }
            } else {
                marks = 0
            }
            result.unicodeScalars.append(scalar)
        }
        return result
    }

    /// A visible stand-in made of characters that need no stand-in.
    static func picture(of scalar: Unicode.Scalar) -> String {
        switch scalar.value {
        case 0x00...0x1F: String(Unicode.Scalar(0x2400 + scalar.value) ?? "?")
        case 0x7F: "\u{2421}"
        default: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
        }
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: !(0xFE00...0xFE0F).contains(scalar.value)
        default: false
        }
    }

    /// Whether `scalar` may be printed as it is, between these neighbours.
    static func mayPass(
        _ scalar: Unicode.Scalar, after previous: Unicode.Scalar?, before next: Unicode.Scalar?
    ) -> Bool {
        let value = scalar.value
        if value < 0x20 { return false }
        if value < 0x7F { return true }
        if value < 0xA0 { return false }
        let properties = scalar.properties
        switch value {
        case 0x200C, 0x200D:  // ZWNJ, ZWJ
            guard let previous, let next else { return false }
            return joins(previous) && joins(next)
        case 0xFE0E, 0xFE0F:  // text or emoji presentation
            guard let previous else { return false }
            return previous.properties.isEmoji
        case 0xE0100...0xE01EF:  // ideographic variation
            guard let previous else { return false }
            return previous.properties.isIdeographic
        case 0x0600...0x0605, 0x06DD, 0x070F, 0x0890, 0x0891, 0x08E2, 0x110BD, 0x110CD:  // visible format characters
            return true
        default: break
        }
        if properties.isDefaultIgnorableCodePoint || properties.isNoncharacterCodePoint { return false }
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: return false
        default: return true
        }
    }

    /// Whether a joiner beside this character can have a visible effect.
    private static func joins(_ scalar: Unicode.Scalar) -> Bool {
        let value = scalar.value
        if value < 0x300 { return false }
        if value == 0xFE0F || scalar.properties.isEmojiModifier { return true }
        if scalar.properties.isEmoji { return true }
        // Arabic to Khmer, and the scripts of South Asia above the BMP: where joiners shape letters.
        return (0x0600...0x109F).contains(value) || (0x1780...0x18AF).contains(value)
            || (0x11000...0x11FFF).contains(value)
    }
}
