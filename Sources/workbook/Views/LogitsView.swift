import LanguageModel
import ModelAPI
import Sampling
import Terminal
import Tokenization

/// The highest logits that a model gives, and what each means as a log-probability.
struct LogitsView {
    let model: any LanguageModel
    let logits: [Float]
    let top: Int

    private struct Row {
        var id: TokenID
        var logit: Double
        var logProbability: Double
    }

    private func rows() throws -> [Row] {
        let opinion = try LogProbabilities(logits: logits)
        return opinion.top(top).map {
            Row(
                id: TokenID($0.token), logit: Double(logits[$0.token]),
                logProbability: opinion.logProbability(of: $0.token))
        }
    }

    func text(width: Int) throws -> [DisplayText] {
        let rows = try rows()
        let names = rows.map { DisplayText("\"\(model.tokenizer.displayText(of: $0.id))\"").truncated(to: 28) }
        let nameWidth = max(5, names.map(\.columns).max() ?? 0)
        let header =
            DisplayText("    id  ", style: .dim) + DisplayText("token", style: .dim).padded(to: nameWidth)
            + DisplayText("    logit  log-probability", style: .dim)
        return [header]
            + zip(rows, names).map { row, name in
                DisplayText("\(row.id)".leftPadded(to: 6), style: .dim) + "  " + name.padded(to: nameWidth)
                    + DisplayText(
                        "\(Number.fixed(row.logit, 3).leftPadded(to: 9))  "
                            + Number.fixed(row.logProbability, 3).leftPadded(to: 15))
            }
            + [DisplayText("\(Number.grouped(logits.count)) logits · \(model.id)", style: .dim)]
    }

    /// `{"top":[{"id","token","logit","logprob"}]}`; bytes that are no text show as U+FFFD, and as `bytes` too.
    var json: JSONValue {
        get throws {
            .object([
                "top": .array(
                    try rows().map { row in
                        let bytes = model.tokenizer.bytes(of: row.id)
                        let text = String(validating: bytes, as: UTF8.self)
                        var members: [(String, JSONValue)] = [
                            ("id", .integer(Int(row.id))),
                            (
                                "token",
                                .string(
                                    bytes.isEmpty
                                        ? model.tokenizer.displayText(of: row.id)
                                        : String(decoding: bytes, as: UTF8.self))
                            ),
                            ("logit", .number(row.logit)), ("logprob", .number(row.logProbability)),
                        ]
                        if text == nil { members.append(("bytes", .array(bytes.map { .integer(Int($0)) }))) }
                        return .object(JSONObject(members))
                    })
            ])
        }
    }
}
