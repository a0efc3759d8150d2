/// The text of a YAML document, with the questions that its reader asks about places.
///
/// Works on bytes: most documents are read when a program starts, and characters would cost more than all the rest.
struct YAMLSource {
    let text: String
    let file: String
    private let bytes: [UInt8]
    /// Split at LF; other line breaks of YAML 1.1 are refused by ``checkBounds()``.
    private let lines: [Range<Int>]

    init(_ text: String, file: String) {
        self.text = text
        self.file = file
        bytes = Array(text.utf8)
        var lines: [Range<Int>] = []
        var start = 0
        for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
            lines.append(start..<offset)
            start = offset + 1
        }
        lines.append(start..<bytes.count)
        self.lines = lines
    }

    var lineCount: Int { lines.count }

    /// The line of this number, from 1; empty when there is none.
    func line(_ number: Int) -> String {
        lines.indices.contains(number - 1) ? String(decoding: bytes[lines[number - 1]], as: UTF8.self) : ""
    }

    /// The character at a place, if it is ASCII.
    func character(at place: Place) -> Unicode.Scalar? {
        rest(from: place).first.flatMap { $0 < 0x80 ? Unicode.Scalar($0) : nil }
    }

    /// The name that follows the indicator at `place`.
    func word(after place: Place) -> String {
        String(decoding: rest(from: place).dropFirst().prefix(while: Self.isNameByte), as: UTF8.self)
    }

    func hasAlias(named name: String) -> Bool {
        !name.isEmpty && text.contains("*" + name)
    }

    private func rest(from place: Place) -> ArraySlice<UInt8> {
        guard lines.indices.contains(place.line - 1) else { return [] }
        let line = lines[place.line - 1]
        var offset = line.lowerBound
        var column = 1
        while column < place.column, offset < line.upperBound {
            offset += 1
            // Columns count scalars: continuation bytes belong to the one before.
            while offset < line.upperBound, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
            column += 1
        }
        return bytes[offset..<line.upperBound]
    }

    static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}

// MARK: Bounds

extension YAMLSource {
    private static let deepestBrackets = 100
    private static let widestIndentation = 250
    private static let mostExpansions = 100_000.0

    /// Refuses what would cost the parser too much, and characters that YAML forbids.
    func checkBounds() throws(Problem) {
        guard bytes.count <= TextFile.largestSize else {
            throw Problem(at: Place(file), "the file is larger than \(TextFile.largestSize) bytes")
        }
        var depth = 0
        var anchors = 0
        var aliases = 0
        for (index, line) in lines.enumerated() {
            var indentation = true
            var previous = UInt8(ascii: " ")
            var indicator: UInt8 = 0
            for offset in line {
                let byte = bytes[offset]
                if (byte < 0x20 && byte != 0x09) || byte >= 0x7F { try checkCharacter(at: offset, line: index + 1) }
                switch byte {
                case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
                case UInt8(ascii: "]"), UInt8(ascii: "}"): depth = max(0, depth - 1)
                default: break
                }
                if indicator != 0, Self.isNameByte(byte) {
                    if indicator == UInt8(ascii: "&") { anchors += 1 } else { aliases += 1 }
                }
                let opens = byte == UInt8(ascii: "&") || byte == UInt8(ascii: "*")
                indicator = opens && Self.mayStandBeforeValue(previous) ? byte : 0
                previous = byte
                // Compact forms such as `- - - x` nest without a line of their own.
                indentation = indentation && Self.isIndentation(byte)
                if depth > Self.deepestBrackets || (indentation && offset - line.lowerBound > Self.widestIndentation) {
                    throw Problem(
                        at: place(of: offset, line: index + 1), "the values are nested too deep",
                        advice: "A data file needs a few levels at most.")
                }
            }
        }
        // A product of numbers with a given sum is largest when they are equal: this bounds nested aliases from above.
        guard anchors > 0, aliases > 0 else { return }
        var expansions = 1.0
        for _ in 0..<anchors where expansions <= Self.mostExpansions {
            expansions *= 1 + Double(aliases) / Double(anchors)
        }
        if expansions > Self.mostExpansions {
            throw Problem(
                at: Place(file), "\(anchors) anchors and \(aliases) aliases could expand to too many values",
                advice: "Write the values out.")
        }
    }

    private static func mayStandBeforeValue(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: ","),
            UInt8(ascii: "-"),
            UInt8(ascii: "?"), UInt8(ascii: ":"):
            true
        default: false
        }
    }

    private static func isIndentation(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: ":"): true
        default: false
        }
    }

    /// YAML 1.1 section 5.1, less its line breaks NEL, LS and PS: editors do not show them as such.
    private func checkCharacter(at offset: Int, line: Int) throws(Problem) {
        func byte(_ distance: Int) -> UInt8 {
            offset + distance < bytes.count ? bytes[offset + distance] : 0
        }
        let scalar: UInt32
        switch bytes[offset] {
        case 0..<0x80: scalar = UInt32(bytes[offset])
        case 0xC2 where byte(1) < 0xA0: scalar = UInt32(byte(1))
        case 0xE2 where byte(1) == 0x80 && (byte(2) == 0xA8 || byte(2) == 0xA9):
            scalar = 0x2000 + UInt32(byte(2) & 0x3F)
        case 0xEF where byte(1) == 0xBB && byte(2) == 0xBF: scalar = 0xFEFF
        case 0xEF where byte(1) == 0xBF && byte(2) >= 0xBE: scalar = 0xFFC0 + UInt32(byte(2) & 0x3F)
        default: return
        }
        let digits = String(scalar, radix: 16, uppercase: true)
        throw Problem(
            at: place(of: offset, line: line),
            "the character U+\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits) is not allowed in YAML",
            advice: "Delete it.")
    }

    private func place(of offset: Int, line: Int) -> Place {
        let before = bytes[lines[line - 1].lowerBound..<offset]
        return Place(file, line: line, column: before.count { $0 & 0xC0 != 0x80 } + 1)
    }
}
