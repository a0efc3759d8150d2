import LanguageModel
import Sampling
import Testing
import Tokenization

@Suite struct ContinuationTreeTests {
    private let model: any LanguageModel
    private let prompt: [TokenID]

    init() {
        model = NGramModel.shared
        prompt = model.promptTokens(for: "The sky is")
    }

    private func tree(path: [Int] = [], depth: Int = 2, _ settings: SamplingSettings = SamplingSettings()) throws
        -> ContinuationTree
    {
        try ContinuationTree(
            model: model, prompt: prompt, settings: settings, path: path, depth: depth, breadth: 3)
    }

    @Test func branchesAreTheMostProbableTokens() throws {
        let tree = try tree()
        let logits = try model.makeContext().logits(appending: prompt)
        let expected = try SamplingChain(SamplingSettings()).distribution(logits: logits).first(3)
        #expect(tree.branches.map { Int($0.token) } == expected.map(\.token))
        #expect(tree.branches.map(\.probability) == expected.map(\.probability))
        #expect(tree.branches.allSatisfy { $0.isEnd ? $0.children.isEmpty : (1...3).contains($0.children.count) })
        let leaves = tree.branches.flatMap(\.children)
        #expect(leaves.allSatisfy { $0.children.isEmpty })
    }

    @Test func pathProbabilityIsTheProduct() throws {
        let tree = try tree()
        let branch = try #require(tree.branches.first)
        let child = try #require(branch.children.first)
        #expect(child.pathProbability == branch.probability * child.probability)
    }

    @Test func walkingGoesOnFromTheBranchChosen() throws {
        let whole = try tree(depth: 2)
        let walked = try tree(path: [1], depth: 1)
        #expect(walked.path == [whole.branches[1].token])
        #expect(walked.branches.map(\.token) == whole.branches[1].children.map(\.token))
        #expect(walked.branches.map(\.probability) == whole.branches[1].children.map(\.probability))
    }

    @Test func settingsPruneTheTree() throws {
        let tree = try tree(depth: 3, SamplingSettings(topK: 1))
        #expect(tree.branches.count == 1)
        #expect(tree.branches[0].probability == 1)
    }

    @Test func pathThatLeadsNowhereIsRefused() {
        #expect(throws: TreeError.noBranch(step: 2, place: 4, count: 3)) { try tree(path: [0, 3]) }
        #expect(throws: TreeError.noBranch(step: 1, place: 0, count: 3)) { try tree(path: [-1]) }
    }
}
