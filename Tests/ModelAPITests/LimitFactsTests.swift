import ModelAPI
import Testing

@Suite struct LimitFactsTests {
    @Test func embeddedFactsHaveTheTiersOfBothProviders() {
        let facts = LimitFacts.embedded
        #expect(facts.tierNames(.openai) == ["free", "1", "2", "3", "4", "5"])
        #expect(facts.tierNames(.anthropic) == ["free", "1", "2", "3", "4"])
        #expect(
            facts.limits(.openai, tier: "1", group: "gpt-4", on: "2024-06-01") == [
                "rpm": 500, "rpd": 10_000, "tpm": 10_000,
            ])
        #expect(facts.limits(.openai, tier: "9", group: "gpt-4", on: "2024-06-01") == [:])
    }

    @Test(arguments: [
        ("gpt-4", Provider.openai, "gpt-4"), ("gpt-4-0613", .openai, "gpt-4"), ("gpt-4o-2024-05-13", .openai, "gpt-4o"),
        ("gpt-4o-mini-2024-07-18", .openai, "gpt-4o-mini"), ("gpt-4-turbo-preview", .openai, "gpt-4-turbo"),
        ("claude-opus-4-1-20250805", .anthropic, "claude-opus-4"), ("gpt-4", .anthropic, "gpt-4"),
        ("unheard-of", .openai, "unheard-of"),
    ])
    func modelsShareTheirGroup(_ model: String, _ provider: Provider, _ group: String) {
        #expect(LimitFacts.embedded.group(of: model, provider) == group)
    }

    @Test func whatIsWrongInAFileIsTold() {
        let problems = LimitFacts.problems(
            in:
                "format: 1\nsources: []\ngroups: []\ntiers:\n  - {provider: openai, tier: x, from: 2024-01-01, source: s, default: {rmp: 3}}\n"
        )
        #expect(problems.count == 1 && problems[0].contains("rmp"))
    }
}
