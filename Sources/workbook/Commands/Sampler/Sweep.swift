import ArgumentParser
import DataFiles
import Sampling
import Terminal

struct Sweep: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "sweep",
        abstract: "Move one setting through a range, and show what becomes of each token.",
        discussion: """
            `sweep temperature 0..2 "The sky is"`, `sweep top-p 0..1 "The sky is" -T 1.5`. The other settings stay as given.
            """
    )

    @Argument(
        help: "The setting: temperature, top-p, min-p or typical-p.",
        completion: .list(SettingSweep.Setting.allCases.map(\.rawValue)))
    var setting: String

    @Argument(help: "From where to where, with two dots between: 0..2")
    var range: String

    @Argument(parsing: .remaining, help: "The text that the next token follows.")
    var prompt: [String] = []

    @Option(help: "At how many values to look, the first and the last among them.")
    var steps: Int = 11

    @Option(help: "How many tokens to list.")
    var top: Int = 10

    @OptionGroup var sampler: SamplerOptions
    @OptionGroup var chart: ChartOptions

    mutating func validate() throws {
        if top < 1 { throw ValidationError("--top is \(top): at least 1 token must be listed.") }
        if !(2...101).contains(steps) {
            throw ValidationError("--steps is \(steps): a range is looked at in 2 to 101 places.")
        }
    }

    mutating func run(in session: Session) async throws {
        guard let setting = SettingSweep.Setting(rawValue: setting) else {
            let names = SettingSweep.Setting.allCases.map(\.rawValue)
            let advice = Suggestion.closest(to: self.setting, in: names).map { "Did you mean `\($0)`?" }
            throw Failure(
                "'\(self.setting)' cannot be swept.", next: advice ?? "One of \(names.joined(separator: ", ")) can.")
        }
        let ends = try Self.ends(of: range, for: setting)
        let next = try session.nextToken(
            after: prompt, by: sampler.choice, example: "sweep \(setting.rawValue) \(range) \"The sky is\"")
        let sweep = try SettingSweep(
            setting, over: SettingSweep.values(from: ends.0, to: ends.1, count: steps), sampler.settings,
            logits: next.logits, history: next.history)
        try session.show(SweepView(next: next, sweep: sweep, settings: sampler.settings, top: top), as: chart)
    }

    /// The two numbers of `0..2`.
    private static func ends(of text: String, for setting: SettingSweep.Setting) throws -> (Double, Double) {
        let example = setting == .temperature ? "0..2" : "0..1"
        let halves = text.split(separator: "..", maxSplits: 1, omittingEmptySubsequences: false)
        guard halves.count == 2, let first = Double(halves[0]), let last = Double(halves[1]), first.isFinite,
            last.isFinite
        else {
            throw Failure("'\(text)' is no range.", next: "Write two numbers with two dots between, such as \(example)")
        }
        guard first < last else {
            throw Failure("The range \(text) does not go up.", next: "Write the lower number first, such as \(example)")
        }
        guard first >= 0, last <= setting.upperLimit ?? .infinity else {
            let limit = setting.upperLimit.map { "from 0 to \(Number.short($0))" } ?? "0 or more"
            throw Failure(
                "The range \(text) goes beyond what \(setting.rawValue) can be: \(limit).", next: "Write \(example)")
        }
        return (first, last)
    }
}
