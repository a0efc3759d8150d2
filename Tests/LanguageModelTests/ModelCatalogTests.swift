import LanguageModel
import Testing

@Suite struct ModelCatalogTests {
    @Test func embeddedCatalogHoldsTheNGramModel() throws {
        #expect(ModelCatalog.embedded.names == ["ngram"])
        #expect(try ModelCatalog.embedded.model(named: "ngram").id == "ngram")
    }

    @Test func unknownNameIsRefusedWithTheNamesThatExist() {
        let error = #expect(throws: ModelError.self) { try ModelCatalog.embedded.model(named: "gpt-4") }
        #expect(error?.description == "there is no model 'gpt-4' here; there is 'ngram'")
    }

    @Test func modelIsLoadedOnlyWhenItIsAskedFor() throws {
        struct NotHere: Error {}
        let catalog = ModelCatalog([
            ("broken", { @Sendable in throw NotHere() }), ("ngram", { @Sendable in NGramModel.shared }),
        ])
        #expect(catalog.names == ["broken", "ngram"])
        #expect(throws: NotHere.self) { try catalog.model(named: "broken") }
        #expect(try catalog.model(named: "ngram").id == "ngram")
    }
}
