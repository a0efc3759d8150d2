/// GitHub's alerts: block quotes that begin with `[!NOTE]` and the like.
struct MarkdownAlert {
    var label: String
    var role: TextStyle.Role
    var content: [MarkdownNode]

    private static let kinds: [String: (label: String, role: TextStyle.Role)] = [
        "[!NOTE]": ("Note", .accent), "[!TIP]": ("Tip", .good), "[!IMPORTANT]": ("Important", .accent),
        "[!WARNING]": ("Warning", .warning), "[!CAUTION]": ("Caution", .bad),
    ]

    /// `nil` unless the mark stands alone in the first line of the quote.
    init?(_ quote: MarkdownNode) {
        guard let first = quote.children.first, first.kind == .paragraph else { return nil }
        var mark = ""
        var rest = first.children[...]
        while case .text(let text)? = rest.first?.kind {
            mark += text
            rest = rest.dropFirst()
        }
        guard rest.isEmpty || rest.first?.kind == .softBreak || rest.first?.kind == .lineBreak else { return nil }
        while mark.last == " " { mark.removeLast() }
        guard let kind = Self.kinds[mark.uppercased()] else { return nil }
        (label, role) = kind
        let words = Array(rest.dropFirst())
        content = (words.isEmpty ? [] : [MarkdownNode(kind: .paragraph, children: words)]) + quote.children.dropFirst()
    }
}
