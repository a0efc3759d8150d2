/// How many tokens a request had and its answer has, in tokens of the model that answered.
public struct TokenUsage: Hashable, Sendable {
    public var input: Int
    public var output: Int

    public init(input: Int, output: Int) {
        self.input = input
        self.output = output
    }

    public var total: Int { input + output }
}
