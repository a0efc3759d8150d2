import Foundation
import LanguageModel
import Sampling
import Testing
import Tokenization

@Suite struct NGramModelTests {
    let model = NGramModel.shared

    private func logits(after text: String) throws -> [Float] {
        try model.makeContext().logits(appending: model.tokenizer.encode(text))
    }

    private func distribution(after text: String) throws -> Distribution {
        try SamplingChain(SamplingSettings()).distribution(logits: logits(after: text))
    }

    private func text(of candidate: Candidate) -> String { model.tokenizer.decode([TokenID(candidate.token)]) }

    @Test(arguments: [
        "", "The", "The sky is", "The capital of France is", "Once upon a", "zyx", "é", "\n", "What is REST?\n",
        "and of the to a in is",
    ])
    func probabilitiesAreAllAboveZeroAndSumToOne(_ prompt: String) throws {
        let logits = try logits(after: prompt)
        #expect(logits.count == model.tokenizer.vocabularySize)
        #expect(logits.allSatisfy { $0.isFinite && $0 <= 0 })
        #expect(abs(logits.reduce(0) { $0 + exp(Double($1)) } - 1) < 1e-5)
    }

    @Test func everyContextOfTheTextHasProbabilitiesThatSumToOne() throws {
        for document in Corpus.documents().enumerated() where document.offset % 97 == 0 {
            let context = model.makeContext()
            for token in model.tokenizer.encode(document.element.text) {
                let sum = try context.logits(appending: [token]).reduce(0) { $0 + exp(Double($1)) }
                #expect(abs(sum - 1) < 1e-5)
            }
        }
    }

    @Test func softmaxAtTemperatureOneGivesTheModelsProbabilities() throws {
        let logits = try logits(after: "The sky is")
        for candidate in try distribution(after: "The sky is").candidates {
            #expect(abs(candidate.probability - exp(Double(logits[candidate.token]))) < 1e-6)
        }
    }

    @Test(arguments: [
        ("The capital of France is", " Paris"), ("The capital of Japan is", " Tokyo"), ("The sky is", " blue"),
        ("Once upon a", " time"), ("I would like a cup of", " tea"), ("The best way to learn is", " to"),
        ("What is the capital of Italy?\n", "The"), ("In the box there was a", " letter"),
    ])
    func mostProbableContinuationIsTheKnownOne(_ prompt: String, _ continuation: String) throws {
        #expect(text(of: try distribution(after: prompt).top) == continuation)
    }

    @Test func demonstrationPromptsHaveTheirShapes() throws {
        // A clear winner with a tail.
        let capital = try distribution(after: "The capital of France is")
        #expect((0.5...0.8).contains(capital.top.probability))
        // A handful that are nearly equal.
        let colour = try distribution(after: "My favourite colour is")
        #expect(colour.candidates[5].probability > colour.top.probability / 2)
        // A long tail.
        let box = try distribution(after: "In the box there was a")
        #expect(box.top.probability < 0.3)
        #expect(box.entropy > 4)
    }

    @Test func contextIsTheLastSixTokensWhateverStandsBefore() throws {
        let near = try logits(after: "The dog ran. I would like a cup of")
        #expect(try logits(after: "zyx zyx I would like a cup of") == near)
    }

    @Test func tokensMayComeOneByOneOrAllAtOnce() throws {
        let tokens = model.tokenizer.encode("The capital of France is")
        let context = model.makeContext()
        var last: [Float] = []
        for token in tokens { last = try context.logits(appending: [token]) }
        #expect(try last == logits(after: "The capital of France is"))
        #expect(try context.logits(appending: []) == last)
    }

    @Test func textBeginsLikeADocument() throws {
        let afterEnd = try model.makeContext().logits(
            appending: model.tokenizer.encode("zyx") + [WordTokenizer.endOfText])
        #expect(try logits(after: "") == afterEnd)
    }

    @Test func tokensOutsideTheVocabularyAreRefused() {
        let size = model.tokenizer.vocabularySize
        for token: TokenID in [-1, TokenID(size), .max] {
            #expect(throws: ModelError.tokenOutsideVocabulary(token: Int(token), vocabularySize: size)) {
                try model.makeContext().logits(appending: [token])
            }
        }
    }

    // MARK: Prompts

    @Test func promptHoldsTheTurnsInOrderWithTheAnswerOpen() {
        let (system, question, answer) = ("Be terse.", "What is REST?", "REST is")
        let encode = model.tokenizer.encode
        let end = [WordTokenizer.endOfText]
        #expect(
            model.promptTokens(for: [ChatTurn(.system, system), ChatTurn(.user, question)])
                == encode(system) + end + encode(question) + encode("\n"))
        #expect(
            model.promptTokens(for: [ChatTurn(.user, question), ChatTurn(.assistant, answer)])
                == encode(question) + encode("\n") + encode(answer))
        #expect(
            model.promptTokens(for: [ChatTurn(.assistant, answer), ChatTurn(.user, question)])
                == encode(answer) + end + encode(question) + encode("\n"))
        #expect(model.promptTokens(for: []).isEmpty)
    }

    @Test func specialTokensWrittenByAUserStayText() {
        let tokens = model.promptTokens(for: [ChatTurn(.user, "<|endoftext|>")])
        #expect(!tokens.contains { model.endTokens.contains($0) })
    }

    @Test func oldestTurnsGoFirstWhenTheContextIsFull() {
        let long = String(repeating: "the sky is blue ", count: 5000)
        let turns = [
            ChatTurn(.system, "Be terse."), ChatTurn(.user, long), ChatTurn(.assistant, "yes"), ChatTurn(.user, long),
            ChatTurn(.assistant, "no"), ChatTurn(.user, "What is REST?"),
        ]
        let kept = model.turnsThatFit(turns, leaving: 100)
        #expect(kept == [turns[0]] + turns[3...])
        #expect(model.promptTokens(for: kept).count + 100 <= model.contextLength)
        #expect(model.turnsThatFit([turns[1]], leaving: model.contextLength) == [turns[1]])
        #expect(model.turnsThatFit(Array(turns.suffix(1)), leaving: 0) == Array(turns.suffix(1)))
    }

    @Test func vocabularyTokenizerLosesNothing() {
        for document in Corpus.documents() where document.text.utf8.count % 7 == 0 {
            let tokens = model.tokenizer.encode(document.text)
            #expect(model.tokenizer.decode(tokens) == document.text)
        }
        for text in ["Zürich — ½ price!\r\n\t🙂", "<|endoftext|>", "\u{0}\u{FEFF}"] {
            #expect(Array(model.tokenizer.bytes(of: model.tokenizer.encode(text))) == Array(text.utf8))
        }
    }
}
