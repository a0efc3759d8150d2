#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// Finds secrets in bytes: keys by their form, private keys by their frame, other values by their name and how random they are.
public enum SecretDetector {
    /// The secrets in `bytes`, in order, none within another.
    public static func matches(in bytes: [UInt8]) -> [SecretMatch] {
        bytes.withUnsafeBufferPointer { matches(in: $0, isEnd: true).matches }
    }

    /// - Returns: the matches, and from where on more bytes could change something.
    static func matches(
        in bytes: UnsafeBufferPointer<UInt8>, isEnd: Bool, from start: Int = 0
    ) -> (matches: [SecretMatch], settled: Int) {
        // What stands near the end may go on in the next bytes.
        let settled = isEnd ? bytes.count : max(start, bytes.count - SecretPattern.longest)
        var matches: [SecretMatch] = []
        SecretPattern.isAnchor.withUnsafeBufferPointer { isAnchor in
            var index = start
            while index < settled {
                let byte = bytes[index]
                guard isAnchor[Int(byte)] else {
                    index += 1
                    continue
                }
                if let match = match(at: index, byte, in: bytes) {
                    // An assignment may hold a key that was found by its form already.
                    if let last = matches.last, last.range.overlaps(match.range) {
                        index += 1
                        continue
                    }
                    matches.append(match)
                    index = max(index + 1, match.range.upperBound)
                } else {
                    index += 1
                }
            }
        }
        return (matches, settled)
    }

    private static func match(at index: Int, _ byte: UInt8, in bytes: UnsafeBufferPointer<UInt8>) -> SecretMatch? {
        switch byte {
        case UInt8(ascii: "="), UInt8(ascii: ":"): return assignment(at: index, in: bytes)
        case UInt8(ascii: "-"): return privateKey(at: index, in: bytes)
        default:
            // A secret does not begin within a word.
            if index > 0, ByteSet.word.contains(bytes[index - 1]) { return nil }
            for form in SecretPattern.byFirst[Int(byte)] {
                if let match = match(form, at: index, in: bytes) { return match }
            }
            return nil
        }
    }

    // MARK: Forms

    private static func match(
        _ form: SecretPattern.Form, at index: Int, in bytes: UnsafeBufferPointer<UInt8>
    ) -> SecretMatch? {
        guard starts(bytes, with: form.prefix, at: index) else { return nil }
        let begin = index + form.prefix.count
        var end = begin
        let bound = min(bytes.count, begin + form.length.upperBound + 1)
        while end < bound, form.body.contains(bytes[end]) { end += 1 }
        // A dash at the end is punctuation.
        while end > begin, bytes[end - 1] == UInt8(ascii: "-") || bytes[end - 1] == UInt8(ascii: "_") { end -= 1 }
        guard form.length.contains(end - begin) else { return nil }
        let body = UnsafeBufferPointer(rebasing: bytes[begin..<end])
        guard isRandom(body, distinct: form.distinct, isMixed: form.isMixed), !isPlaceholder(body) else { return nil }
        return SecretMatch(kind: form.kind, range: index..<end, bytes: Array(bytes[index..<end]))
    }

    // MARK: Private keys

    private static let begin = Array("-----BEGIN ".utf8)
    private static let ending = Array("PRIVATE KEY".utf8)

    /// RFC 7468 section 2: `-----BEGIN … PRIVATE KEY-----`, and base64 after it.
    private static func privateKey(at index: Int, in bytes: UnsafeBufferPointer<UInt8>) -> SecretMatch? {
        guard starts(bytes, with: begin, at: index) else { return nil }
        var end = index + begin.count
        while end < bytes.count, end - index < 60, ByteSet.upper.contains(bytes[end]) || bytes[end] == 0x20 { end += 1 }
        let label = bytes[index + begin.count..<end]
        guard contains(label, ending), starts(bytes, with: Array("-----".utf8), at: end) else { return nil }
        end += 5
        // In a source file the line end may be written as \n.
        var next = end
        while next < bytes.count, next - end < 8, [0x0A, 0x0D, 0x20, 0x5C, 0x6E, 0x72, 0x22].contains(bytes[next]) {
            next += 1
        }
        var run = next
        while run < bytes.count, run - next < 64, ByteSet.value.contains(bytes[run]) { run += 1 }
        guard run - next >= 16 else { return nil }
        // The frame alone would be the same for every key: the beginning of the key tells them apart.
        return SecretMatch(kind: .privateKey, range: index..<end, bytes: Array(bytes[index..<end]))
    }

    // MARK: Assignments

    private static let names = ["KEY", "TOKEN", "SECRET", "PASSWORD", "PASSWD", "CREDENTIAL"].map { Array($0.utf8) }
    private static let harmless = ["PUBLIC", "KEYWORD", "MONKEY", "KEYBOARD", "CACHE", "SORT", "FOREIGN", "PRIMARY"]
        .map { Array($0.utf8) }

    /// `OPENAI_API_KEY=…`, `"password": "…"`: a name that says so, and a value that looks random.
    private static func assignment(at index: Int, in bytes: UnsafeBufferPointer<UInt8>) -> SecretMatch? {
        var nameEnd = index
        while nameEnd > 0, nameEnd > index - 4, [0x20, 0x09, 0x22, 0x27].contains(bytes[nameEnd - 1]) { nameEnd -= 1 }
        var nameStart = nameEnd
        while nameStart > 0, nameEnd - nameStart < 64, ByteSet.word.contains(bytes[nameStart - 1]) { nameStart -= 1 }
        guard nameEnd - nameStart >= 3 else { return nil }
        let name = bytes[nameStart..<nameEnd].map { ByteSet.lower.contains($0) ? $0 - 32 : $0 }
        guard names.contains(where: { contains(name[...], $0) }), !harmless.contains(where: { contains(name[...], $0) })
        else { return nil }
        var start = index + 1
        while start < bytes.count, start - index < 6, bytes[start] == 0x20 || bytes[start] == 0x09 { start += 1 }
        var quote: UInt8?
        if start < bytes.count, bytes[start] == 0x22 || bytes[start] == 0x27 {
            quote = bytes[start]
            start += 1
        }
        let isUpper = !bytes[nameStart..<nameEnd].contains { ByteSet.lower.contains($0) }
        // Without quotes only the way of environment files counts: code assigns what it computes.
        guard quote != nil || bytes[index] == UInt8(ascii: "=") && isUpper else { return nil }
        var end = start
        while end < bytes.count, end - start <= 300, ByteSet.value.contains(bytes[end]) { end += 1 }
        guard (20...300).contains(end - start) else { return nil }
        if let quote {
            guard end < bytes.count, bytes[end] == quote else { return nil }
        } else if end < bytes.count, ![0x0A, 0x0D, 0x20, 0x09, 0x23].contains(bytes[end]) {
            return nil
        }
        let value = UnsafeBufferPointer(rebasing: bytes[start..<end])
        // A key is better named by its form.
        for form in SecretPattern.byFirst[Int(value[0])] {
            if let match = match(form, at: start, in: bytes) { return match }
        }
        guard isRandom(value, distinct: 12, isMixed: true), !isPlaceholder(value), entropy(value) >= 3.6 else {
            return nil
        }
        return SecretMatch(kind: .assignment, range: start..<end, bytes: Array(value))
    }

    // MARK: Randomness

    private static func isRandom(_ bytes: UnsafeBufferPointer<UInt8>, distinct: Int, isMixed: Bool) -> Bool {
        var seen: (UInt64, UInt64) = (0, 0)
        var hasDigit = false
        var hasLetter = false
        for byte in bytes {
            if byte < 64 { seen.0 |= 1 << UInt64(byte) } else { seen.1 |= 1 << UInt64(byte & 63) }
            hasDigit = hasDigit || ByteSet.digit.contains(byte)
            hasLetter = hasLetter || ByteSet.upper.contains(byte) || ByteSet.lower.contains(byte)
        }
        guard seen.0.nonzeroBitCount + seen.1.nonzeroBitCount >= distinct else { return false }
        return hasDigit && (hasLetter || !isMixed)
    }

    private static func isPlaceholder(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let lower = bytes.map { ByteSet.upper.contains($0) ? $0 + 32 : $0 }
        return SecretPattern.placeholders.contains { contains(lower[...], $0) }
    }

    /// Shannon's, in bits a byte.
    private static func entropy(_ bytes: UnsafeBufferPointer<UInt8>) -> Double {
        var counts = [Int](repeating: 0, count: 256)
        for byte in bytes { counts[Int(byte)] += 1 }
        let total = Double(bytes.count)
        return counts.reduce(0) { sum, count in
            count == 0 ? sum : sum - Double(count) / total * log2(Double(count) / total)
        }
    }

    private static func starts(_ bytes: UnsafeBufferPointer<UInt8>, with prefix: [UInt8], at index: Int) -> Bool {
        guard index + prefix.count <= bytes.count else { return false }
        for offset in prefix.indices where bytes[index + offset] != prefix[offset] { return false }
        return true
    }

    private static func contains(_ bytes: some RandomAccessCollection<UInt8>, _ part: [UInt8]) -> Bool {
        guard bytes.count >= part.count else { return false }
        var start = bytes.startIndex
        for _ in 0...(bytes.count - part.count) {
            if bytes[start...].starts(with: part) { return true }
            start = bytes.index(after: start)
        }
        return false
    }
}
