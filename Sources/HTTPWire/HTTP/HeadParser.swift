/// Lines of a head to values (RFC 9112 sections 2 to 5). Lines come without their CR LF.
enum HeadParser {
    typealias Reason = HTTPWireError.Reason

    static func requestLine(_ line: [UInt8]) throws(ReasonError) -> RequestHead {
        let words = line.split(separator: ASCII.space, omittingEmptySubsequences: false)
        guard words.count == 3 else { throw ReasonError(.invalidRequestLine) }
        guard ASCII.isToken(words[0]) else { throw ReasonError(.invalidMethod) }
        guard isTarget(words[1]) else { throw ReasonError(.invalidTarget) }
        return RequestHead(
            method: ASCII.text(words[0]), target: ASCII.text(words[1]), version: try version(words[2]))
    }

    static func statusLine(_ line: [UInt8]) throws(ReasonError) -> ResponseHead {
        let words = line.split(separator: ASCII.space, maxSplits: 2, omittingEmptySubsequences: false)
        guard words.count >= 2, let version = words.first.map(Array.init), version.starts(with: Array("HTTP/".utf8))
        else {
            throw ReasonError(.invalidStatusLine)
        }
        let checkedVersion = try self.version(version[...])
        guard words[1].count == 3, words[1].allSatisfy(ASCII.isDigit) else { throw ReasonError(.invalidStatusLine) }
        let status = words[1].reduce(0) { $0 * 10 + Int($1 - 0x30) }
        guard status >= 100 else { throw ReasonError(.invalidStatusLine) }
        // The space before an absent reason is demanded, but some servers leave it out: nothing is ambiguous without.
        let reason = words.count == 3 ? Array(words[2]) : []
        guard !reason.contains(0) else { throw ReasonError(.invalidStatusLine) }
        return ResponseHead(version: checkedVersion, status: status, reason: ASCII.text(reason))
    }

    static func fieldLine(_ line: [UInt8]) throws(ReasonError) -> FieldLine {
        guard let colon = line.firstIndex(of: ASCII.colon) else { throw ReasonError(.missingColon) }
        let name = line[..<colon]
        if let last = name.last, ASCII.isWhitespace(last) { throw ReasonError(.whitespaceBeforeColon) }
        guard ASCII.isToken(name) else { throw ReasonError(.invalidFieldName) }
        let text = ASCII.text(name)
        let value = ASCII.trimmed(line[(colon + 1)...])
        guard !value.contains(where: ASCII.isForbiddenInValue) else {
            throw ReasonError(.invalidFieldValue(name: text))
        }
        return FieldLine(text, ASCII.text(value))
    }

    static func isTarget(_ bytes: some Collection<UInt8>) -> Bool {
        !bytes.isEmpty && bytes.allSatisfy { $0 > ASCII.space && $0 < 0x7F }
    }

    private static func version(_ bytes: ArraySlice<UInt8>) throws(ReasonError) -> String {
        let text = ASCII.text(bytes)
        guard text == "HTTP/1.1" || text == "HTTP/1.0" else {
            // RFC 9110 section 2.5: a higher minor version is understood as the highest that is known.
            let isMinor =
                bytes.count == 8 && bytes.starts(with: Array("HTTP/1.".utf8)) && bytes.last.map(ASCII.isDigit) == true
            guard isMinor else { throw ReasonError(.unsupportedVersion) }
            return text
        }
        return text
    }
}

/// A reason without its place, which the caller knows.
struct ReasonError: Error {
    var reason: HTTPWireError.Reason

    init(_ reason: HTTPWireError.Reason) { self.reason = reason }
}
