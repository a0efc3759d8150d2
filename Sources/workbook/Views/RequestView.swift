import ModelAPI
import Terminal

/// A request that is being built.
enum RequestView {
    static func summary(of draft: RequestDraft) -> DisplayText {
        let messages = draft.messages.count + (draft.system == nil ? 0 : 1)
        return DisplayText("  \(draft.method) \(draft.path)", style: .bold)
            + DisplayText(
                " · \(draft.provider.rawValue) · model \(draft.model ?? "none") · \(messages) \(messages == 1 ? "message" : "messages")"
            )
    }

    /// The names that `set` and `unset` offer.
    static func fieldNames(for provider: Provider?) -> [String] {
        RequestDraft.knownFields(for: provider ?? .openai) + ["header."]
    }
}
