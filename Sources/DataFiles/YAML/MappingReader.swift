/// Reads one mapping by a schema: each key is asked for by name and type, and ``finish()`` reports keys that nobody asked for.
///
/// A value of the wrong type, a missing key and an unknown key are reported to the log, each at its place, and reading goes on:
/// one pass finds all problems of a file. Reads return `nil` where there is nothing usable; for a required key the reason
/// is then in the log.
public struct MappingReader {
    public let log: ProblemLog
    public let place: Place
    private let entries: [YAMLValue.Entry]
    private var asked: [String] = []

    /// - Parameter what: what the mapping describes, with its article, for messages: `an exercise`.
    public init?(_ value: YAMLValue?, what: String, file: String, log: ProblemLog) {
        guard let value, !value.isEmpty else {
            log.report("the file is empty", at: Place(file), advice: "It has to describe \(what).")
            return nil
        }
        self.init(value, what: what, log: log)
    }

    public init?(_ value: YAMLValue, what: String, log: ProblemLog) {
        guard case .mapping(let entries) = value.content else {
            log.report(
                "expected \(what) as 'key: value' lines, found \(value.found)", at: value.place,
                advice: value.isEmpty ? "Write its keys below, indented." : "")
            return nil
        }
        self.entries = entries
        self.place = value.place
        self.log = log
    }

    /// The keys that are there, in order.
    public var keys: [String] { entries.map(\.key) }

    public func has(_ key: String) -> Bool { entries.contains { $0.key == key } }

    /// The place of a key's value; of the mapping, if the key is missing.
    public func place(of key: String) -> Place {
        entries.first { $0.key == key }?.value.place ?? place
    }

    /// Reports the keys that were never asked for.
    public func finish() {
        // A key that is still missing is the likelier one to be meant.
        let open = asked.filter { !has($0) }
        for entry in entries where !asked.contains(entry.key) {
            log.report(
                "unknown key '\(entry.key)'", at: entry.keyPlace,
                advice: Suggestion.closest(to: entry.key, in: open + asked).map { "Did you mean '\($0)'?" }
                    ?? "Known are \(asked.joined(separator: ", ")).")
        }
    }

    // MARK: Values

    /// A key's value as it is; `nil` when the key is missing or nothing stands after it.
    public mutating func value(_ key: String) -> YAMLValue? {
        ask(key)
        guard let value = entries.first(where: { $0.key == key })?.value, !value.isEmpty else { return nil }
        return value
    }

    /// A key's value, which has to be there.
    public mutating func required(_ key: String) -> YAMLValue? {
        if let value = value(key) { return value }
        if let entry = entries.first(where: { $0.key == key }) {
            log.report("'\(key)' has no value", at: entry.keyPlace)
        } else {
            log.report("the key '\(key)' is missing", at: place)
        }
        return nil
    }

    private mutating func ask(_ key: String) {
        if !asked.contains(key) { asked.append(key) }
    }

    /// The text as written, whatever type YAML would give it: `no`, `1:30` and `01` stay.
    public mutating func string(_ key: String) -> String? {
        required(key).flatMap { text(of: $0, key) }
    }

    public mutating func optionalString(_ key: String) -> String? {
        value(key).flatMap { text(of: $0, key) }
    }

    /// A text with something in it, without the blanks around it.
    public mutating func prose(_ key: String) -> String? {
        guard let value = required(key), let text = text(of: value, key) else { return nil }
        return filled(text, key, at: value.place)
    }

    public mutating func optionalProse(_ key: String) -> String? {
        guard let value = value(key), let text = text(of: value, key) else { return nil }
        return filled(text, key, at: value.place)
    }

    private func filled(_ text: String, _ key: String, at place: Place) -> String? {
        let trimmed = text.trimmingBlanks
        if trimmed.isEmpty {
            log.report("'\(key)' is empty", at: place)
            return nil
        }
        return trimmed
    }

    public mutating func int(_ key: String, in range: ClosedRange<Int>? = nil) -> Int? {
        required(key).flatMap { value in
            guard let text = text(of: value, key) else { return nil }
            guard let number = Int(text) else {
                log.report("'\(key)' has to be a whole number, not \(value.found)", at: value.place)
                return nil
            }
            if let range, !range.contains(number) {
                log.report(
                    "'\(key)' has to be from \(range.lowerBound) to \(range.upperBound), not \(number)", at: value.place
                )
                return nil
            }
            return number
        }
    }

    public mutating func double(_ key: String) -> Double? {
        required(key).flatMap { number(of: $0, key) }
    }

    public mutating func optionalDouble(_ key: String) -> Double? {
        value(key).flatMap { number(of: $0, key) }
    }

    /// `true` or `false` (also `yes`, `no`, `on`, `off`, in any case); `nil` when the key is missing.
    public mutating func optionalBool(_ key: String) -> Bool? {
        value(key).flatMap { value in
            guard let text = text(of: value, key) else { return nil }
            guard let bool = PlainScalar.bool(text) else {
                log.report("'\(key)' has to be true or false, not \(value.found)", at: value.place)
                return nil
            }
            return bool
        }
    }

    /// One of a few words.
    public mutating func choice<Word: RawRepresentable & CaseIterable>(_ key: String, of type: Word.Type) -> Word?
    where Word.RawValue == String {
        required(key).flatMap { value in
            guard let text = text(of: value, key) else { return nil }
            return word(text, key, of: type, at: value.place)
        }
    }

    /// A list of words of a few.
    public mutating func choices<Word: RawRepresentable & CaseIterable>(_ key: String, of type: Word.Type) -> [Word]?
    where Word.RawValue == String {
        list(key)?.compactMap { value in
            text(of: value, key).flatMap { word($0, key, of: type, at: value.place) }
        }
    }

    private func word<Word: RawRepresentable & CaseIterable>(
        _ text: String, _ key: String, of type: Word.Type, at place: Place
    ) -> Word? where Word.RawValue == String {
        if let word = Word(rawValue: text) { return word }
        log.report(
            "unknown \(key) \(YAMLValue.quote(text))", at: place,
            advice: Suggestion.advice(for: text, among: Word.allCases.map(\.rawValue)))
        return nil
    }

    // MARK: Lists and mappings

    /// A list, which has to be there; it may be empty.
    public mutating func list(_ key: String) -> [YAMLValue]? {
        required(key).flatMap { elements(of: $0, key) }
    }

    public mutating func optionalList(_ key: String) -> [YAMLValue]? {
        value(key).flatMap { elements(of: $0, key) }
    }

    /// A list of texts with their places, which has to be there; it may be empty.
    public mutating func strings(_ key: String) -> [(text: String, place: Place)]? {
        list(key).map { texts(of: $0, key) }
    }

    public mutating func optionalStrings(_ key: String) -> [(text: String, place: Place)]? {
        optionalList(key).map { texts(of: $0, key) }
    }

    private func elements(of value: YAMLValue, _ key: String) -> [YAMLValue]? {
        guard case .sequence(let values) = value.content else {
            log.report(
                "'\(key)' has to be a list, not \(value.found)", at: value.place,
                advice: "Write '[a, b]', or one '- ' line for each.")
            return nil
        }
        return values
    }

    private func texts(of values: [YAMLValue], _ key: String) -> [(text: String, place: Place)] {
        values.compactMap { value in
            guard let text = text(of: value, key) else { return nil }
            guard !value.isEmpty, !text.trimmingBlanks.isEmpty else {
                log.report("an item of '\(key)' is empty", at: value.place)
                return nil
            }
            return (text.trimmingBlanks, value.place)
        }
    }

    // MARK: One value

    /// The text of a scalar; reports anything else.
    public func text(of value: YAMLValue, _ key: String) -> String? {
        guard let scalar = value.scalar else {
            log.report(
                "'\(key)' has to be a text, not \(value.found)", at: value.place,
                advice: "If this is text, put it in quotes.")
            return nil
        }
        return scalar.text
    }

    /// The number that a scalar spells; reports anything else.
    public func number(of value: YAMLValue, _ key: String) -> Double? {
        guard let scalar = value.scalar, let number = PlainScalar.number(scalar.text) else {
            log.report("'\(key)' has to be a number, not \(value.found)", at: value.place)
            return nil
        }
        return number
    }
}
