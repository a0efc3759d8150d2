import ArgumentParser
import Sampling

struct Compare: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Show the next token's distribution under several settings, side by side.",
        discussion: """
            `compare "The sky is" -T 0.2 -T 1 -T 1.5` shows three temperatures, `--top-p 0.5 --top-p 0.9` two nuclei. With \
            several of both, each goes with each. One random number is drawn for all: the same number falls on different \
            tokens, for the settings move the borders.

            --orders shows every setting in both stage orders, and where they differ.
            """
    )

    @Argument(parsing: .remaining, help: "The text that the next token follows.")
    var prompt: [String] = []

    @Option(
        name: [.customShort("T"), .long], parsing: .unconditionalSingleValue,
        help: "Divides every logit before the softmax. Several may be given, as of the next three.")
    var temperature: [Double] = []

    @Option(parsing: .unconditionalSingleValue, help: "Keep the smallest set of tokens whose probability reaches this.")
    var topP: [Double] = []

    @Option(parsing: .unconditionalSingleValue, help: "Keep this many tokens.")
    var topK: [Int] = []

    @Option(
        parsing: .unconditionalSingleValue,
        help: "Keep tokens at least this share as probable as the most probable one.")
    var minP: [Double] = []

    @Option(
        parsing: .unconditional,
        help: "Keep the tokens whose surprise is nearest to the entropy, until their probability reaches this.")
    var typicalP: Double = 1

    @OptionGroup var penalties: PenaltyOptions

    @Option(
        help: "Stage order: openai (temperature first) or llama.cpp (temperature last).",
        completion: .list(["openai", "llama.cpp"]))
    var order: SamplingSettings.Order = .openai

    @Flag(help: "Each setting in both orders.")
    var orders = false

    @OptionGroup var choice: ModelOptions

    @Option(help: "How many tokens to list.")
    var top: Int = 10

    @Option(help: "Seed of the random number that is drawn for all.")
    var seed: UInt64 = 1

    @OptionGroup var chart: ChartOptions

    /// More cannot be told apart.
    private static let limit = 12

    mutating func validate() throws {
        if top < 1 { throw ValidationError("--top is \(top): at least 1 token must be listed.") }
    }

    mutating func run(in session: Session) async throws {
        let all = allSettings
        guard all.count > 1 else {
            throw Failure(
                "There is one setting, and nothing to compare it with.",
                next: "Give an option twice: compare \"The sky is\" -T 0.2 -T 1.5; or --orders")
        }
        guard all.count <= Self.limit else {
            throw Failure(
                "These are \(all.count) settings: each value of one option goes with each of the others.",
                next: "Compare \(Self.limit) at most.")
        }
        let next = try session.nextToken(
            after: prompt, by: choice, example: "compare \"The sky is\" -T 0.2 -T 1 -T 1.5")
        let view = CompareView(
            next: next, traces: try all.map { try next.trace($0) }, showsOrders: orders, top: top, seed: seed)
        try session.show(view, as: chart)
    }

    /// Every value with every other; the two orders of a setting are neighbours.
    private var allSettings: [SamplingSettings] {
        func values<Value>(_ given: [Value], _ neutral: Value) -> [Value] { given.isEmpty ? [neutral] : given }
        var all: [SamplingSettings] = []
        for temperature in values(temperature, 1) {
            for topP in values(topP, 1) {
                for topK in values(topK.map(Optional.some), nil) {
                    for minP in values(minP, 0) {
                        for order in orders ? SamplingSettings.Order.allCases : [order] {
                            let cuts = SamplingSettings(
                                temperature: temperature, topP: topP, topK: topK, minP: minP, typicalP: typicalP,
                                order: order)
                            all.append(penalties.applied(to: cuts))
                        }
                    }
                }
            }
        }
        return all
    }
}
