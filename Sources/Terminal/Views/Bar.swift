/// A share as a bar.
public enum Bar {
    private static let eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]

    /// A bar of at most `width` columns, in steps of an eighth of a column; `#` in whole columns without Unicode.
    ///
    /// Shares are held between 0 and 1; what is no number is 0. A share above 0 is always seen, and only 1 fills the
    /// bar. The bar is not padded.
    public static func text(_ share: Double, width: Int, unicode: Bool = true, style: TextStyle = .accent)
        -> DisplayText
    {
        let share = share.isNaN ? 0 : min(max(share, 0), 1)
        let width = max(0, width)
        guard share > 0, width > 0 else { return DisplayText() }
        let steps = width * (unicode ? 8 : 1)
        var filled = max(1, Int((share * Double(steps)).rounded()))
        if filled == steps, share < 1, steps > 1 { filled -= 1 }
        let text =
            unicode
            ? String(repeating: "█", count: filled / 8) + eighths[filled % 8] : String(repeating: "#", count: filled)
        return DisplayText(text, style: style)
    }
}
