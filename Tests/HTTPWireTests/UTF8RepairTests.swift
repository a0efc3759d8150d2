import HTTPWire
import Testing

// Encoding standard, "UTF-8 decoder"
@Suite struct UTF8RepairTests {
    /// One byte of each class that the decoder tells apart, and the classes' edges.
    private static let classes: [UInt8] = [
        0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF,
        0xF0,
        0xF1, 0xF3, 0xF4, 0xF5, 0xFF,
    ]

    @Test func everySequenceOfFourDecodesAsTheStandardSays() {
        var wrong: [[UInt8]] = []
        for a in Self.classes {
            for b in Self.classes {
                var stream: [UInt8] = []
                var expected: [[UInt8]] = []
                for c in Self.classes {
                    // A fourth byte ends a sequence, or not, or begins one.
                    for d: UInt8 in [0x41, 0x80, 0xBF, 0xE2] {
                        let bytes = [a, b, c, d]
                        stream += "data:".utf8 + bytes + "\n\n".utf8
                        expected.append(Self.decode(bytes))
                    }
                }
                var parser = EventStreamParser()
                let events = parser.consume(stream)
                #expect(events.count == expected.count)
                for (event, text) in zip(events, expected) where Array(event.data.utf8) != text { wrong.append(text) }
            }
        }
        #expect(wrong.isEmpty)
    }

    /// The standard's steps, one by one, to UTF-8.
    private static func decode(_ bytes: [UInt8]) -> [UInt8] {
        var result = String.UnicodeScalarView()
        var (point, seen, needed): (UInt32, Int, Int) = (0, 0, 0)
        var (lower, upper): (UInt8, UInt8) = (0x80, 0xBF)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if needed == 0 {
                switch byte {
                case 0...0x7F: result.append(Unicode.Scalar(byte))
                case 0xC2...0xDF: (needed, point) = (1, UInt32(byte & 0x1F))
                case 0xE0...0xEF:
                    if byte == 0xE0 { lower = 0xA0 }
                    if byte == 0xED { upper = 0x9F }
                    (needed, point) = (2, UInt32(byte & 0xF))
                case 0xF0...0xF4:
                    if byte == 0xF0 { lower = 0x90 }
                    if byte == 0xF4 { upper = 0x8F }
                    (needed, point) = (3, UInt32(byte & 0x7))
                default: result.append("\u{FFFD}")
                }
                continue
            }
            let isInRange = lower <= byte && byte <= upper
            (lower, upper) = (0x80, 0xBF)
            guard isInRange else {
                (point, seen, needed) = (0, 0, 0)
                index -= 1
                result.append("\u{FFFD}")
                continue
            }
            point = point << 6 | UInt32(byte & 0x3F)
            seen += 1
            if seen == needed {
                result.append(Unicode.Scalar(point) ?? "?")
                (point, seen, needed) = (0, 0, 0)
            }
        }
        if needed != 0 { result.append("\u{FFFD}") }
        return Array(String(result).utf8)
    }
}
