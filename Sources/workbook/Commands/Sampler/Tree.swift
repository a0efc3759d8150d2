import ArgumentParser
import LanguageModel
import Sampling
import Terminal
import Tokenization

struct Tree: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "tree",
        abstract: "Show the likely continuations of a text as a tree, and walk in it.",
        discussion: """
            At a terminal a number chooses a branch and goes on from there, b goes back, q ends. Elsewhere --path 1,2 takes \
            the first branch, then the second.
            """
    )

    @Argument(parsing: .remaining, help: "The text to go on from.")
    var prompt: [String] = []

    @Option(help: "How many tokens deep.")
    var depth: Int = 3

    @Option(help: "How many branches at each token.")
    var branches: Int = 3

    @Option(help: "Branches taken already, such as 1,2; the tree begins after them.")
    var path: String?

    @OptionGroup var sampler: SamplerOptions
    @OptionGroup var chart: ChartOptions

    /// A larger one takes long, and nobody reads it.
    private static let limit = 1000

    mutating func validate() throws {
        if !(1...9).contains(branches) {
            throw ValidationError("--branches is \(branches): 1 to 9 can be shown, so that a key can choose one.")
        }
        if depth < 1 { throw ValidationError("--depth is \(depth): a tree is at least 1 token deep.") }
        var (leaves, all) = (1, 0)
        for _ in 0..<min(depth, Self.limit) {
            leaves *= branches
            all += leaves
            if all > Self.limit {
                throw ValidationError(
                    "--depth \(depth) with --branches \(branches) makes a tree of more than \(Self.limit) tokens: choose less."
                )
            }
        }
    }

    mutating func run(in session: Session) async throws {
        let prompt = try session.prompt(prompt, example: "tree \"The sky is\" --depth 3")
        var path = try self.path.map(Self.places) ?? []
        let model = try sampler.choice.model(in: session).exact
        let tokens = model.promptTokens(for: prompt)
        func view() throws -> TreeView {
            do {
                return TreeView(
                    tree: try ContinuationTree(
                        model: model, prompt: tokens, settings: sampler.settings, path: path, depth: depth,
                        breadth: branches),
                    prompt: prompt, settings: sampler.settings)
            } catch let error as TreeError {
                throw Failure("--path \(self.path ?? ""): \(error).", next: "Leave it out to see the branches.")
            }
        }
        var current = try view()
        try session.show(current, as: chart)
        guard !chart.json, session.output.isTerminal, let keyboard = RawKeyboard() else { return }
        defer { keyboard.close() }
        while !session.output.isClosed {
            let count = current.tree.branches.count
            session.output.replaceLine(Self.keys(count, isDown: !path.isEmpty))
            let event = keyboard.next()
            session.output.replaceLine("")
            switch event {
            case .key(.character(let key)) where key.properties.numericType != nil:
                guard let place = Int(String(key)), (1...max(1, count)).contains(place), count > 0 else { continue }
                path.append(place - 1)
            case .key(.enter) where count > 0: path.append(0)
            case .key(.character("b")), .key(.backspace), .key(.left), .key(.up):
                guard path.popLast() != nil else { continue }
            case .key(.character("q")), .key(.escape), .key(.control("c")), .key(.control("d")), .interrupted,
                .endOfInput:
                return
            default: continue
            }
            current = try view()
            current.project(in: session)
            let lines = current.page.lines(width: session.output.width, unicode: session.output.unicode)
            session.say([DisplayText()] + lines)
        }
    }

    private static func keys(_ count: Int, isDown: Bool) -> DisplayText {
        let choose = count == 0 ? "" : count == 1 ? "1 goes on, " : "1-\(count) goes on from that branch, "
        return DisplayText("-- \(choose)\(isDown ? "b back, " : "")q ends", style: .dim)
    }

    /// `1,2`: places from 1, here from 0.
    private static func places(of text: String) throws -> [Int] {
        try text.split(separator: ",", omittingEmptySubsequences: false).map { word in
            guard let place = Int(word.filter { $0 != " " }), place >= 1 else {
                throw Failure("--path \(text): '\(word)' is no branch.", next: "Write their numbers, such as 1,2")
            }
            return place - 1
        }
    }
}
