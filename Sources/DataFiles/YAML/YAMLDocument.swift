import Yams

/// Reads YAML 1.1 text, as libyaml understands it, into values with places.
///
/// Bounded: text over ``TextFile/largestSize``, nesting over 100 levels of brackets or 250 columns of indentation, and aliases
/// that could expand to a great many values are refused before they cost anything.
public enum YAMLDocument {
    /// The most values that a document may hold, aliases expanded.
    public static let mostValues = 20_000

    /// The document in `text`, or `nil` when there is nothing but comments.
    ///
    /// - Parameters:
    ///   - file: how problems name the file.
    ///   - firstLine: the number of the text's first line in the file.
    /// - Throws: the first place where the text is not YAML, or is not what a data file may hold: duplicate keys, keys that
    ///   are no words, values that YAML would take for tags.
    public static func parse(_ text: String, file: String, firstLine: Int = 1) throws(Problem) -> YAMLValue? {
        do {
            let source = YAMLSource(text, file: file)
            try source.checkBounds()
            guard let node = try compose(source) else { return nil }
            var conversion = NodeConversion(source: source)
            return try conversion.value(of: node).shifted(by: firstLine - 1)
        } catch {
            var problem = error
            problem.place.line += firstLine - 1
            throw problem
        }
    }

    private static func compose(_ source: YAMLSource) throws(Problem) -> Node? {
        do {
            // The basic resolver leaves all scalars as they are; naming the encoding keeps Yams from asking the environment.
            return try Parser(yaml: source.text, resolver: .basic, encoding: .utf8).singleRoot()
        } catch let error as YamlError {
            throw YAMLFailure(error: error, source: source).problem
        } catch {
            throw Problem(at: Place(source.file), "the file is not YAML (\(error))")
        }
    }
}

extension YAMLValue {
    fileprivate func shifted(by lines: Int) -> YAMLValue {
        guard lines != 0 else { return self }
        var value = self
        value.place.line += lines
        switch content {
        case .scalar: break
        case .sequence(let values):
            value.content = .sequence(values.map { $0.shifted(by: lines) })
        case .mapping(let entries):
            value.content = .mapping(
                entries.map { entry in
                    var entry = entry
                    entry.keyPlace.line += lines
                    entry.value = entry.value.shifted(by: lines)
                    return entry
                })
        }
        return value
    }
}

/// Turns the parser's nodes into values, with a bound on their number.
private struct NodeConversion {
    let source: YAMLSource
    var count = 0

    mutating func value(of node: Node) throws(Problem) -> YAMLValue {
        let place = place(of: node.mark)
        count += 1
        guard count <= YAMLDocument.mostValues else {
            throw Problem(
                at: place, "the document holds more than \(YAMLDocument.mostValues) values",
                advice: "Write fewer, and no aliases within aliased values.")
        }
        try checkIndicator(at: place)
        switch node {
        case .scalar(let scalar):
            return YAMLValue(.scalar(.init(text: scalar.string, style: style(of: scalar.style))), at: place)
        case .sequence(let sequence):
            var values: [YAMLValue] = []
            for element in sequence { values.append(try value(of: element)) }
            return YAMLValue(.sequence(values), at: place)
        case .mapping(let mapping):
            var entries: [YAMLValue.Entry] = []
            for (key, element) in mapping {
                let keyPlace = self.place(of: key.mark)
                guard case .scalar(let scalar) = key else {
                    throw Problem(at: keyPlace, "a key has to be a word", advice: "Write 'key: value'.")
                }
                try checkIndicator(at: keyPlace)
                entries.append(.init(key: scalar.string, keyPlace: keyPlace, value: try value(of: element)))
            }
            return YAMLValue(.mapping(entries), at: place)
        case .alias:
            // The parser resolves aliases; it makes no such node.
            throw Problem(at: place, "an alias stands here", advice: "Put the value in quotes.")
        }
    }

    private func place(of mark: Mark?) -> Place {
        Place(source.file, line: mark?.line ?? 1, column: mark?.column ?? 1)
    }

    private func style(of style: Node.Scalar.Style) -> YAMLValue.Style {
        switch style {
        case .any, .plain: .plain
        case .singleQuoted, .doubleQuoted: .quoted
        case .literal: .literal
        case .folded: .folded
        }
    }

    /// A leading `!` is a tag to YAML, a leading `&` an anchor: it swallows the word, in silence.
    private func checkIndicator(at place: Place) throws(Problem) {
        switch source.character(at: place) {
        case "!"?:
            throw Problem(
                at: place, "a value that begins with '!' is a tag to YAML, which leaves the word out",
                advice: "Put the value in quotes.")
        case "&"?:
            let name = source.word(after: place)
            guard !source.hasAlias(named: name) else { return }
            throw Problem(
                at: place, "a value that begins with '&' is an anchor to YAML, which leaves '&\(name)' out",
                advice: "Put the value in quotes.")
        default: return
        }
    }
}
