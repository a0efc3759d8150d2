/// A way into a JSON value: `messages[0].role`.
///
/// Keys are separated by dots; an index from 0 stands in brackets, and so does a key with other characters, in double quotes:
/// `metadata["a.b"]`. The empty path is the value itself.
public struct JSONPath: Hashable, Sendable {
    public var steps: [Step]

    public enum Step: Hashable, Sendable {
        case key(String)
        case index(Int)
    }

    public init(_ steps: [Step]) { self.steps = steps }

    /// `nil` when the text is no path.
    public init?(_ text: String) {
        var steps: [Step] = []
        var rest = Substring(text)
        while let first = rest.first {
            if first == "[" {
                guard let end = Self.bracketed(rest, &steps) else { return nil }
                rest = rest[end...]
                continue
            }
            if first == "." {
                // A dot stands between steps only.
                guard !steps.isEmpty else { return nil }
                rest = rest.dropFirst()
            } else if !steps.isEmpty {
                return nil
            }
            let key = rest.prefix { $0 != "." && $0 != "[" }
            guard !key.isEmpty, !key.contains(where: { $0.isWhitespace || "]\"'".contains($0) }) else { return nil }
            steps.append(.key(String(key)))
            rest = rest.dropFirst(key.count)
        }
        self.steps = steps
    }

    /// Reads `[0]` or `["key"]`; returns where it ends.
    private static func bracketed(_ text: Substring, _ steps: inout [Step]) -> Substring.Index? {
        let inside = text.dropFirst()
        if inside.first == "\"" {
            let key = inside.dropFirst().prefix { $0 != "\"" }
            let closing = text[key.endIndex...]
            guard closing.hasPrefix("\"]") else { return nil }
            steps.append(.key(String(key)))
            return closing.dropFirst(2).startIndex
        }
        let digits = inside.prefix { $0.isASCII && $0.isNumber }
        guard let index = Int(digits), text[digits.endIndex...].first == "]" else { return nil }
        steps.append(.index(index))
        return text.index(after: digits.endIndex)
    }
}

extension JSONPath: CustomStringConvertible {
    public var description: String {
        var text = ""
        for step in steps {
            switch step {
            case .index(let index): text += "[\(index)]"
            case .key(let key) where key.isEmpty || key.contains(where: { ".[]\"' ".contains($0) }):
                text += "[\"\(key)\"]"
            case .key(let key): text += (text.isEmpty ? "" : ".") + key
            }
        }
        return text
    }
}
