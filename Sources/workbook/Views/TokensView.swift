import ModelAPI
import Terminal
import Tokenization

/// A text as its tokens: the pieces in a row, then each with its number and id.
struct TokensView {
    let text: String
    let tokens: [TokenID]
    let encoding: TokenEncoding
    let tokenizer: BytePairTokenizer

    /// The longest piece that is shown whole in the list.
    private static let pieceColumns = 28

    // MARK: Text

    func text(width: Int, unicode: Bool) -> [DisplayText] {
        row(width: width, unicode: unicode) + (tokens.isEmpty ? [] : list(width: width)) + [count] + droppedNote
    }

    /// Neighbours differ in colour, and a bar stands between them where there is none. Line breaks in the text break.
    private func row(width: Int, unicode: Bool) -> [DisplayText] {
        let bar = DisplayText(unicode ? "│" : "|", style: .framing)
        var lines: [DisplayText] = []
        var line = DisplayText()
        for (index, token) in tokens.enumerated() {
            if !line.isEmpty { line += bar }
            line += DisplayText(tokenizer.displayText(of: token), style: Self.style(index))
            if tokenizer.bytes(of: token).last == 0x0A {
                lines.append(line)
                line = DisplayText()
            }
        }
        return lines + (line.isEmpty ? [] : [line])
    }

    /// As many columns as fit.
    private func list(width: Int) -> [DisplayText] {
        let numberWidth = "\(tokens.count)".count
        let idWidth = tokens.map { "\($0)".count }.max() ?? 1
        let pieces = tokens.enumerated().map { index, token in
            DisplayText("\"\(tokenizer.displayText(of: token))\"", style: Self.style(index))
                .truncated(to: Self.pieceColumns)
        }
        let pieceWidth = pieces.map(\.columns).max() ?? 1
        let columns = max(1, (width + 3) / (numberWidth + idWidth + pieceWidth + 7))
        var lines: [DisplayText] = []
        for first in stride(from: 0, to: tokens.count, by: columns) {
            let cells = (first..<min(first + columns, tokens.count)).map { index in
                let cell =
                    DisplayText("\(index + 1)".leftPadded(to: numberWidth), style: .dim)
                    + DisplayText("  \("\(tokens[index])".leftPadded(to: idWidth))  ") + pieces[index]
                return index + 1 < min(first + columns, tokens.count)
                    ? cell.padded(to: numberWidth + idWidth + pieceWidth + 4) : cell
            }
            lines.append(cells.joined(separator: "   "))
        }
        return [DisplayText("")] + lines + [DisplayText("")]
    }

    private var count: DisplayText {
        let characters = text.count
        let bytes = text.utf8.count
        return DisplayText(
            "\(Number.tokens(tokens.count)) · \(Number.grouped(characters)) \(characters == 1 ? "character" : "characters")"
                + " · \(Number.grouped(bytes)) \(bytes == 1 ? "byte" : "bytes") · \(encoding.rawValue)", style: .dim)
    }

    /// What the vocabulary has no token for is missing from the tokens: that must not pass unsaid.
    private var droppedNote: [DisplayText] {
        let dropped = tokenizer.droppedBytes(in: text)
        guard let first = dropped.first else { return [] }
        let byte = text.utf8[text.utf8.index(text.utf8.startIndex, offsetBy: first)]
        let hex = String(byte, radix: 16, uppercase: true)
        return [
            DisplayText(
                (dropped.count == 1 ? "1 byte is left out" : "\(Number.grouped(dropped.count)) bytes are left out")
                    + ", which \(encoding.rawValue) has no token for: 0x\(byte < 16 ? "0" : "")\(hex) at offset "
                    + Number.grouped(first) + (dropped.count == 1 ? "." : " is the first."),
                style: .warning)
        ]
    }

    private static func style(_ index: Int) -> TextStyle { index.isMultiple(of: 2) ? .accent : .warning }

    // MARK: JSON

    /// `{"tokens":[…],"count":N}`, and `"dropped"`, the offsets of bytes left out, if there are any.
    var json: String {
        Self.json(tokens: tokens, dropped: tokenizer.droppedBytes(in: text))
    }

    /// Written by hand: a text of megabytes has a million ids.
    private static func json(tokens: [TokenID], dropped: [Int]) -> String {
        var json = "{\"tokens\":["
        json.reserveCapacity(tokens.count * 7 + 64)
        append(tokens, to: &json)
        json += "],\"count\":\(tokens.count)"
        if !dropped.isEmpty {
            json += ",\"dropped\":["
            append(dropped, to: &json)
            json += "]"
        }
        return json + "}"
    }

    private static func append(_ numbers: [some BinaryInteger], to json: inout String) {
        for (index, number) in numbers.enumerated() {
            if index > 0 { json += "," }
            json += "\(number)"
        }
    }
}
