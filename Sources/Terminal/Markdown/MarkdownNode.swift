import CMarkdown

/// A part of a parsed document.
struct MarkdownNode: Hashable, Sendable {
    indirect enum Kind: Hashable, Sendable {
        case document, paragraph, blockQuote, thematicBreak
        case heading(level: Int)
        /// `start` is `nil` for bullets.
        case list(start: Int?, delimiter: Character, isTight: Bool)
        /// `isChecked` is `nil` where the item is no task.
        case item(isChecked: Bool?)
        case codeBlock(info: String, text: String)
        case htmlBlock(String)
        case table([DisplayText.Alignment])
        case tableRow(isHeader: Bool)
        case tableCell
        /// The definition that references with its number mean.
        case footnoteDefinition(number: Int)
        case text(String)
        case code(String)
        case html(String)
        case softBreak, lineBreak
        case emphasis, strong, strikethrough
        case link(url: String, title: String)
        case image(url: String, title: String)
        case footnoteReference(number: String)
        /// A kind that this program does not know: its children are shown.
        case other
    }

    var kind: Kind
    var children: [MarkdownNode] = []

    /// Deeper nesting is flattened to its text, so that hostile input cannot exhaust the stack.
    static let maximumDepth = 32

    static func parse(_ markdown: String) -> MarkdownNode {
        cmark_gfm_core_extensions_ensure_registered()
        guard let parser = cmark_parser_new(CMARK_OPT_DEFAULT | CMARK_OPT_FOOTNOTES | CMARK_OPT_VALIDATE_UTF8) else {
            return MarkdownNode(kind: .document)
        }
        defer { cmark_parser_free(parser) }
        // Without `autolink`: it takes a footnote reference that follows an address for a part of it.
        for name in ["table", "strikethrough", "tasklist"] {
            if let found = cmark_find_syntax_extension(name) { cmark_parser_attach_syntax_extension(parser, found) }
        }
        var markdown = markdown
        markdown.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { cmark_parser_feed(parser, $0.baseAddress, $0.count) }
        }
        guard let document = cmark_parser_finish(parser) else { return MarkdownNode(kind: .document) }
        defer { cmark_node_free(document) }
        return MarkdownNode(document, depth: 0)
    }

    init(kind: Kind, children: [MarkdownNode] = []) {
        self.kind = kind
        self.children = children
    }

    private init(_ node: OpaquePointer, depth: Int) {
        kind = Self.kind(of: node)
        guard depth < Self.maximumDepth else {
            let text = Self.literals(under: node)
            if !text.isEmpty {
                children = [MarkdownNode(kind: .paragraph, children: [MarkdownNode(kind: .text(text))])]
            }
            return
        }
        var child = cmark_node_first_child(node)
        while let current = child {
            children.append(MarkdownNode(current, depth: depth + 1))
            child = cmark_node_next(current)
        }
    }

    // Node types beyond CommonMark are numbered when extensions register: compare names.
    private static func kind(of node: OpaquePointer) -> Kind {
        switch string(cmark_node_get_type_string(node)) {
        case "document": .document
        case "paragraph": .paragraph
        case "block_quote": .blockQuote
        case "thematic_break": .thematicBreak
        case "heading": .heading(level: Int(cmark_node_get_heading_level(node)))
        case "list":
            .list(
                start: cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
                    ? Int(cmark_node_get_list_start(node)) : nil,
                delimiter: cmark_node_get_list_delim(node) == CMARK_PAREN_DELIM ? ")" : ".",
                isTight: cmark_node_get_list_tight(node) != 0)
        case "item": .item(isChecked: nil)
        case "tasklist": .item(isChecked: cmark_gfm_extensions_get_tasklist_item_checked(node))
        case "code_block": .codeBlock(info: string(cmark_node_get_fence_info(node)), text: literal(of: node))
        case "html_block": .htmlBlock(literal(of: node))
        case "table": .table(alignments(of: node))
        case "table_header": .tableRow(isHeader: true)
        case "table_row": .tableRow(isHeader: cmark_gfm_extensions_get_table_row_is_header(node) != 0)
        case "table_cell": .tableCell
        case "text": .text(literal(of: node))
        case "code": .code(literal(of: node))
        case "html_inline": .html(literal(of: node))
        case "softbreak": .softBreak
        case "linebreak": .lineBreak
        case "emph": .emphasis
        case "strong": .strong
        case "strikethrough": .strikethrough
        case "link": .link(url: string(cmark_node_get_url(node)), title: string(cmark_node_get_title(node)))
        case "image": .image(url: string(cmark_node_get_url(node)), title: string(cmark_node_get_title(node)))
        default: footnote(node) ?? .other
        }
    }

    /// Footnotes have no type names. They come numbered, the definitions in order at the end of the document.
    private static func footnote(_ node: OpaquePointer) -> Kind? {
        switch cmark_node_get_type(node) {
        case CMARK_NODE_FOOTNOTE_REFERENCE: return .footnoteReference(number: literal(of: node))
        case CMARK_NODE_FOOTNOTE_DEFINITION:
            var number = 1
            var previous = cmark_node_previous(node)
            while let current = previous, cmark_node_get_type(current) == CMARK_NODE_FOOTNOTE_DEFINITION {
                number += 1
                previous = cmark_node_previous(current)
            }
            return .footnoteDefinition(number: number)
        default: return nil
        }
    }

    private static func alignments(of table: OpaquePointer) -> [DisplayText.Alignment] {
        let count = Int(cmark_gfm_extensions_get_table_columns(table))
        guard let values = cmark_gfm_extensions_get_table_alignments(table) else {
            return Array(repeating: .left, count: count)
        }
        return (0..<count).map { index in
            switch values[index] {
            case UInt8(ascii: "r"): .right
            case UInt8(ascii: "c"): .center
            default: .left
            }
        }
    }

    private static func literals(under node: OpaquePointer) -> String {
        guard let iterator = cmark_iter_new(node) else { return "" }
        defer { cmark_iter_free(iterator) }
        var text = ""
        while true {
            let event = cmark_iter_next(iterator)
            if event == CMARK_EVENT_DONE { return text }
            guard event == CMARK_EVENT_ENTER, let current = cmark_iter_get_node(iterator) else { continue }
            let literal = literal(of: current)
            if !literal.isEmpty { text += (text.isEmpty ? "" : " ") + literal }
        }
    }

    private static func literal(of node: OpaquePointer) -> String { string(cmark_node_get_literal(node)) }

    private static func string(_ pointer: UnsafePointer<CChar>?) -> String { pointer.map { String(cString: $0) } ?? "" }
}
