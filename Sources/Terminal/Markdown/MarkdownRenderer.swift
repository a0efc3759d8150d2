/// Lays out a parsed document.
struct MarkdownRenderer {
    let unicode: Bool

    /// The narrowest a block is laid out for, however deep it is nested.
    static let minimumWidth = 8

    func render(_ document: MarkdownNode, width: Int) -> [DisplayText] {
        let lines = blocks(document.children, width: width, isTight: false)
        // Nesting can leave less room than `minimumWidth`: the frame gives way, the text does not.
        return lines.flatMap { $0.columns > width ? $0.wrapped(to: width) : [$0] }
    }

    // MARK: Blocks

    /// Blocks one below another, a blank line between them unless the list they stand in is tight.
    func blocks(_ nodes: [MarkdownNode], width: Int, isTight: Bool) -> [DisplayText] {
        var lines: [DisplayText] = []
        for node in nodes {
            let block = self.block(node, width: max(width, Self.minimumWidth))
            if !lines.isEmpty, !block.isEmpty, !isTight { lines.append(DisplayText()) }
            lines += block
        }
        return lines
    }

    private func block(_ node: MarkdownNode, width: Int) -> [DisplayText] {
        switch node.kind {
        case .heading(let level): heading(inlines(node.children), level: level, width: width)
        case .thematicBreak: [DisplayText(String(repeating: unicode ? "─" : "-", count: width), style: .framing)]
        case .blockQuote: quote(node, width: width)
        case .list(let start, let delimiter, let isTight):
            list(node.children, start: start, delimiter: delimiter, isTight: isTight, width: width)
        case .codeBlock(let info, let text): code(text, info: info, width: width)
        case .htmlBlock(let text): DisplayText(text.droppingFinalLineFeed, style: .framing).wrapped(to: width)
        case .table(let alignments): table(node.children, alignments: alignments, width: width)
        case .footnoteDefinition(let number): footnote(node, number: number, width: width)
        case .document, .item, .other, .tableRow, .tableCell: blocks(node.children, width: width, isTight: true)
        default: inlines(node.kind == .paragraph ? node.children : [node]).wrapped(to: width)
        }
    }

    /// The first two levels are underlined, so that they are seen without bold type; deeper ones keep their number
    /// signs.
    private func heading(_ text: DisplayText, level: Int, width: Int) -> [DisplayText] {
        guard level <= 2 else {
            let sign = DisplayText(String(repeating: "#", count: level) + " ", style: .framing)
            return (sign + text.styled(.bold)).wrapped(
                to: width, next: DisplayText(String(repeating: " ", count: level + 1)))
        }
        let lines = text.styled(level == 1 ? .accent : .bold).wrapped(to: width)
        let sign = level == 1 ? (unicode ? "═" : "=") : (unicode ? "─" : "-")
        return lines + [DisplayText(String(repeating: sign, count: lines.map(\.columns).max() ?? 0), style: .framing)]
    }

    private func quote(_ node: MarkdownNode, width: Int) -> [DisplayText] {
        let bar = DisplayText(unicode ? "│ " : "| ", style: .framing)
        guard let alert = MarkdownAlert(node) else {
            return blocks(node.children, width: width - 2, isTight: false).map { (bar + $0).trimmed }
        }
        let title = DisplayText(alert.label, style: TextStyle(role: alert.role) + .bold)
        return ([title] + blocks(alert.content, width: width - 2, isTight: false)).map { (bar + $0).trimmed }
    }

    private func list(
        _ items: [MarkdownNode], start: Int?, delimiter: Character, isTight: Bool, width: Int, depth: Int = 0
    ) -> [DisplayText] {
        let last = (start ?? 0) + items.count - 1
        let markerWidth = start == nil ? 2 : max("\(start ?? 0)".count, "\(last)".count) + 2
        var lines: [DisplayText] = []
        for (index, item) in items.enumerated() {
            var marker =
                start.map { DisplayText("\($0 + index)\(delimiter) ").padded(to: markerWidth, alignment: .right) }
                ?? DisplayText(unicode ? "• " : "* ")
            marker = marker.styled(.framing)
            if case .item(let isChecked?) = item.kind { marker += DisplayText(isChecked ? "[x] " : "[ ] ") }
            let indent = DisplayText(String(repeating: " ", count: marker.columns))
            if index > 0, !isTight { lines.append(DisplayText()) }
            let content = blocks(item.children, width: width - marker.columns, isTight: isTight)
            if content.isEmpty { lines.append(marker.trimmed) }
            for (number, line) in content.enumerated() {
                lines.append(number == 0 ? marker + line : line.isEmpty ? line : indent + line)
            }
        }
        return lines
    }

    /// Code keeps its lines: one that is too long goes on below, after a mark that stands in the margin.
    private func code(_ text: String, info: String, width: Int) -> [DisplayText] {
        let margin = width >= 30 ? 4 : 2
        let indent = DisplayText(String(repeating: " ", count: margin))
        let mark = DisplayText((unicode ? "↪" : ">") + " ", style: .framing).padded(to: margin, alignment: .right)
        var lines: [DisplayText] = []
        // `text` only says that the block is no language: a label would look like the first line.
        if let language = info.split(separator: " ").first, language != "text" {
            lines.append(indent + DisplayText(String(language), style: .dim))
        }
        for line in DisplayText(text.droppingFinalLineFeed, style: .code).lines {
            for (index, piece) in line.pieces(of: width - margin).enumerated() {
                lines.append(index > 0 ? mark + piece : piece.isEmpty ? piece : indent + piece)
            }
        }
        return lines
    }

    private func table(_ rows: [MarkdownNode], alignments: [DisplayText.Alignment], width: Int) -> [DisplayText] {
        let cells = rows.map { $0.children.map { inlines($0.children) } }
        guard let header = cells.first else { return [] }
        let columns = header.enumerated().map { index, title in
            Table.Column(title, alignment: index < alignments.count ? alignments[index] : .left)
        }
        var table = Table(columns, border: .box)
        for row in cells.dropFirst() { table.append(row) }
        return table.lines(width: width, unicode: unicode)
    }

    private func footnote(_ node: MarkdownNode, number: Int, width: Int) -> [DisplayText] {
        let mark = DisplayText("[\(number)] ", style: .framing)
        let indent = DisplayText(String(repeating: " ", count: mark.columns))
        let content = blocks(node.children, width: width - mark.columns, isTight: false)
        return content.enumerated().map { $0 == 0 ? mark + $1 : $1.isEmpty ? $1 : indent + $1 }
    }
}

extension DisplayText {
    /// The line cut into pieces of at most `width` columns, spaces kept.
    func pieces(of width: Int) -> [DisplayText] {
        if columns <= width { return [self] }
        var result: [DisplayText] = []
        var piece = DisplayText()
        var used = 0
        for run in runs {
            var text = ""
            for character in run.text {
                let columns = DisplayWidth.columns(of: character)
                if used + columns > width, used > 0 {
                    piece.append(clean: text, style: run.style)
                    result.append(piece)
                    (piece, text, used) = (DisplayText(), "", 0)
                }
                text.append(character)
                used += columns
            }
            piece.append(clean: text, style: run.style)
        }
        result.append(piece)
        return result
    }
}

extension String {
    fileprivate var droppingFinalLineFeed: String { hasSuffix("\n") ? String(dropLast()) : self }
}
