internal import Foundation

/// Cuts a text into the words that WordPiece cuts further: BERT's basic tokenizer, uncased.
///
/// In this order: control characters are dropped, Chinese characters become words of their own, the text is decomposed
/// (Unicode normalization form D) and its nonspacing marks are dropped, letters become lower case; then words end at white
/// space, and each punctuation mark is a word of its own (`tokenization.py` in google-research/bert; Hugging Face's
/// `BertNormalizer` and `BertPreTokenizer`, whose character classes are followed where the two differ).
enum WordPieceWords {
    /// Gives each word as UTF-8, until `body` returns `false`.
    static func forEach(in text: String, _ body: (ArraySlice<UInt8>) -> Bool) {
        var word: [UInt8] = []
        word.reserveCapacity(64)
        func end() -> Bool {
            defer { word.removeAll(keepingCapacity: true) }
            return word.isEmpty || body(word[...])
        }
        for scalar in normalised(text).unicodeScalars {
            if isWhitespace(scalar) {
                guard end() else { return }
            } else if isPunctuation(scalar) {
                guard end() else { return }
                word += UTF8.encode(scalar)!
                guard end() else { return }
            } else {
                for lower in lowercase(scalar) { word += UTF8.encode(lower)! }
            }
        }
        _ = end()
    }

    /// The text up to its decomposition: lower case comes after it, as it does in the reference.
    private static func normalised(_ text: String) -> String {
        guard !text.utf8.allSatisfy({ $0 < 0x80 }) else { return cleaned(text) }
        let decomposed = cleaned(text).decomposedStringWithCanonicalMapping
        var result = String.UnicodeScalarView()
        for scalar in decomposed.unicodeScalars where !isNonspacingMark(scalar) { result.append(scalar) }
        return String(result)
    }

    private static func cleaned(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar.value == 0 || scalar.value == 0xFFFD || isControl(scalar) { continue }
            if isChinese(scalar) {
                result.append(" ")
                result.append(scalar)
                result.append(" ")
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }

    private static func lowercase(_ scalar: Unicode.Scalar) -> String.UnicodeScalarView {
        if scalar.isASCII {
            let value = scalar.value
            return String.UnicodeScalarView([(0x41...0x5A).contains(value) ? Unicode.Scalar(value + 32)! : scalar])
        }
        return scalar.properties.lowercaseMapping.unicodeScalars
    }

    // MARK: Classes of characters

    private static func isWhitespace(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII ? scalar == " " || (0x09...0x0D).contains(scalar.value) : scalar.properties.isWhitespace
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\t", "\n", "\r": return false
        case " "..."~": return false
        default: break
        }
        switch scalar.properties.generalCategory {
        case .control, .privateUse: return true
        case .format: return isKnown(scalar)
        default: return false
        }
    }

    private static func isNonspacingMark(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value >= 0x300 else { return false }
        switch scalar.value {
        // Of another category in Unicode 8 than today.
        case 0x1734, 0x1171E: return true
        case 0x1885, 0x1886, 0xA9BD, 0x111C9: return false
        default: return scalar.properties.generalCategory == .nonspacingMark && isKnown(scalar)
        }
    }

    private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            return (0x21...0x2F).contains(scalar.value) || (0x3A...0x40).contains(scalar.value)
                || (0x5B...0x60).contains(scalar.value) || (0x7B...0x7E).contains(scalar.value)
        }
        if scalar.value == 0x166D || scalar.value == 0x111C9 { return true }  // in Unicode 8, not today
        switch scalar.properties.generalCategory {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .otherPunctuation:
            return isKnown(scalar)
        default: return false
        }
    }

    /// Whether the reference's tables, those of Unicode 8, have the character.
    private static func isKnown(_ scalar: Unicode.Scalar) -> Bool {
        guard let age = scalar.properties.age else { return false }
        return age.major <= 8
    }

    private static func isChinese(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value >= 0x3400 else { return false }
        return switch scalar.value {
        case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x20000...0x2A6DF, 0x2A700...0x2B73F, 0x2B740...0x2B81F,
            0x2B920...0x2CEAF, 0xF900...0xFAFF, 0x2F800...0x2FA1F:
            true
        default: false
        }
    }
}
