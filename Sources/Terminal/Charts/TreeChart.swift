/// A tree whose branches have a share each.
public struct TreeChart: Chart {
    public struct Node: Hashable, Sendable {
        public var label: DisplayText
        /// Of its parent's.
        public var share: Double
        /// The share as it is to be read, and what else is to be said.
        public var text: String
        public var children: [Node]

        public init(label: DisplayText, share: Double, text: String, children: [Node]) {
            self.label = label
            self.share = share
            self.text = text
            self.children = children
        }

        fileprivate var leafCount: Int { children.isEmpty ? 1 : children.reduce(0) { $0 + $1.leafCount } }
        fileprivate var depth: Int { 1 + (children.map(\.depth).max() ?? 0) }
    }

    public var root: DisplayText
    public var branches: [Node]

    public init(root: DisplayText, branches: [Node]) {
        self.root = root
        self.branches = branches
    }

    // MARK: Text

    public func lines(width: Int, unicode: Bool) -> [DisplayText] {
        let rows = Self.rows(of: branches, lead: "  ")
        let textWidth = rows.map { $0.node.text.count }.max() ?? 0
        let widest = rows.map { $0.lead.count + 3 + $0.node.label.columns }.max() ?? 0
        let barRoom = min(20, max(0, width - widest - textWidth - 3))
        let bar = barRoom >= 4 ? barRoom : 0
        let head = max(8, min(widest, width - textWidth - bar - 3))
        let root = ("  " + root.styled(.bold)).wrapped(to: width, next: "  ")
        return root
            + rows.map { row in
                let name = DisplayText(row.lead + row.fork, style: .framing) + row.node.label
                var line = name.truncated(to: head).padded(to: head)
                line += "  " + DisplayText(row.node.text).padded(to: textWidth, alignment: .right)
                if bar > 0 { line += " " + Bar.text(row.node.share, width: bar, unicode: unicode) }
                return line.trimmed
            }
    }

    private struct Row {
        var lead: String
        var fork: String
        var node: Node
    }

    private static func rows(of nodes: [Node], lead: String) -> [Row] {
        nodes.enumerated().flatMap { index, node -> [Row] in
            let isLast = index == nodes.count - 1
            return [Row(lead: lead, fork: isLast ? "└─ " : "├─ ", node: node)]
                + rows(of: node.children, lead: lead + (isLast ? "   " : "│  "))
        }
    }

    // MARK: SVG

    private static let rowHeight = 58.0

    public func draw(in svg: inout SVGDocument, top: Double) -> Double {
        let depth = branches.map(\.depth).max() ?? 0
        let rootLines = root.wrapped(to: 18)
        let rootWidth = (rootLines.map { SVGDocument.width(of: $0.plain) }.max() ?? 0) + 16
        let step = (SVGDocument.room - rootWidth) / Double(max(1, depth))
        let rows = branches.reduce(0) { $0 + $1.leafCount }
        let middle = top + Double(rows) * Self.rowHeight / 2
        for (index, line) in rootLines.enumerated() {
            let y = middle + 8 + (Double(index) - Double(rootLines.count - 1) / 2) * 28
            svg.text(line.plain, x: SVGDocument.margin, y: y, weight: .bold)
        }
        draw(
            branches, from: (SVGDocument.margin + rootWidth, middle), x: SVGDocument.margin + rootWidth, step: step,
            top: top, in: &svg)
        return top + max(Double(rows) * Self.rowHeight, Double(rootLines.count) * 28)
    }

    private func draw(
        _ nodes: [Node], from start: (x: Double, y: Double), x: Double, step: Double, top: Double,
        in svg: inout SVGDocument
    ) {
        var y = top
        for node in nodes {
            let height = Double(node.leafCount) * Self.rowHeight
            let middle = y + height / 2
            let textX = x + 70
            svg.link(
                from: start, to: (textX - 8, middle), thickness: 1.5 + 12 * node.share,
                fill: .shade(0.35 + 0.5 * node.share))
            let columns = max(4, Int((step - 84) / (0.6 * 20)))
            let label = node.label.truncated(to: columns).plain
            svg.text(label, x: textX, y: middle, size: 20, weight: .bold)
            svg.text(DisplayText(node.text).truncated(to: columns + 2).plain, x: textX, y: middle + 22, size: 18)
            let end =
                textX + max(SVGDocument.width(of: label, size: 20), SVGDocument.width(of: node.text, size: 18)) + 8
            draw(node.children, from: (end, middle), x: x + step, step: step, top: y, in: &svg)
            y += height
        }
    }
}
