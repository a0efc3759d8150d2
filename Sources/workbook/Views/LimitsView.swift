import LabServer
import ModelAPI
import Terminal

/// The lab's buckets, as `/lab/limits` tells them.
struct LimitsView {
    let state: JSONValue

    func lines(width: Int, unicode: Bool) -> [DisplayText] {
        guard state["on"]?.bool == true else {
            return [DisplayText("The limits are off: every request is admitted. `limits on` brings them back.")]
        }
        let window = state["window"]?.double ?? 60
        var head = "A minute of this lab has \(Self.span(window))."
        if let tier = state["tier"]?.string { head += " Usage tier \(tier)." }
        let accounts = state["accounts"]?.array ?? []
        guard !accounts.isEmpty else {
            return [DisplayText(head), DisplayText("No request has drawn from a bucket yet.", style: .dim)]
        }
        var table = Table([
            .init("whose"), .init("models"), .init("kind"), .init("limit", alignment: .right),
            .init("left", alignment: .right), .init("", overflow: .truncate), .init("full in", alignment: .right),
        ])
        for account in accounts { add(account, to: &table, unicode: unicode) }
        return [DisplayText(head)] + table.lines(width: width, unicode: unicode)
    }

    private func add(_ account: JSONValue, to table: inout Table, unicode: Bool) {
        let whose = account["organization"]?.string ?? account["key"]?.string ?? ""
        let group = account["group"]?.string ?? ""
        for limit in account["limits"]?.array ?? [] {
            let kind = limit["kind"]?.string ?? ""
            let most = limit["limit"]?.int ?? 0
            let left = limit["remaining"]?.int ?? 0
            let share = most == 0 ? 0 : Double(left) / Double(most)
            table.append([
                DisplayText(whose, style: .dim), DisplayText(group, style: .bold),
                DisplayText(kind.uppercased()), DisplayText("\(most)"),
                DisplayText("\(left)", style: left == 0 ? .bad : share < 0.2 ? .warning : .good),
                DisplayText(Self.bar(share, unicode: unicode)),
                DisplayText(limit["full_in"]?.double.map(Self.span) ?? "never"),
            ])
        }
        if let places = account[path: "concurrent.limit"]?.int {
            let running = account[path: "concurrent.running"]?.int ?? 0
            table.append([
                DisplayText(whose, style: .dim), DisplayText(group, style: .bold), "at once",
                DisplayText("\(places)"), DisplayText("\(max(0, places - running))"), "", "",
            ])
        }
    }

    private static func bar(_ share: Double, unicode: Bool) -> String {
        let full = Int((share * 10).rounded(.down))
        return String(repeating: unicode ? "█" : "#", count: full)
            + String(repeating: unicode ? "░" : ".", count: 10 - full)
    }

    private static func span(_ seconds: Double) -> String {
        GoDuration.text(nanoseconds: UInt64(max(0, seconds) * 1e9))
    }
}
