import DataFiles
import Foundation
import ModelAPI
import Testing

@Suite struct CostTests {
    private let book = FactBook.builtIn
    private let day = FactBook.standardDay

    private func dollars(_ text: String) throws -> Dollars { Dollars(try #require(Decimal(string: text))) }

    private func quote(_ model: String, _ date: String = "2024-06-01") throws -> PriceQuote {
        if let price = Price(pair: model) { return PriceQuote(price, named: model, day: day) }
        return try book.price(of: model, on: try #require(CivilDate(date)))
    }

    /// The chapter's worked example, with the slip in its result mended: $226.80, not $243.
    @Test func chaptersExampleComesOut() throws {
        let usage = CallUsage(input: 500, output: 200)
        let call = try CallCost(usage, at: quote("3/6"))
        #expect(try call.lines.map(\.amount) == [dollars("0.0015"), dollars("0.0012")])
        let month = MonthlyCost(call: call.total, requestsPerDay: 10_000)
        #expect(month.requests == 300_000)
        #expect(try month.total == dollars("810"))
        let cheap = MonthlyCost(call: try CallCost(usage, at: quote("0.3/0.6")).total, requestsPerDay: 10_000)
        let change = SwitchedCost(
            before: month.total, after: cheap.total, share: try #require(Decimal(string: "0.8")))
        #expect(try change.kept == dollars("162"))
        #expect(try change.moved == dollars("64.8"))
        #expect(try change.total == dollars("226.8"))
        #expect(try change.saving == dollars("583.2"))
        #expect(change.savingPercent == 72)
    }

    @Test func tunedModelHasThePricesOfTheChaptersExample() throws {
        let call = try CallCost(CallUsage(input: 500, output: 200), at: quote("ft:gpt-3.5-turbo"))
        #expect(try MonthlyCost(call: call.total, requestsPerDay: 10_000).total == dollars("810"))
    }

    @Test(arguments: [
        ("gpt-4", "2024-06-01", CallUsage(input: 500, output: 200), false, "0.027"),
        ("gpt-4", "2024-06-01", CallUsage(input: 500, output: 200), true, "0.0135"),
        ("claude-3-haiku-20240307", "2024-06-01", CallUsage(input: 1, output: 1), false, "0.0000015"),
        ("gpt-4o", "2025-01-01", CallUsage(input: 1000, output: 0, cached: 400), false, "0.002"),
        (
            "claude-sonnet-4-6", "2026-06-01", CallUsage(input: 1000, output: 0, cached: 100, written: 500), false,
            "0.003105"
        ),
        ("gpt-6-luna", "2026-11-25", CallUsage(input: 272_000, output: 1000), false, "0.0277"),
        ("gpt-6-luna", "2026-11-25", CallUsage(input: 272_001, output: 1000), false, "0.0551502"),
        ("gpt-3.5-turbo-1106", "2024-06-01", CallUsage(input: 1000, output: 1000), true, "0.003"),
        ("whisper-1", "2024-06-01", CallUsage(minutes: 2.5), false, "0.015"),
        ("dall-e-3", "2024-06-01", CallUsage(images: 3), false, "0.12"),
        ("text-embedding-3-small", "2024-06-01", CallUsage(input: 3), false, "0.00000006"),
        ("gpt-4", "2024-06-01", CallUsage(), false, "0"),
    ])
    func callCostsWhatItsTokensDo(_ model: String, _ date: String, _ usage: CallUsage, _ inBatch: Bool, _ total: String)
        throws
    {
        #expect(try CallCost(usage, at: quote(model, date), inBatch: inBatch).total == dollars(total))
    }

    @Test func whatHasNoPriceIsRefused() throws {
        let call = CallUsage(input: 10, output: 1, cached: 5)
        #expect(throws: PriceError.noCache("gpt-4", day: day)) { try CallCost(call, at: quote("gpt-4")) }
        #expect(throws: PriceError.noBatches("gpt-4-vision-preview", day: day)) {
            try CallCost(CallUsage(input: 1), at: quote("gpt-4-vision-preview"), inBatch: true)
        }
        // Anthropic's batches came later.
        #expect(throws: PriceError.noBatches("claude-2.1", day: day)) {
            try CallCost(CallUsage(input: 1), at: quote("claude-2.1"), inBatch: true)
        }
        #expect(throws: PriceError.notPricedBy("tokens", model: "whisper-1")) {
            try CallCost(CallUsage(input: 1), at: quote("whisper-1"))
        }
        #expect(throws: PriceError.notPricedBy("minutes", model: "gpt-4")) {
            try CallCost(CallUsage(minutes: 1), at: quote("gpt-4"))
        }
    }

    /// Nothing is lost, however many calls there are.
    @Test func sumsAreExact() throws {
        let call = try CallCost(CallUsage(input: 1, output: 1), at: quote("0.1/0.2"))
        #expect(try call.total == dollars("0.0000003"))
        #expect(try MonthlyCost(call: call.total, requestsPerDay: 1_000_000_000, days: 31).total == dollars("9300"))
    }

    @Test func switchToADearerModelCostsMore() throws {
        let change = SwitchedCost(before: try dollars("100"), after: try dollars("150"), share: 1)
        #expect(try change.saving == dollars("-50"))
        #expect(change.savingPercent == -50)
        #expect(SwitchedCost(before: .zero, after: .zero, share: 1).savingPercent == nil)
    }

    // MARK: Advice

    @Test func adviceFollowsTheChaptersTree() throws {
        let advice = book.advice
        func steps(_ words: String...) throws -> [String] {
            let answers = try zip(advice.questions, words).map { try #require($0.answer($1)) }
            return advice.steps(for: answers).map(\.id)
        }
        #expect(try steps("simple", "low") == ["smaller-model", "prompt-reduction", "output-limits"])
        #expect(
            try steps("complex", "high")
                == ["tiered-models", "response-caching", "batching", "fine-tuning", "self-hosted"])
        #expect(try steps("1", "10001") == steps("simple", "high"))
        #expect(try steps("2", "10,000") == steps("complex", "low"))
        #expect(advice.questions[0].answer("perhaps") == nil && advice.questions[0].answer("3") == nil)
        #expect(Set(advice.questions.flatMap(\.answers).flatMap(\.advises)) == Set(advice.steps.map(\.id)))
        #expect(advice.steps.allSatisfy { $0.chapter.count == 2 })
    }
}
