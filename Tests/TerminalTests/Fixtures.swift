import Foundation
import Testing

/// The files in `Tests/Fixtures/terminal`.
enum Fixtures {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../Fixtures/terminal", directoryHint: .isDirectory).standardizedFileURL

    static func text(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: folder.appending(path: path)), as: UTF8.self)
    }

    /// Compares with a file; with `UPDATE_FIXTURES=1` writes it, and fails once.
    static func expect(_ actual: String, equals path: String) throws {
        let location = folder.appending(path: path)
        if ProcessInfo.processInfo.environment["UPDATE_FIXTURES"] == "1" {
            try Data(actual.utf8).write(to: location)
            Issue.record("\(path) has been recorded anew: look at the difference before it is committed")
            return
        }
        #expect(actual == (try text(path)), "\(path)")
    }
}

/// A generator that gives the same numbers everywhere (SplitMix64).
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Text of what is likely to go wrong.
func hostileText(using random: inout SplitMix, length: Int) -> String {
    let pieces: [String] = [
        "\u{1B}", "\u{1B}[31m", "\u{9B}", "\u{85}", "\u{7F}", "\0", "\r", "\r\n", "\n", "\t", "\u{202E}", "\u{2066}",
        "\u{200B}",
        "\u{200D}", "\u{FE0F}", "\u{FEFF}", "\u{2028}", "\u{E0041}", "\u{301}", "\u{20DD}", "日本", "👨‍👩‍👧", "🇸🇪", "e\u{301}",
        "क्ष", "가",
        "ᄀ", " ", "word", "`", "*", "**", "[", "](x)", "> ", "- ", "1. ", "| a | b |\n|-|-|\n", "```\n", "# ", "~~",
        "[^1]", "<b>", "\\",
        "\"", "'", "\u{FFFE}", "\u{10FFFF}", "\u{378}", "\u{AD}", "\u{3164}",
    ]
    var text = ""
    for _ in 0..<length {
        text.unicodeScalars.append(contentsOf: (pieces.randomElement(using: &random) ?? "").unicodeScalars)
    }
    return text
}

/// Whether a terminal could take anything in `text` for a command.
func drivesTerminal(_ text: String) -> Bool {
    text.unicodeScalars.contains { scalar in
        switch scalar.value {
        case 0x0A: false
        case 0x00...0x1F, 0x7F...0x9F, 0x200B, 0x200E, 0x200F, 0x202A...0x202E, 0x2028, 0x2029, 0x2066...0x2069, 0xFEFF,
            0xE0000...0xE007F:
            true
        default: false
        }
    }
}
