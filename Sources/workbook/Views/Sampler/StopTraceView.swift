import LanguageModel
import ModelAPI
import Sampling
import Terminal
import Tokenization

/// How a text was let out token by token: what was held back, where it was cut, and which limit ended it.
struct StopTraceView {
    let model: any LanguageModel
    let steps: [TokenStep]
    let stop: [String]
    let maxTokens: Int
    let finish: FinishReason?
    /// What was cut off.
    let discarded: String

    // MARK: Charts

    var charts: [any Chart] { [table, ChartNotes(notes)] }

    private var table: TableChart {
        var table = Table([
            .init("#", alignment: .right), .init("token"), .init("let out"), .init("held back"),
        ])
        for (index, step) in steps.enumerated() {
            table.append([
                DisplayText("\(index + 1)"), DisplayText(name(of: step)), DisplayText(Self.quoted(step.text)),
                held(after: step, isLast: index == steps.count - 1),
            ])
        }
        return TableChart(table)
    }

    private func name(of step: TokenStep) -> String {
        step.isEnd ? "<end>" : model.quoted(Int(step.token))
    }

    private func held(after step: TokenStep, isLast: Bool) -> DisplayText {
        if isLast, case .stopSequence = finish { return DisplayText("cut: \(Self.quoted(discarded))", style: .warning) }
        var parts: [String] = []
        if !step.held.text.isEmpty {
            let stops = step.held.stops.map(Self.quoted).joined(separator: " or ")
            parts.append("\(Self.quoted(step.held.text)) may begin \(stops)")
        }
        if !step.held.bytes.isEmpty {
            let count = step.held.bytes.count
            parts.append("\(count) \(count == 1 ? "byte" : "bytes") of a character")
        }
        return DisplayText(parts.joined(separator: "; "), style: .warning)
    }

    /// In quotation marks, line ends and the like written as escapes; nothing for nothing.
    private static func quoted(_ text: String) -> String {
        guard !text.isEmpty else { return "" }
        let escaped = text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n").replacing("\r", with: "\\r")
            .replacing("\t", with: "\\t")
        return "\"\(escaped)\""
    }

    private var notes: [DisplayText] {
        var notes = [DisplayText(verdict, style: .bold)]
        if case .stopSequence(let found) = finish, let start = startOfCut {
            let tokens =
                start == steps.count ? "in token \(start)" : "in token \(start) and ended in token \(steps.count)"
            notes.append(
                DisplayText(
                    "\(Self.quoted(found)) began \(tokens). What came from there on, \(Self.quoted(discarded)), was never let out."
                ))
        }
        let heldCount = steps.count { !$0.held.isEmpty }
        if heldCount > 0 {
            notes.append(
                DisplayText(
                    "After \(Number.tokens(heldCount)) text was held back: what may yet turn out to be a stop string must not be shown.",
                    style: .dim))
        }
        return notes
    }

    private var verdict: String {
        let count = steps.count { !$0.isEnd }
        let stops = stop.map(Self.quoted).joined(separator: " or ")
        switch finish {
        case .stopSequence(let found):
            return
                "Ended by the stop string \(Self.quoted(found)), after \(count) of at most \(Number.tokens(maxTokens))."
        case .maxTokens:
            let never = stop.isEmpty ? "" : "; \(stops) never came"
            return
                "Ended by the limit of \(Number.tokens(maxTokens))\(never). The text may stop in the middle of a sentence."
        case .endOfText:
            return "Ended by the model: it drew its end token after \(Number.tokens(count)), of at most \(maxTokens)."
        case nil: return "Interrupted after \(Number.tokens(count))."
        }
    }

    /// The token, from 1, in which what was cut begins: counted back over the bytes that the tokens hold.
    private var startOfCut: Int? {
        var left = discarded.utf8.count
        for (index, step) in steps.enumerated().reversed() {
            left -= model.tokenizer.bytes(of: step.token).count
            if left <= 0 { return index + 1 }
        }
        return nil
    }

    // MARK: JSON

    var json: JSONValue {
        .object([
            "steps": .array(
                steps.map { step in
                    .object([
                        "id": .integer(Int(step.token)), "token": .string(model.tokenizer.displayText(of: step.token)),
                        "released": .string(step.text), "held": .string(step.held.text),
                        "may_begin": .array(step.held.stops.map { .string($0) }),
                        "held_bytes": .array(step.held.bytes.map { .integer(Int($0)) }),
                    ])
                }),
            "cut": .string(discarded), "cut_begins_in_token": startOfCut.map { .integer($0) } ?? .null,
        ])
    }
}
