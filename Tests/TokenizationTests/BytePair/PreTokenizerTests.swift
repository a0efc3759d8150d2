import Testing
import Tokenization

/// The hand-written rules against the patterns that they are equals of.
@Suite struct PreTokenizerTests {
    @Test(arguments: PreTokenizer.allCases)
    func piecesOfEveryShortTextAreThoseOfThePattern(_ preTokenizer: PreTokenizer) {
        let alphabet = ReferencePatterns.alphabet
        for length in 1...3 {
            var digits = [Int](repeating: 0, count: length)
            repeat {
                compare(preTokenizer, digits.map { alphabet[$0] })
                var place = 0
                while place < length {
                    digits[place] += 1
                    if digits[place] < alphabet.count { break }
                    digits[place] = 0
                    place += 1
                }
                if place == length { break }
            } while true
        }
    }

    @Test(arguments: PreTokenizer.allCases)
    func piecesOfRandomTextsAreThoseOfThePattern(_ preTokenizer: PreTokenizer) {
        var generator = TestGenerator(state: 5)
        for _ in 0..<20_000 {
            // Few letters a text, so that runs are long and boundaries many.
            let letters = (0..<Int.random(in: 1...5, using: &generator)).map { _ in
                ReferencePatterns.alphabet.randomElement(using: &generator)!
            }
            compare(
                preTokenizer,
                (0..<Int.random(in: 4...14, using: &generator)).map { _ in letters.randomElement(using: &generator)! })
        }
    }

    private func compare(_ preTokenizer: PreTokenizer, _ scalars: [Unicode.Scalar]) {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        let pieces = preTokenizer.pieces(of: String(text)).map { Array($0.unicodeScalars) }
        let expected = ReferencePatterns.pieces(preTokenizer, of: scalars)
        if pieces != expected { Issue.record("\(preTokenizer): \(scalars): \(pieces), and should be \(expected)") }
    }

    @Test func namesOfOtherPreTokenizersAreRefused() {
        #expect(PreTokenizer(ggufName: "smollm") == .smollm)
        #expect(PreTokenizer(ggufName: "gpt-2") == .gpt2)
        #expect(PreTokenizer(ggufName: "llama-bpe") == .llama3)
        for name in ["", "default", "qwen2", "gpt-4o", "tekken", "SMOLLM"] {
            #expect(PreTokenizer(ggufName: name) == nil, "\(name)")
        }
    }
}
