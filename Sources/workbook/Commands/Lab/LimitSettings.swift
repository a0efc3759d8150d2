import ArgumentParser
import LabServer
import ModelAPI

/// Limits as options, for `limits` and for `serve`.
struct LimitSettings: ParsableArguments {
    /// A number, or `none`.
    struct Limit: ExpressibleByArgument, Hashable {
        var number: Int?

        init?(argument: String) {
            if argument == "none" { return }
            guard let number = Int(argument.replacing("_", with: "")), number >= 0 else { return nil }
            self.number = number
        }

        var json: JSONValue { number.map { .integer($0) } ?? .null }
    }

    @Option(help: "Requests per minute; none for any number.")
    var rpm: Limit?

    @Option(help: "Tokens per minute.")
    var tpm: Limit?

    @Option(help: "Input tokens per minute (Anthropic).")
    var itpm: Limit?

    @Option(help: "Output tokens per minute (Anthropic).")
    var otpm: Limit?

    @Option(help: "Requests per day.")
    var rpd: Limit?

    @Option(help: "Tokens per day.")
    var tpd: Limit?

    @Option(help: "Requests at once.")
    var concurrent: Limit?

    @Option(help: "A usage tier's limits: free, 1 to 5; none for the lab's own, which are generous.")
    var tier: String?

    @Option(help: "How long the lab's minute is, such as 2s.")
    var window: SpanArgument?

    /// What `/lab/limits` takes.
    var body: JSONObject {
        var body: JSONObject = [:]
        let limits = [
            ("rpm", rpm), ("tpm", tpm), ("itpm", itpm), ("otpm", otpm), ("rpd", rpd), ("tpd", tpd),
            ("concurrent", concurrent),
        ]
        for (name, limit) in limits { if let limit { body[name] = limit.json } }
        if let tier { body["tier"] = tier == "none" ? .null : .string(tier) }
        if let window { body["window"] = .number(window.seconds) }
        return body
    }
}
