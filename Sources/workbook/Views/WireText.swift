import HTTPWire
import Terminal
import Traffic

/// A request as it would be written.
enum WireText {
    /// The message a line a line, the key redacted, the body as it is.
    static func message(_ request: HTTPRequest) -> [DisplayText] {
        let text = String(decoding: Redaction.redactedRequest(request.bytes), as: UTF8.self)
        // CR LF is one Character: lines are found on scalars.
        let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.enumerated().map { index, line in
            let line = line.last == "\r" ? line.dropLast() : line
            let style: TextStyle = index == 0 ? .bold : index <= request.head.fields.count ? .code : .plain
            return DisplayText(String(line), style: style)
        }
    }
}
