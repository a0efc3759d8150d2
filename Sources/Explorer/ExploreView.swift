internal import Sampling
public import Terminal
public import Tokenization

/// Draws an exploration as a frame that fits the screen.
///
/// From 60 columns and 12 rows on; the more rows there are, the more is explained.
public struct ExploreView: Sendable {
    public static let smallest = TerminalSize(columns: 60, rows: 12)

    let model: String
    let tokenizer: any Tokenizer
    let promptText: String
    let unicode: Bool

    /// - Parameters:
    ///   - model: its name.
    ///   - prompt: the text that is gone on from.
    ///   - unicode: whether characters beyond ASCII can be shown.
    public init(model: String, tokenizer: any Tokenizer, prompt: String, unicode: Bool) {
        self.model = model
        self.tokenizer = tokenizer
        promptText = prompt
        self.unicode = unicode
    }

    /// As many lines as the screen has rows, none wider than it.
    public func frame(_ state: ExploreState, _ reading: ExploreReading, on size: TerminalSize) -> ExploreFrame {
        guard size.columns >= Self.smallest.columns, size.rows >= Self.smallest.rows else {
            return ExploreFrame(lines: tooSmall(size), dials: [:])
        }
        if state.showsHelp { return ExploreFrame(lines: help(size), dials: [:]) }
        let isRoomy = size.rows >= 20
        var lines = [title(state, tellsOrder: size.rows < 22)]
        lines += text(state, width: size.columns, rows: size.rows >= 36 ? 3 : isRoomy ? 2 : 1)
        var dials: [Int: Dial] = [:]
        if isRoomy {
            for dial in Dial.allCases {
                dials[lines.count] = dial
                lines.append(slider(dial, state, width: size.columns))
            }
            if size.rows >= 22 { lines.append(order(state, reading)) }
        } else {
            lines += compactDials(state)
            // The wheel finds its dial by the row; with two in each, the more important one has it.
            dials = [lines.count - 2: .temperature, lines.count - 1: .topP]
        }
        var below = [figures(reading, width: size.columns)]
        below += DrawView(tokenizer: tokenizer, unicode: unicode, width: size.columns)
            .lines(state, reading, rows: isRoomy ? 3 : 1)
        below.append(keys(state, width: size.columns))
        lines += CandidateList(tokenizer: tokenizer, unicode: unicode, width: size.columns)
            .lines(state, reading, rows: size.rows - lines.count - below.count)
        return ExploreFrame(lines: (lines + below).map { $0.truncated(to: size.columns) }, dials: dials)
    }

    // MARK: Above the list

    private func title(_ state: ExploreState, tellsOrder: Bool) -> DisplayText {
        let parts = [
            model, "seed \(state.seed)", "\(Number.grouped(state.steps.count)) drawn",
            tellsOrder ? "order \(state.settings.order.rawValue)" : nil, state.hasFineSteps ? "fine steps" : nil,
            state.isWriting ? "writing" : nil,
        ]
        return DisplayText("explore", style: .bold)
            + DisplayText(" · " + parts.compactMap(\.self).joined(separator: " · "), style: .dim)
    }

    /// The end of the text: the prompt, a bar, and what was drawn, the last token underlined.
    private func text(_ state: ExploreState, width: Int, rows: Int) -> [DisplayText] {
        var assembler = TextAssembler()
        let former = assembler.append(tokenizer.bytes(of: state.drawn.dropLast()))
        let last = assembler.append(tokenizer.bytes(of: state.drawn.suffix(1))) + assembler.finish()
        let bar = DisplayText(unicode ? "│" : "|", style: .accent)
        let whole =
            DisplayText(oneLine(String(promptText.suffix(rows * width)))) + bar
            + DisplayText(oneLine(String(former.suffix(rows * width))), style: .bold)
            + DisplayText(oneLine(last), style: .bold + .underline)
        let wrapped = whole.wrapped(to: width - 2)
        var shown = Array(wrapped.suffix(rows))
        if wrapped.count > rows { shown[0] = "… " + shown[0].truncated(to: width - 4) }
        return shown.map { " " + $0 } + Array(repeating: "", count: rows - shown.count)
    }

    private func oneLine(_ text: String) -> String {
        text.replacing("\n", with: unicode ? "↵ " : "\\n ")
    }

    private func slider(_ dial: Dial, _ state: ExploreState, width: Int) -> DisplayText {
        let length = max(10, min(60, width - 32))
        let knob = Int((dial.share(of: state.settings) * Double(length - 1)).rounded())
        let line = unicode ? "─" : "-"
        return DisplayText(" " + dial.name.padded(to: 12))
            + DisplayText(dial.value(state.settings).padded(to: 7), style: .bold)
            + DisplayText(String(repeating: line, count: knob), style: .accent)
            + DisplayText(unicode ? "●" : "O", style: .bold)
            + DisplayText(String(repeating: line, count: length - 1 - knob), style: .framing)
            + DisplayText("  " + dial.keys, style: .dim)
    }

    private func compactDials(_ state: ExploreState) -> [DisplayText] {
        [[Dial.temperature, .topK], [.topP, .minP]].map { pair in
            pair.map { dial in
                (DisplayText(" " + dial.name.padded(to: 12))
                    + DisplayText(dial.value(state.settings).padded(to: 7), style: .bold)
                    + DisplayText(dial.keys, style: .dim)).padded(to: 30)
            }.joined()
        }
    }

    private func order(_ state: ExploreState, _ reading: ExploreReading) -> DisplayText {
        let isOpenAI = state.settings.order == .openai
        var text = isOpenAI ? "openai: temperature, then the cuts" : "llama.cpp: the cuts, then temperature"
        if reading.keptInOtherOrder != reading.after.count {
            let other = isOpenAI ? "llama.cpp" : "openai"
            text += " · \(other) would keep \(Number.grouped(reading.keptInOtherOrder))"
        }
        return DisplayText(" " + "order".padded(to: 12) + text) + DisplayText("  o", style: .dim)
    }

    // MARK: Below the list

    /// As many of the figures as fit, the most important first.
    private func figures(_ reading: ExploreReading, width: Int) -> DisplayText {
        let (before, after) = (reading.before, reading.after)
        let figures = [
            "entropy \(Number.fixed(before.entropy, 2)) → \(Number.fixed(after.entropy, 2)) bits",
            "kept \(Number.grouped(before.count)) → \(Number.grouped(after.count))",
            "perplexity \(Number.fixed(before.perplexity, 1)) → \(Number.fixed(after.perplexity, 1))",
            "nucleus(0.9) \(Number.grouped(before.nucleusCount(0.9))) → \(Number.grouped(after.nucleusCount(0.9)))",
        ]
        return DisplayText(" " + Self.fitting(figures, separator: " · ", width: width - 1))
    }

    private func keys(_ state: ExploreState, width: Int) -> DisplayText {
        if let message = state.message { return DisplayText(" " + message.text(state), style: .warning) }
        if state.isWriting { return DisplayText(" writing: the dials work; Enter or a stops", style: .warning) }
        let keys = [
            "? help", "q leave", "Enter draw", "Backspace undo", "a write", "r seed", "n peek", "o order", "f fine",
            "0 neutral",
        ]
        return DisplayText(" " + Self.fitting(keys, separator: "   ", width: width - 1), style: .dim)
    }

    private static func fitting(_ parts: [String], separator: String, width: Int) -> String {
        var result = ""
        for part in parts {
            let longer = result.isEmpty ? part : result + separator + part
            if DisplayWidth.columns(of: longer) > width { break }
            result = longer
        }
        return result
    }

    // MARK: Other screens

    private func help(_ size: TerminalSize) -> [DisplayText] {
        var lines = [DisplayText("explore", style: .bold) + DisplayText(" · keys", style: .dim), ""]
        let entries = ExploreAction.keys.map { entry in
            DisplayText(" " + entry.keys.padded(to: 11), style: .bold) + DisplayText(entry.meaning)
        }
        let columns = entries.count + 4 <= size.rows ? 1 : 2
        let rows = (entries.count + columns - 1) / columns
        for row in 0..<rows {
            let cells = stride(from: row, to: entries.count, by: rows).map { entries[$0] }
            lines.append(cells.map { $0.padded(to: size.columns / columns) }.joined().truncated(to: size.columns))
        }
        lines.append(DisplayText(" Any key goes back.", style: .dim))
        return lines
    }

    private func tooSmall(_ size: TerminalSize) -> [DisplayText] {
        let needed = Self.smallest
        return DisplayText(
            "explore needs \(needed.columns) columns and \(needed.rows) rows; this window has \(size.columns) and \(size.rows). "
                + "Enlarge it, or press q: `distribution` fits anywhere."
        ).wrapped(to: size.columns)
    }
}

extension ExploreState.Message {
    fileprivate func text(_ state: ExploreState) -> String {
        switch self {
        case .ended: "The model ended its text. Backspace takes the end back."
        case .full: "The model's context is full. Backspace takes a token back."
        case .atPrompt: "Nothing has been drawn: this is the prompt."
        case .neutral: "Temperature 1, nothing cut: the model's own distribution."
        case .reseeded: "From here on the numbers come from seed \(state.seed)."
        }
    }
}

extension Dial {
    fileprivate var name: String {
        switch self {
        case .temperature: "temperature"
        case .topP: "top-p"
        case .topK: "top-k"
        case .minP: "min-p"
        }
    }

    fileprivate var keys: String {
        switch self {
        case .temperature: "← →"
        case .topP: "↓ ↑"
        case .topK: "k K"
        case .minP: "m M"
        }
    }

    fileprivate func value(_ settings: SamplingSettings) -> String {
        switch self {
        case .temperature: Number.fixed(settings.temperature, 2)
        case .topP: settings.topP == 1 ? "off" : Number.fixed(settings.topP, 2)
        case .topK: settings.topK.map { Number.grouped($0) } ?? "off"
        case .minP: settings.minP == 0 ? "off" : Number.short(settings.minP)
        }
    }
}

extension String {
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
    func leftPadded(to width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}
