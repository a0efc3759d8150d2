import DataFiles

/// Lines of a page that say what commands print.
///
/// Each must be printed, in this order; other lines may stand between. White space counts as one space. `…` within a line
/// stands for anything, and a line of it alone for other lines.
struct ShownOutput {
    private let lines: [(offset: Int, parts: [Substring], text: String)]

    init(_ lines: [String]) {
        self.lines = lines.enumerated().compactMap { offset, line in
            let plain = Self.collapsed(line)
            guard !plain.isEmpty, plain != "…", plain != "..." else { return nil }
            return (offset, plain.split(separator: "…", omittingEmptySubsequences: false), plain)
        }
    }

    /// The first line that is not printed, and the printed line that is likest.
    func firstMissing(in output: String) -> (offset: Int, line: String, nearest: String?)? {
        let printed = output.split(separator: "\n").map { Self.collapsed(String($0)) }.filter { !$0.isEmpty }
        var next = 0
        for line in lines {
            guard let found = printed[next...].firstIndex(where: { Self.matches(line.parts, $0) }) else {
                return (line.offset, line.text, Suggestion.closest(to: line.text, in: printed))
            }
            next = found + 1
        }
        return nil
    }

    private static func collapsed(_ line: String) -> String {
        line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// Whether the parts stand in the line in order, the first at its beginning and the last at its end.
    private static func matches(_ parts: [Substring], _ line: String) -> Bool {
        guard parts.count > 1 else { return line == parts.first.map(String.init) }
        var rest = line[...]
        for (index, part) in parts.enumerated() {
            let trimmed = part.drop { $0 == " " }
            let text = String(trimmed).trimmingSpacesAtEnd
            if index == 0 {
                guard rest.hasPrefix(text) else { return false }
                rest = rest.dropFirst(text.count)
            } else if index == parts.count - 1 {
                return text.isEmpty || rest.hasSuffix(text)
            } else if !text.isEmpty {
                guard let range = rest.firstRange(of: text) else { return false }
                rest = rest[range.upperBound...]
            }
        }
        return true
    }
}

extension String {
    fileprivate var trimmingSpacesAtEnd: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
