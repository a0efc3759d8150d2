import DataFiles
import Testing

struct SuggestionTests {
    @Test(arguments: [
        ("promt", "prompt"), ("Prompt", "prompt"), ("hint", "hints"), ("chioces", "choices"),
        ("tolerence", "tolerance"),
        ("one_of", "one-of"), ("a", nil), ("", nil), ("kindness", nil),
    ])
    func suggestionIsTheNearestKnownWord(_ word: String, _ expected: String?) {
        let known = ["prompt", "hints", "choices", "tolerance", "kind", "one-of"]
        #expect(Suggestion.closest(to: word, in: known) == expected)
    }

    @Test func longWordsGetNoSuggestion() {
        #expect(Suggestion.closest(to: String(repeating: "x", count: 100_000), in: ["x"]) == nil)
    }
}
