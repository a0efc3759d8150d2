extension MarkdownRenderer {
    /// Inline nodes as text whose line feeds are hard breaks.
    func inlines(_ nodes: [MarkdownNode], style: TextStyle = .plain) -> DisplayText {
        var text = DisplayText()
        for node in nodes { text.append(inline(node, style: style)) }
        return text
    }

    /// One node, and what is in it, as text.
    func inline(_ node: MarkdownNode, style: TextStyle) -> DisplayText {
        switch node.kind {
        case .text(let text): DisplayText(text, style: style)
        case .code(let text): code(text, style: style)
        case .html(let text), .htmlBlock(let text): DisplayText(text, style: style + .framing)
        case .softBreak: DisplayText(" ", style: style)
        case .lineBreak: "\n"
        case .emphasis: inlines(node.children, style: style + .italic)
        case .strong: inlines(node.children, style: style + .bold)
        // The tildes stay: what is struck out means the opposite of what it says.
        case .strikethrough:
            DisplayText("~~", style: style + .framing) + inlines(node.children, style: style + .strikethrough)
                + DisplayText("~~", style: style + .framing)
        case .link(let url, let title):
            link(inlines(node.children, style: style + .underline), url: url, title: title, style: style)
        case .image(let url, let title):
            link(
                DisplayText("[image: ", style: style + .framing) + inlines(node.children, style: style)
                    + DisplayText("]", style: style + .framing),
                url: url, title: title, style: style)
        case .footnoteReference(let number): DisplayText("[\(number)]", style: style + .framing)
        case .codeBlock(_, let text): code(text, style: style)
        default:
            node.children.map { inline($0, style: style) }
                .joined(
                    separator: node.children.first?.isBlock == true ? DisplayText(" ", style: style) : DisplayText())
        }
    }

    /// With its backticks: where there are no colours, they alone tell code from words.
    private func code(_ text: String, style: TextStyle) -> DisplayText {
        var longest = 0
        var current = 0
        for character in text {
            current = character == "`" ? current + 1 : 0
            longest = max(longest, current)
        }
        let fence = DisplayText(String(repeating: "`", count: longest + 1), style: style + .framing)
        return fence + DisplayText(text, style: style + .code) + fence
    }

    /// The text, and the address in the angle brackets that RFC 3986 (appendix C) recommends.
    private func link(_ text: DisplayText, url: String, title: String, style: TextStyle) -> DisplayText {
        let shown = text.plain
        var address = DisplayText()
        if shown != url, "mailto:" + shown != url, !url.isEmpty {
            address = DisplayText(" <\(url)>", style: style + .dim)
        }
        if !title.isEmpty { address += DisplayText(" \"\(title)\"", style: style + .dim) }
        return (shown.isEmpty && !url.isEmpty ? DisplayText() : text) + address
    }
}

extension MarkdownNode {
    fileprivate var isBlock: Bool {
        switch kind {
        case .text, .code, .html, .softBreak, .lineBreak, .emphasis, .strong, .strikethrough, .link, .image,
            .footnoteReference:
            false
        default: true
        }
    }
}
