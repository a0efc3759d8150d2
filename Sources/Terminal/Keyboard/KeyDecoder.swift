/// Turns the bytes of a terminal into keys: UTF-8, and the control sequences of xterm, VTE, the Linux console, tmux and
/// macOS.
///
/// Sequences that mean no known key are dropped whole, so that no stray letters are typed; malformed UTF-8 becomes
/// U+FFFD; C1 controls are dropped. Memory is bounded.
public struct KeyDecoder: Sendable {
    private enum State {
        case ground
        case utf8(bytes: [UInt8], missing: Int)
        case escape
        case control(parameters: [UInt8])
        case singleShift
        case paste([UInt8])
    }

    private var state = State.ground

    /// The longest paste, in bytes; the rest of a longer one is dropped.
    public static let pasteLimit = 1 << 20
    private static let pasteEnd = Array("\u{1B}[201~".utf8)

    public init() {}

    /// Whether what has come may be a key already, or the beginning of a longer sequence: only a pause tells Escape
    /// from the Escape that begins one. Call `flush` after it.
    public var isAmbiguous: Bool {
        switch state {
        case .escape, .singleShift: true
        case .control(let parameters): parameters.isEmpty
        case .ground, .utf8, .paste: false
        }
    }

    /// The keys that end with this byte: none, one, or two where a sequence was broken off.
    public mutating func consume(_ byte: UInt8) -> [Key] {
        switch state {
        case .ground: return ground(byte)
        case .utf8(var bytes, let missing):
            guard byte & 0xC0 == 0x80 else {
                state = .ground
                return [.character("\u{FFFD}")] + ground(byte)
            }
            bytes.append(byte)
            if missing > 1 {
                state = .utf8(bytes: bytes, missing: missing - 1)
                return []
            }
            state = .ground
            return String(decoding: bytes, as: UTF8.self).unicodeScalars.compactMap { scalar in
                (0x80..<0xA0).contains(scalar.value) ? nil : .character(scalar)
            }
        case .escape: return afterEscape(byte)
        case .singleShift:
            state = .ground
            return Self.key(final: byte, parameters: []).map { [$0] } ?? []
        case .control(var parameters): return control(byte, &parameters)
        case .paste(var bytes):
            state = .ground
            bytes.append(byte)
            if bytes.count >= Self.pasteEnd.count, bytes.suffix(Self.pasteEnd.count).elementsEqual(Self.pasteEnd) {
                return [.paste(Self.pasted(bytes.dropLast(Self.pasteEnd.count)))]
            }
            // Beyond the limit only what may be the end is kept.
            if bytes.count > Self.pasteLimit + 2 * Self.pasteEnd.count { bytes.remove(at: Self.pasteLimit) }
            state = .paste(bytes)
            return []
        }
    }

    /// What is pending, when nothing has followed for a while.
    public mutating func flush() -> [Key] {
        defer { state = .ground }
        switch state {
        case .ground: return []
        case .control(let parameters): return parameters.isEmpty ? [.alt("[")] : []
        case .utf8: return [.character("\u{FFFD}")]
        case .escape: return [.escape]
        case .singleShift: return [.alt("O")]
        case .paste(let bytes): return [.paste(Self.pasted(bytes[...]))]
        }
    }

    private mutating func ground(_ byte: UInt8) -> [Key] {
        switch byte {
        case 0x1B:
            state = .escape
            return []
        case 0x0D, 0x0A: return [.enter]
        case 0x09: return [.tab]
        case 0x7F, 0x08: return [.backspace]
        case 0x00...0x1F: return [.control(Unicode.Scalar(byte | (byte == 0 || byte > 0x1A ? 0x40 : 0x60)))]
        case 0x20..<0x7F: return [.character(Unicode.Scalar(byte))]
        case 0xC2...0xDF: state = .utf8(bytes: [byte], missing: 1)
        case 0xE0...0xEF: state = .utf8(bytes: [byte], missing: 2)
        case 0xF0...0xF4: state = .utf8(bytes: [byte], missing: 3)
        default: return [.character("\u{FFFD}")]
        }
        return []
    }

    private mutating func afterEscape(_ byte: UInt8) -> [Key] {
        state = .ground
        switch byte {
        case UInt8(ascii: "["):
            state = .control(parameters: [])
            return []
        case UInt8(ascii: "O"):
            state = .singleShift
            return []
        case 0x1B:
            state = .escape
            return [.escape]
        case 0x7F, 0x08: return [.alt("\u{7F}")]
        case 0x0D, 0x0A: return [.alt("\r")]
        case 0x20..<0x7F: return [.alt(Unicode.Scalar(byte))]
        default: return [.escape] + ground(byte)
        }
    }

    private mutating func control(_ byte: UInt8, _ parameters: inout [UInt8]) -> [Key] {
        state = .ground
        switch byte {
        case 0x20...0x3F:
            // No key has more parameters than this; the rest of the sequence is dropped all the same.
            if parameters.count < 32 { parameters.append(byte) }
            state = .control(parameters: parameters)
            return []
        case 0x40...0x7E:
            if byte == UInt8(ascii: "["), parameters.isEmpty {
                // The Linux console's function keys: one more letter follows.
                state = .singleShift
                return []
            }
            if byte == UInt8(ascii: "~"), parameters.elementsEqual("200".utf8) {
                state = .paste([])
                return []
            }
            return Self.key(final: byte, parameters: parameters).map { [$0] } ?? []
        default: return ground(byte)
        }
    }

    private static func key(final: UInt8, parameters: [UInt8]) -> Key? {
        if parameters.first == UInt8(ascii: "<") {
            guard final == UInt8(ascii: "M") else { return nil }
            let numbers = parameters.dropFirst().split(separator: UInt8(ascii: ";"))
            return Wheel(parameters: numbers.compactMap { Int(String(decoding: $0, as: UTF8.self)) }).map { .wheel($0) }
        }
        let numbers = parameters.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
            .map { Int(String(decoding: $0, as: UTF8.self)) ?? 1 }
        // 2 is Shift, 3 Alt, 5 Control (xterm); any of the latter two moves by words.
        let byWord = numbers.count > 1 && numbers[1] > 2
        switch Character(Unicode.Scalar(final)) {
        case "A": return .up
        case "B": return .down
        case "C": return byWord || numbers == [5] ? .wordRight : .right
        case "D": return byWord || numbers == [5] ? .wordLeft : .left
        case "c": return .wordRight
        case "d": return .wordLeft
        case "H": return .home
        case "F": return .end
        case "Z": return .backTab
        case "M" where numbers.isEmpty || parameters.isEmpty: return .enter
        case "~":
            switch numbers.first {
            case 1, 7: return .home
            case 2: return .insert
            case 3: return .delete
            case 4, 8: return .end
            case 5: return .pageUp
            case 6: return .pageDown
            default: return nil
            }
        default: return nil
        }
    }

    private static func pasted(_ bytes: ArraySlice<UInt8>) -> String {
        let text = String(decoding: bytes, as: UTF8.self).unicodeScalars
        var result = String.UnicodeScalarView()
        var previous: Unicode.Scalar?
        for scalar in text {
            switch scalar.value {
            case 0x0D: result.append("\n")
            case 0x0A where previous == "\r": break
            case 0x0A: result.append("\n")
            case 0x09: result.append("\t")
            case 0x00...0x1F, 0x7F..<0xA0: break
            default: result.append(scalar)
            }
            previous = scalar
        }
        return String(result)
    }
}
