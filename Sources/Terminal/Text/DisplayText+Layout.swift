extension DisplayText {
    /// The lines of the text, without their line feeds. An empty text is one empty line.
    public var lines: [DisplayText] {
        var result = [DisplayText()]
        for run in runs {
            for (index, part) in run.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                if index > 0 { result.append(DisplayText()) }
                result[result.count - 1].append(clean: String(part), style: run.style)
            }
        }
        return result
    }

    /// Lines of at most `width` columns, broken at spaces, or between wide characters, or else inside a word.
    ///
    /// Line feeds break too. Spaces at a break are dropped, those that begin a line of the text stay. Nothing else is
    /// lost: a character wider than `width` gets a line of its own.
    public func wrapped(to width: Int) -> [DisplayText] {
        wrapped(to: width, next: DisplayText())
    }

    /// Like `wrapped(to:)`; every line that continues another begins with `next`, whose columns count.
    public func wrapped(to width: Int, next: DisplayText) -> [DisplayText] {
        let width = max(1, width)
        if columns <= width { return lines }
        return lines.flatMap { line -> [DisplayText] in
            line.columns <= width ? [line] : LineBreaker(line, width: width, next: next).broken()
        }
    }

    /// Each line cut to at most `width` columns; a cut line ends in `…`.
    public func truncated(to width: Int) -> DisplayText {
        if columns <= width { return self }
        guard width > 0 else { return DisplayText() }
        return lines.map { $0.cut(to: width) }.joined(separator: "\n")
    }

    private func cut(to width: Int) -> DisplayText {
        if columns <= width { return self }
        var result = DisplayText()
        var left = width - 1
        var style = TextStyle.plain
        outer: for run in runs {
            style = run.style
            var kept = ""
            for character in run.text {
                let columns = DisplayWidth.columns(of: character)
                if columns > left {
                    result.append(clean: kept, style: run.style)
                    break outer
                }
                left -= columns
                kept.append(character)
            }
            result.append(clean: kept, style: run.style)
        }
        result.append(clean: "…", style: style)
        return result
    }

    /// On which side text is when it is padded.
    public enum Alignment: Hashable, Sendable {
        case left, right, center
    }

    /// The text with spaces to `width` columns; longer text stays as it is.
    public func padded(to width: Int, alignment: Alignment = .left) -> DisplayText {
        let missing = width - columns
        guard missing > 0 else { return self }
        let before =
            switch alignment {
            case .left: 0
            case .right: missing
            case .center: missing / 2
            }
        return DisplayText(clean: String(repeating: " ", count: before), style: .plain) + self
            + DisplayText(clean: String(repeating: " ", count: missing - before), style: .plain)
    }
}

/// Breaks one line that is too long.
private struct LineBreaker {
    private struct Cell {
        var character: Character
        var columns: Int
        var style: TextStyle
    }

    private let cells: [Cell]
    private let width: Int
    private let next: DisplayText

    init(_ line: DisplayText, width: Int, next: DisplayText) {
        cells = line.runs.flatMap { run in
            run.text.map { Cell(character: $0, columns: DisplayWidth.columns(of: $0), style: run.style) }
        }
        self.width = width
        // A lead that leaves no room is left out.
        self.next = next.columns < width ? next : DisplayText()
    }

    func broken() -> [DisplayText] {
        var result: [DisplayText] = []
        var start = 0
        let lead = next.columns
        while start < cells.count {
            let room = result.isEmpty ? width : width - lead
            let end = lineEnd(from: start, room: room, isFirst: result.isEmpty)
            var last = end
            while last > start, cells[last - 1].character == " " { last -= 1 }
            result.append((result.isEmpty ? DisplayText() : next) + text(start..<last))
            start = end
            while start < cells.count, cells[start].character == " " { start += 1 }
        }
        return result
    }

    /// Where the line that begins at `start` ends: after the last place to break that fits.
    private func lineEnd(from start: Int, room: Int, isFirst: Bool) -> Int {
        var used = 0
        var position = start
        var best: Int?
        // The spaces that begin the text indent it: no place to break.
        var seenText = !isFirst
        while position < cells.count {
            let cell = cells[position]
            if cell.character == " " {
                if seenText { best = position + 1 }
            } else {
                seenText = true
            }
            if used + cell.columns > room, cell.character != " " { break }
            used += cell.columns
            position += 1
            if cell.columns == 2, position < cells.count, isBreakable(between: cell, and: cells[position]) {
                best = position
            }
        }
        if position == cells.count { return position }
        return best ?? max(position, start + 1)
    }

    /// Wide letters break anywhere but before closing punctuation and after an opening one (after UAX #14).
    private func isBreakable(between left: Cell, and right: Cell) -> Bool {
        guard right.columns == 2 || right.character.isLetter else { return false }
        return !"、。，．」』）】》〉！？：；ー々".contains(right.character) && !"「『（【《〈".contains(left.character)
    }

    private func text(_ range: Range<Int>) -> DisplayText {
        var result = DisplayText()
        var run = ""
        var style: TextStyle?
        for cell in cells[range] {
            if let style, style != cell.style {
                result.append(clean: run, style: style)
                run = ""
            }
            style = cell.style
            run.append(cell.character)
        }
        if let style { result.append(clean: run, style: style) }
        return result
    }
}
