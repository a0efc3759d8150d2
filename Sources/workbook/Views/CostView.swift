import DataFiles
import Foundation
import ModelAPI
import Terminal

/// What `cost` works out.
struct CostSheet {
    var call: CallCost
    var usage: CallUsage
    /// Where the numbers of tokens come from.
    var note: String?
    var month: MonthlyCost?
    private(set) var other: CallCost?
    private(set) var change: SwitchedCost?

    init(call: CallCost, usage: CallUsage, note: String?) {
        self.call = call
        self.usage = usage
        self.note = note
    }

    /// Moves a share of the calls: of a month's, if there is one.
    mutating func switched(to other: CallCost, share: Decimal) {
        self.other = other
        let after = month.map { MonthlyCost(call: other.total, requestsPerDay: $0.requestsPerDay, days: $0.days).total }
        change = SwitchedCost(before: month?.total ?? call.total, after: after ?? other.total, share: share)
    }

    // MARK: JSON

    /// Amounts are decimal numbers, exactly.
    var json: JSONValue {
        var json: JSONObject = [
            "model": .string(call.quote.model), "as_of": .string("\(call.quote.day)"), "call": Self.json(call),
        ]
        if let month {
            json["month"] = [
                "requests_per_day": .integer(month.requestsPerDay), "days": .integer(month.days),
                "requests": .integer(month.requests), "cost": Self.number(month.total.amount),
            ]
        }
        if let change, let other {
            json["switch"] = [
                "model": .string(other.quote.model), "share": Self.number(change.share), "call": Self.json(other),
                "before": Self.number(change.before.amount), "kept": Self.number(change.kept.amount),
                "moved": Self.number(change.moved.amount), "cost": Self.number(change.total.amount),
                "saving": Self.number(change.saving.amount),
                "saving_percent": change.savingPercent.map(Self.number) ?? .null,
            ]
        }
        return .object(json)
    }

    private static func json(_ cost: CallCost) -> JSONValue {
        var json: JSONObject = [
            "priced_as": .string(cost.quote.served),
            "lines": .array(
                cost.lines.map { line in
                    [
                        "name": .string(line.name), "quantity": number(line.quantity),
                        "price": number(line.price.amount), "per": .integer(line.perMillion ? 1_000_000 : 1),
                        "cost": number(line.amount.amount),
                    ]
                }),
        ]
        if let share = cost.batchShare { json["batch_share"] = number(share) }
        json["cost"] = number(cost.total.amount)
        return .object(json)
    }

    static func number(_ decimal: Decimal) -> JSONValue { .numeral(decimal.plain) }
}

/// The arithmetic, one step a line.
enum CostView {
    static func lines(_ sheet: CostSheet, width: Int) -> [DisplayText] {
        var rows = call(sheet.call)
        if let month = sheet.month {
            rows.append(
                Row(
                    "a month",
                    "\(Number.grouped(month.requestsPerDay)) calls a day × \(month.days) days × \(month.call)",
                    month.total))
        }
        var lines = [header(sheet.call.quote)]
        if let note = sheet.note { lines += DisplayText("input: \(note)", style: .dim).wrapped(to: width) }
        lines += aligned(rows)
        guard let change = sheet.change, let other = sheet.other else { return lines }
        lines.append("")
        lines.append(header(other.quote))
        lines += aligned(call(other))
        lines.append("")
        let what = sheet.month == nil ? "the call" : "the month"
        let share = percent(change.share)
        let rest = percent(1 - change.share)
        lines += aligned([
            Row("kept", "\(rest) of \(change.before)", change.kept),
            Row("moved", "\(share) of \(change.after)", change.moved), Row(what, "", change.total),
            Row(
                change.saving < .zero ? "more" : "saved", "\(change.before) − \(change.total)", change.saving,
                note: change.savingPercent.map { "\($0.plain)%" }),
        ])
        return lines
    }

    private struct Row {
        var name: String
        var sum: String
        var amount: Dollars
        var note: String?

        init(_ name: String, _ sum: String, _ amount: Dollars, note: String? = nil) {
            self.name = name
            self.sum = sum
            self.amount = amount
            self.note = note
        }
    }

    private static func percent(_ share: Decimal) -> String { (share * 100).plain + "%" }

    private static func call(_ cost: CallCost) -> [Row] {
        var rows = cost.lines.map { line in
            let unit = line.perMillion ? " tokens" : line.name == "audio" ? " min" : ""
            return Row(
                line.name,
                "\(line.quantity.grouped())\(unit) × \(line.price)" + (line.perMillion ? " / 1,000,000" : ""),
                line.amount)
        }
        let sum = cost.lines.map(\.amount.description).joined(separator: " + ")
        let share = cost.batchShare.map { share in
            cost.lines.count > 1 ? "(\(sum)) × \(share.plain) in a batch" : "\(sum) × \(share.plain) in a batch"
        }
        rows.append(Row("a call", share ?? (cost.lines.count > 1 ? sum : ""), cost.total))
        return rows
    }

    private static func header(_ quote: PriceQuote) -> DisplayText {
        var text = quote.model
        if quote.served != quote.model { text += ", priced as \(quote.served)" }
        var notes: [String] = []
        if Price(pair: quote.model) != nil {
            notes.append("a price of your own")
        } else {
            let since = quote.period.from == quote.day ? "" : ", price since \(quote.period.from)"
            notes.append("on \(quote.day)\(since)")
        }
        if quote.isRetired { notes.append("retired: its last price") }
        if !quote.period.checked { notes.append("this price is to be checked") }
        return DisplayText(text, style: .bold) + DisplayText("  " + notes.joined(separator: "; "), style: .dim)
    }

    private static func aligned(_ rows: [Row]) -> [DisplayText] {
        let name = rows.map(\.name.count).max() ?? 0
        let sum = rows.map(\.sum.count).max() ?? 0
        let amount = rows.map { "\($0.amount)".count }.max() ?? 0
        return rows.map { row in
            (DisplayText("  ") + DisplayText(row.name, style: .dim)).padded(to: name + 4)
                + DisplayText(row.sum).padded(to: sum) + DisplayText(row.sum.isEmpty ? "   " : " = ")
                + DisplayText("\(row.amount)".leftPadded(to: amount), style: .accent)
                + DisplayText(row.note.map { "  \($0)" } ?? "", style: .dim)
        }
    }
}

/// All prices of a day.
struct PriceList {
    private let day: String
    private let quotes: [PriceQuote]

    init(_ book: FactBook, on day: CivilDate) {
        self.day = "\(day)"
        quotes = book.pricedModels.compactMap { try? book.price(of: $0, on: day) }.filter { !$0.isRetired }
    }

    func lines(width: Int, unicode: Bool) -> [DisplayText] {
        var table = Table([
            .init("model"), .init("input", alignment: .right), .init("cached", alignment: .right),
            .init("output", alignment: .right), .init("batch", alignment: .right), .init("since"),
        ])
        for quote in quotes {
            let price = quote.period.price
            let input =
                price.input?.description ?? price.minute.map { "\($0) a minute" }
                ?? price.image.map { "\($0) an image" }
            table.append([
                DisplayText(quote.model), DisplayText(input ?? ""), DisplayText(price.cached?.description ?? ""),
                DisplayText(price.output?.description ?? ""),
                DisplayText(quote.batchShare.map { "× \($0.plain)" } ?? ""), DisplayText("\(quote.period.from)"),
            ])
        }
        return [DisplayText("Prices on \(day), for a million tokens unless a unit is named", style: .bold)]
            + table.lines(width: width, unicode: unicode)
    }

    var json: JSONValue {
        func amount(_ dollars: Dollars?) -> JSONValue { dollars.map { CostSheet.number($0.amount) } ?? .null }
        return [
            "as_of": .string(day),
            "prices": .array(
                quotes.map { quote in
                    let price = quote.period.price
                    return [
                        "model": .string(quote.model), "priced_as": .string(quote.served),
                        "since": .string("\(quote.period.from)"), "input": amount(price.input),
                        "cached": amount(price.cached), "written": amount(price.write),
                        "output": amount(price.output), "minute": amount(price.minute), "image": amount(price.image),
                        "batch_share": quote.batchShare.map(CostSheet.number) ?? .null,
                        "checked": .bool(quote.period.checked),
                    ]
                }),
        ]
    }
}
