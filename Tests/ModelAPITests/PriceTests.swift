import DataFiles
import Foundation
import ModelAPI
import Testing

@Suite struct PriceTests {
    private let book = FactBook.builtIn

    private func price(_ model: String, _ date: String) throws -> Price {
        try book.price(of: model, on: try #require(CivilDate(date))).period.price
    }

    /// The chapter's table, "as of early 2024"; GPT-4o on its day of release.
    @Test(arguments: [
        ("gpt-4", "30", "60"), ("gpt-4-turbo", "10", "30"), ("gpt-4o", "5", "15"), ("gpt-3.5-turbo", "0.5", "1.5"),
        ("claude-3-opus-20240229", "15", "75"), ("claude-3-sonnet-20240229", "3", "15"),
        ("claude-3-haiku-20240307", "0.25", "1.25"),
    ])
    func chaptersTableHoldsOnTheStandardDay(_ model: String, _ input: String, _ output: String) throws {
        let price = try price(model, "2024-06-01")
        #expect(price.input?.amount == Decimal(string: input))
        #expect(price.output?.amount == Decimal(string: output))
    }

    @Test func priceFollowsTheDay() throws {
        #expect(try price("gpt-4o", "2024-06-01").input?.description == "$5.00")
        #expect(try price("gpt-4o", "2026-01-01").input?.description == "$2.50")
        #expect(try price("gpt-3.5-turbo", "2023-10-01").input?.description == "$1.50")
        #expect(try price("o3", "2025-06-09").input?.description == "$10.00")
        #expect(try price("o3", "2025-06-10").input?.description == "$2.00")
        #expect(try price("claude-sonnet-5-5", "2026-10-06").cached?.description == "$0.20")
        #expect(try price("claude-sonnet-5-5", "2026-10-07").cached?.description == "$0.10")
    }

    @Test func tunedModelCostsWhatTunedModelsOfItsBaseDo() throws {
        #expect(try price("ft:gpt-3.5-turbo-0125:lab::abc", "2024-06-01").output?.description == "$6.00")
        #expect(try price("ft:gpt-4o-mini-2024-07-18:lab::abc", "2025-01-01").input?.description == "$0.30")
        #expect(try price("ft:gpt-4o-2024-08-06:lab::abc", "2025-01-01").input?.description == "$3.75")
        #expect(throws: PriceError.self) { try price("ft:o9:lab::abc", "2025-01-01") }
    }

    @Test func everyModelThatLivesHasAPriceOnEveryDayOfItsLife() throws {
        for entry in book.openai.models + book.anthropic.models {
            let last = entry.life.retires.map { CivilDate(daysSince1970: $0.daysSince1970 - 1) }
            for day in [entry.life.released, last].compactMap({ $0 }) where day >= (CivilDate("2023-11-06")!) {
                #expect(throws: Never.self, "\(entry.id) on \(day)") { try book.price(of: entry.id, on: day) }
            }
        }
    }

    @Test func missingPriceIsExplained() throws {
        let day = FactBook.standardDay
        #expect(throws: PriceError.unknownModel("gpt-4oo", suggestion: "gpt-4o")) {
            try book.price(of: "gpt-4oo", on: day)
        }
        #expect(throws: PriceError.notYet("gpt-5", from: CivilDate("2025-08-07")!)) {
            try book.price(of: "gpt-5", on: day)
        }
        #expect(try book.price(of: "text-davinci-003", on: day).isRetired)
    }

    @Test(arguments: [
        ("810", "$810.00"), ("0.027", "$0.027"), ("1234567.8", "$1,234,567.80"), ("0", "$0.00"), ("-12", "-$12.00"),
        ("0.0000001", "$0.0000001"), ("999", "$999.00"), ("1000", "$1,000.00"),
    ])
    func dollarsAreWrittenInFull(_ number: String, _ text: String) throws {
        #expect(Dollars(try #require(Decimal(string: number))).description == text)
    }

    @Test func pairOfPricesIsRead() {
        #expect(Price(pair: "3/6")?.output?.description == "$6.00")
        #expect(Price(pair: "$0.3/$0.6")?.input?.description == "$0.30")
        for text in ["3", "3/", "/6", "3/6/9", "-3/6", "3/x", "1e3/6", "3 /6"] { #expect(Price(pair: text) == nil) }
    }
}
