/// Markdown (CommonMark with GitHub's tables, task lists, strikethrough, footnotes and alerts) as lines for a terminal.
///
/// What the text says does not depend on colour, nothing of it is lost (but footnotes that nothing refers to), and no
/// line is wider than asked for. Inline code keeps its backticks, links show their addresses, HTML is shown as it is
/// written.
public enum Markdown {
    /// The document as lines of at most `width` columns, without blank lines at its ends.
    ///
    /// - Parameter unicode: whether rules, boxes and bullets may be other than ASCII.
    public static func render(_ text: String, width: Int, unicode: Bool = true) -> [DisplayText] {
        let document = MarkdownNode.parse(text)
        return MarkdownRenderer(unicode: unicode).render(document, width: max(8, width))
    }

    /// The inline markup of one line of text: emphasis, code, links. Blocks are run together with spaces.
    ///
    /// - Parameter style: of what the markup does not style otherwise.
    public static func inline(_ text: String, style: TextStyle = .plain) -> DisplayText {
        MarkdownRenderer(unicode: true).inline(MarkdownNode.parse(text), style: style)
    }
}
