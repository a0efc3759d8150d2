import LabServer
import ModelAPI
import Terminal

/// The lab's keys, as `/lab/keys` tells them.
struct KeysView {
    let keys: [JSONValue]

    func lines(width: Int, unicode: Bool) -> [DisplayText] {
        var table = Table([
            .init("name"), .init("key"), .init("provider"), .init("organisation"), .init("may"), .init("state"),
            .init("id"),
        ])
        for key in keys {
            let text = { (name: String) in key[name]?.string ?? "" }
            let scopes = (key["scopes"]?.array ?? []).compactMap(\.string)
            let state = text("state")
            table.append([
                DisplayText(text("name"), style: .bold), DisplayText(text("redacted")), DisplayText(text("provider")),
                DisplayText(text("organization")),
                DisplayText(scopes.isEmpty ? text("permission") : scopes.joined(separator: " ")),
                DisplayText(state, style: state == "active" ? .good : .bad), DisplayText(text("id"), style: .dim),
            ])
        }
        return table.lines(width: width, unicode: unicode)
    }
}
