/// The field lines of a message, in their order and case, duplicates kept.
///
/// Looking a name up ignores ASCII case; nothing is ever joined, sorted or renamed.
public struct FieldLines: Hashable, Sendable, Codable {
    private var lines: [FieldLine]

    public init(_ lines: some Sequence<FieldLine> = []) { self.lines = Array(lines) }

    public init(from decoder: any Decoder) throws { lines = try [FieldLine](from: decoder) }

    /// As an array of lines.
    public func encode(to encoder: any Encoder) throws { try lines.encode(to: encoder) }

    /// The first value of the lines with this name.
    public subscript(name: String) -> String? { lines.first { $0.isNamed(name) }?.value }

    /// The values of all lines with this name, in order.
    public func values(named name: String) -> [String] {
        lines.lazy.filter { $0.isNamed(name) }.map(\.value)
    }

    /// The members of a comma-separated list that all lines with this name form together (RFC 9110 section 5.6.1),
    /// empty members left out. For lists of tokens: a comma within a quoted string divides too.
    public func listMembers(named name: String) -> [String] {
        values(named: name).flatMap { value in
            value.split(separator: ",").map { ASCII.text(ASCII.trimmed(Array($0.utf8))) }.filter { !$0.isEmpty }
        }
    }

    public mutating func append(_ name: String, _ value: String) { lines.append(FieldLine(name, value)) }

    /// Gives the first line with this name the value, where it stands, and removes the others; appends a line if there
    /// is none. The name keeps the case it had.
    public mutating func replace(_ name: String, with value: String) {
        guard let index = lines.firstIndex(where: { $0.isNamed(name) }) else { return append(name, value) }
        lines[index].value = value
        var isLater = false
        lines.removeAll { line in
            guard line.isNamed(name) else { return false }
            defer { isLater = true }
            return isLater
        }
    }

    public mutating func removeAll(named name: String) { lines.removeAll { $0.isNamed(name) } }
}

extension FieldLines: RandomAccessCollection {
    public var startIndex: Int { 0 }
    public var endIndex: Int { lines.count }
    public subscript(position: Int) -> FieldLine {
        get { lines[position] }
        set { lines[position] = newValue }
    }
}

extension FieldLines: ExpressibleByArrayLiteral {
    public init(arrayLiteral elements: FieldLine...) { self.init(elements) }
}
