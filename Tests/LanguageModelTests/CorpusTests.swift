import LanguageModel
import Sampling
import Testing
import Tokenization

@Suite struct CorpusTests {
    let model = NGramModel.shared

    /// Questions of the text with all their answers.
    static let answers: [String: Set<String>] = {
        var answers: [String: Set<String>] = [:]
        for document in Corpus.documents() where document.text.contains("\n") {
            let lines = document.text.split(separator: "\n", maxSplits: 1)
            answers[String(lines[0]), default: []].insert(String(lines[1]))
        }
        return answers
    }()

    private func greedyAnswer(to question: String) throws -> String {
        var generation = try Generation(
            model: model, prompt: model.promptTokens(for: [ChatTurn(.user, question)]),
            options: GenerationOptions(settings: .greedy, maxTokens: 200))
        _ = try generation.run()
        return generation.text
    }

    @Test func greedyAnswersToNearlyAllQuestionsOfTheTextAreTheirs() throws {
        var strayed: [String] = []
        // Every third, to be quick.
        let questions = Self.answers.keys.sorted().enumerated().filter { $0.offset % 3 == 0 }.map(\.element)
        for question in questions where Self.answers[question]?.contains(try greedyAnswer(to: question)) == false {
            strayed.append(question)
        }
        #expect(questions.count > 150)
        // A few go over into another true sentence that begins alike.
        #expect(strayed.count * 100 < questions.count * 6, "\(strayed.sorted())")
    }

    @Test(arguments: [200, 400, 401, 403, 404, 429, 500, 503, 529])
    func answerAboutAStatusCodeIsAboutThatCode(_ code: Int) throws {
        #expect(try greedyAnswer(to: "What does the status code \(code) mean?").hasPrefix("\(code) means "))
    }

    /// Lessons and exercises quote the model's numbers: whoever changes the text has to look at them all.
    @Test func textIsTheOneThatTheCourseQuotes() {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for document in Corpus.documents() {
            for byte in "\(document.count) \(document.text)\n".utf8 {
                hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
            }
        }
        #expect(hash == 0xC08C_41FB_CBD0_0F11)
        #expect(model.tokenizer.vocabularySize == 2049)
    }

    @Test func everyDocumentIsPlainText() {
        for document in Corpus.documents() {
            #expect(document.count > 0)
            #expect(!document.text.isEmpty)
            #expect(document.text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 })
            #expect(!document.text.contains("  "), "\(document.text)")
        }
    }
}
