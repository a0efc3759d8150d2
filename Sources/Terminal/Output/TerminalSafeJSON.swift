/// JSON that is the same value, and cannot drive a terminal.
enum TerminalSafeJSON {
    /// Escapes what `DisplayText` would not print as it is: in valid JSON such characters stand only in strings, where
    /// `\u` escapes mean the same (RFC 8259, section 7). White space between values stays.
    static func text(_ json: String) -> String {
        if json.utf8.allSatisfy({ ($0 >= 0x20 && $0 < 0x7F) || $0 == 0x0A }) { return json }
        var result = ""
        result.reserveCapacity(json.utf8.count)
        let scalars = Array(json.unicodeScalars)
        for (index, scalar) in scalars.enumerated() {
            let previous = index > 0 ? scalars[index - 1] : nil
            let next = index + 1 < scalars.count ? scalars[index + 1] : nil
            if scalar == "\n" || scalar == "\t" || Sanitizer.mayPass(scalar, after: previous, before: next) {
                result.unicodeScalars.append(scalar)
            } else if scalar == "\r" {
                // Between values, as in CR LF; in a string it would be invalid.
                continue
            } else {
                for unit in String(scalar).utf16 {
                    let hex = String(unit, radix: 16)
                    result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
                }
            }
        }
        return result
    }
}
