import LanguageModel
import Sampling
import Terminal
import Tokenization

/// What a model says about the token after a prompt: where every view of a distribution begins.
struct NextToken {
    let model: any LanguageModel
    let prompt: String
    let tokens: [TokenID]
    let logits: [Float]

    /// What the penalties count.
    var history: TokenHistory { TokenHistory(prompt: tokens.map { Int($0) }) }

    func trace(_ settings: SamplingSettings) throws -> SamplingTrace {
        try SamplingChain(settings).trace(logits: logits, history: history)
    }

    func label(of token: Int) -> DisplayText { DisplayText(model.quoted(token)) }
}

extension LanguageModel {
    /// A token as a person may read it, in quotation marks.
    func quoted(_ token: Int) -> String { "\"\(tokenizer.displayText(of: TokenID(token)))\"" }

    /// The same for running text, which must not break at the spaces in it.
    func inProse(_ token: Int) -> String { quoted(token).unbroken }
}

extension Session {
    /// Asks the model, in full precision: a view of numbers shows those that any other correct implementation comes to.
    ///
    /// `words` are a prompt as the shell split it; `example` is what to type, for who gave none.
    func nextToken(after words: [String], by choice: ModelOptions, example: String) throws -> NextToken {
        let prompt = try self.prompt(words, example: example)
        let model = try choice.model(in: self).exact
        let tokens = model.promptTokens(for: prompt)
        let logits = try model.makeContext().logits(appending: tokens)
        return NextToken(model: model, prompt: prompt, tokens: tokens, logits: logits)
    }

    func prompt(_ words: [String], example: String) throws -> String {
        guard !words.isEmpty else { throw Failure("There is no prompt.", next: "For example: \(example)") }
        return words.joined(separator: " ")
    }
}
