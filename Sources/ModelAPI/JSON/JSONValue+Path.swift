extension JSONValue {
    /// A place within a JSON value: `messages[0].role`, `["a key with . in it"][2]`, or nothing for the value itself.
    public struct Path: Hashable, Sendable {
        public enum Step: Hashable, Sendable {
            case key(String)
            case index(Int)
        }

        public var steps: [Step]

        public init(_ steps: [Step]) { self.steps = steps }

        /// `nil` if `text` is no path: `a..b`, `a[`, `a[x]`.
        public init?(_ text: String) {
            steps = []
            var rest = text[...]
            var needsDot = false
            while let first = rest.first {
                if first == "[" {
                    rest.removeFirst()
                    if rest.first == "\"" {
                        rest.removeFirst()
                        guard let end = rest.firstRange(of: "\"]") else { return nil }
                        steps.append(.key(String(rest[..<end.lowerBound])))
                        rest = rest[end.upperBound...]
                    } else {
                        guard let end = rest.firstIndex(of: "]"), let index = Int(rest[..<end]), index >= 0 else {
                            return nil
                        }
                        steps.append(.index(index))
                        rest = rest[rest.index(after: end)...]
                    }
                } else {
                    if needsDot {
                        guard first == "." else { return nil }
                        rest.removeFirst()
                    }
                    let key = rest.prefix { $0 != "." && $0 != "[" }
                    guard !key.isEmpty else { return nil }
                    steps.append(.key(String(key)))
                    rest = rest[key.endIndex...]
                }
                needsDot = true
            }
        }
    }
}

extension JSONValue.Path: CustomStringConvertible {
    public var description: String {
        steps.reduce(into: "") { text, step in
            switch step {
            case .index(let index): text += "[\(index)]"
            case .key(let key) where key.isEmpty || key.contains(where: { ".[]\"".contains($0) }):
                text += "[\"\(key)\"]"
            case .key(let key): text += text.isEmpty ? key : ".\(key)"
            }
        }
    }
}

extension JSONValue {
    /// What stands at `path`; `nil` if nothing does, or the text is no path.
    public subscript(path text: String) -> JSONValue? { Path(text).flatMap { self[path: $0] } }

    public subscript(path path: Path) -> JSONValue? {
        path.steps.reduce(self) { value, step -> JSONValue? in
            switch step {
            case .key(let key): value?[key]
            case .index(let index): value?[index]
            }
        }
    }
}
