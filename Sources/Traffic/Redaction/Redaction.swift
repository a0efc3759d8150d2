/// Takes secrets out of bytes and text.
///
/// A key is shown as `sk-…3f9a`: what kind it is, and its last four characters if it is long. In the bytes of an exchange
/// as many asterisks as are needed stand for the ellipsis (`sk-****3f9a`), so that lengths, chunk sizes and offsets stay
/// true; views show them as the ellipsis.
public enum Redaction {
    /// The bytes with every key-shaped string (`sk-…`) and secret query parameter (`?key=…`) shortened.
    public static func redacted(_ bytes: [UInt8]) -> [UInt8] { shortened(bytes, SecretFinder()) }

    /// As `redacted(_:)` for bytes.
    public static func redacted(_ text: String) -> String {
        String(decoding: redacted(Array(text.utf8)), as: UTF8.self)
    }

    /// The value of a field line without its secrets: all of a credential, whatever it looks like, and every key-shaped
    /// string elsewhere.
    public static func redacted(_ value: String, ofFieldNamed name: String) -> String {
        let bytes = Array(value.utf8)
        let findings = SecretField(name).findings(in: bytes, bytes.indices, SecretFinder())
        return String(decoding: shortened(bytes, findings), as: UTF8.self)
    }

    /// The bytes of a request as they may be shown: each secret as `sk-…3f9a`, all else as it is.
    public static func redactedRequest(_ bytes: [UInt8]) -> [UInt8] {
        let masked = StreamRedaction(request: [bytes]).pieces.flatMap { $0 }
        var result: [UInt8] = []
        var isInHead = true
        var isFirst = true
        for line in lines(of: masked) {
            result += shown(line, isField: isInHead && !isFirst)
            isFirst = false
            if line.elementsEqual([0x0D, 0x0A]) || line.elementsEqual([0x0A]) { isInHead = false }
        }
        return result
    }

    // MARK: Within the module

    static let ellipsis = Array("…".utf8)
    static let asterisk = UInt8(ascii: "*")

    private static func shortened(_ bytes: [UInt8], _ finder: SecretFinder) -> [UInt8] {
        shortened(bytes, finder.findings(in: bytes))
    }

    /// Each finding as `sk-…3f9a`.
    static func shortened(_ bytes: [UInt8], _ findings: [SecretFinder.Finding]) -> [UInt8] {
        var result: [UInt8] = []
        var end = 0
        for finding in findings {
            let suffix = bytes[finding.range].suffix(finding.shownSuffix)
            result += bytes[end..<(finding.range.lowerBound + finding.shownPrefix)] + ellipsis
            // A masked key whose end is not here ends with asterisks, which say no more than the ellipsis.
            if !suffix.contains(asterisk) { result += suffix }
            end = finding.range.upperBound
        }
        return result + bytes[end...]
    }

    /// Each finding with asterisks in place of what may not be shown: as many bytes as before.
    static func mask(_ findings: [SecretFinder.Finding], in bytes: inout [UInt8]) {
        for finding in findings {
            let start = finding.range.lowerBound + finding.shownPrefix
            for index in start..<(finding.range.upperBound - finding.shownSuffix) { bytes[index] = asterisk }
        }
    }

    /// A line of a redacted stream as it is shown, the mask of a key as the ellipsis.
    static func shown(_ line: ArraySlice<UInt8>, isField: Bool) -> [UInt8] {
        let bytes = Array(line)
        guard isField, let span = FieldSpan.all(in: bytes, bytes.indices).first else {
            return showingMasksAsEllipsis(bytes)
        }
        return showingMasksAsEllipsis(
            shortened(bytes, span.kind.findings(in: bytes, span.value, SecretFinder())))
    }

    /// The lines with their line feeds.
    private static func lines(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let line = rest.firstIndex(of: 0x0A).map { rest[...$0] } ?? rest
            lines.append(line)
            rest = rest[line.endIndex...]
        }
        return lines
    }

    /// For display: asterisks that stand for a key's inside become an ellipsis.
    static func showingMasksAsEllipsis(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            var end = index
            while end < bytes.count, bytes[end] == asterisk { end += 1 }
            if end - index >= 3, isMaskStart(result) {
                result += ellipsis
                index = end
            } else {
                end = max(end, index + 1)
                result += bytes[index..<end]
                index = end
            }
        }
        return result
    }

    private static func isMaskStart(_ before: [UInt8]) -> Bool {
        if SecretFinder.keyPrefixes.contains(where: { before.suffix($0.count).elementsEqual($0) }) { return true }
        return before.last == UInt8(ascii: "=")
            && SecretFinder.parameters.contains { before.dropLast().suffix($0.count).elementsEqual($0) }
    }
}
