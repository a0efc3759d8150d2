public import Sampling
public import Tokenization

/// The most probable continuations of a text, a few at each step: a tree of tokens.
public struct ContinuationTree: Sendable {
    /// A token that may come next, and what may come after it.
    public struct Branch: Hashable, Sendable {
        public let token: TokenID
        /// After the text and the tokens above it, by the settings.
        public let probability: Double
        /// That of all tokens down to here, one after the other.
        public let pathProbability: Double
        /// Whether the token ends the text: nothing comes after it.
        public let isEnd: Bool
        public let children: [Branch]
    }

    public let model: any LanguageModel
    public let prompt: [TokenID]
    /// Tokens chosen after the prompt: the branches go on from there.
    public let path: [TokenID]
    /// The most probable first; empty if the path has ended the text. Of those after the first only the ones that one
    /// draw in a thousand would take.
    public let branches: [Branch]

    /// - Parameters:
    ///   - path: places among the branches, from 0, one for each step.
    ///   - depth: how many tokens deep, 1 or more.
    ///   - breadth: how many branches at each step at most, 1 or more.
    ///
    /// Throws ``TreeError`` for a path that leads nowhere, a ``ModelError`` for a text longer than the model's context,
    /// and what a `SamplingChain` throws.
    public init(
        model: any LanguageModel, prompt: [TokenID], settings: SamplingSettings, path: [Int] = [], depth: Int,
        breadth: Int
    ) throws {
        let grower = Grower(model: model, prompt: prompt, chain: try SamplingChain(settings), breadth: breadth)
        var tokens: [TokenID] = []
        for (step, place) in path.enumerated() {
            let found = try grower.candidates(after: tokens)
            guard found.indices.contains(place) else {
                throw TreeError.noBranch(step: step + 1, place: place + 1, count: found.count)
            }
            tokens.append(TokenID(found[place].token))
        }
        self.model = model
        self.prompt = prompt
        self.path = tokens
        branches = try grower.branches(after: tokens, probability: 1, depth: depth)
    }
}

/// Why there is no tree.
public enum TreeError: Error, Hashable, Sendable {
    /// Step and place are counted from 1.
    case noBranch(step: Int, place: Int, count: Int)
}

extension TreeError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noBranch(let step, let place, 0):
            "step \(step) of the path asks for branch \(place), but the text has ended"
        case .noBranch(let step, let place, let count):
            "step \(step) of the path asks for branch \(place), but there \(count == 1 ? "is 1" : "are \(count)")"
        }
    }
}

private struct Grower {
    let model: any LanguageModel
    let prompt: [TokenID]
    let chain: SamplingChain
    let breadth: Int

    func candidates(after tokens: [TokenID]) throws -> [Candidate] {
        if let last = tokens.last, model.endTokens.contains(last) { return [] }
        let count = prompt.count + tokens.count
        guard count <= model.contextLength else {
            throw ModelError.promptTooLong(tokens: count, contextLength: model.contextLength)
        }
        let logits = try model.makeContext().logits(appending: prompt + tokens)
        let history = TokenHistory(
            prompt: chain.settings.countsTokens ? prompt.map { Int($0) } : [], completion: tokens.map { Int($0) })
        let candidates = try chain.distribution(logits: logits, history: history).first(breadth)
        return Array(candidates.prefix(1) + candidates.dropFirst().prefix { $0.probability >= 0.001 })
    }

    func branches(after tokens: [TokenID], probability: Double, depth: Int) throws -> [ContinuationTree.Branch] {
        guard depth > 0 else { return [] }
        return try candidates(after: tokens).map { candidate in
            try Task.checkCancellation()
            let token = TokenID(candidate.token)
            let reached = probability * candidate.probability
            return ContinuationTree.Branch(
                token: token, probability: candidate.probability, pathProbability: reached,
                isEnd: model.endTokens.contains(token),
                children: try branches(after: tokens + [token], probability: reached, depth: depth - 1))
        }
    }
}
