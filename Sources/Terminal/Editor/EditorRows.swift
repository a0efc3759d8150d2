import CEditLine

/// How many rows libedit's text takes on the screen, by its own rules for widths and line ends.
enum EditorRows {
    /// The row that the cursor is in after `text`, counted from the row that it begins in.
    static func count(_ text: String, width: Int) -> Int {
        var row = 0
        var column = 0
        for scalar in text.unicodeScalars {
            if scalar == "\n" {
                row += 1
                column = 0
                continue
            }
            let columns = scalar.isASCII && scalar.value >= 0x20 ? 1 : Int(editline_columns(scalar.value))
            // A wide character that does not fit any more goes to the next row.
            if column + columns > width {
                row += 1
                column = 0
            }
            column += columns
            if column >= width {
                row += 1
                column = 0
            }
        }
        return row
    }
}
