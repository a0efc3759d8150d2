import LabServer
import LanguageModel
import ModelAPI
import Sampling
import TestSupport
import Testing
import Tokenization

/// JSON Schema kept by constrained decoding.
@Suite struct SchemaConstraintTests {
    static let words = WordTokenizer(vocabularyFrom: [
        "{\"name\": \"value\", \"size\": [1, 2.5, -30], \"nested\": {\"a\": true, \"b\": false, \"c\": null}}\n",
        "the quick brown fox \"quoted\" \\\"escaped\\\" }, { ], [ \":\" \",\" 2024-05-06T07:08:09Z naïve 日本語 é ü foobar",
    ])
    static let shelf = ConstraintShelf(words, capacity: 200)

    private func texts(of schema: JSONValue, _ count: Int, seed: UInt64 = 1) throws -> [String] {
        let constraint = try Self.shelf.json(SchemaReader.shape(of: schema, isStrict: true))
        var random = TestRandom(seed: seed)
        return try (0..<count).compactMap { _ in
            try SchemaSamples.text(constraint, Self.words, &random).map { String(decoding: $0, as: UTF8.self) }
        }
    }

    private func expectValid(_ schema: JSONValue, _ count: Int = 60) throws {
        let validator = SchemaValidator(root: schema)
        let texts = try texts(of: schema, count)
        #expect(!texts.isEmpty, "no text of \(schema) ended")
        for text in texts {
            let value = try JSONValue.parse(text)
            #expect(validator.accepts(value), "\(text) is not valid by \(schema)")
        }
    }

    @Test func randomTextsOfRandomSchemasParseAndAreValid() throws {
        var ended = 0
        var tried = 0
        try FuzzTime.run { random in
            let schema = SchemaSamples.schema(&random)
            tried += 1
            let constraint: GrammarConstraint
            do {
                constraint = try Self.shelf.json(SchemaReader.shape(of: schema, isStrict: true))
            } catch GrammarError.unsatisfiable {
                return
            }
            let validator = SchemaValidator(root: schema)
            for _ in 0..<4 {
                guard let bytes = try SchemaSamples.text(constraint, Self.words, &random) else { continue }
                ended += 1
                let text = try #require(String(validating: bytes, as: UTF8.self), "\(schema)")
                let value = try JSONValue.parse(text)
                #expect(validator.accepts(value), "\(text) is not valid by \(schema)")
            }
        }
        #expect(ended > tried / 2)
    }

    @Test(arguments: [
        #"{"type":"object","properties":{"name":{"type":"string"},"age":{"type":"integer","minimum":0,"maximum":150}},"required":["name","age"],"additionalProperties":false}"#,
        ##"{"type":"object","properties":{"next":{"anyOf":[{"$ref":"#"},{"type":"null"}]},"value":{"type":"number"}},"required":["next","value"],"additionalProperties":false}"##,
        ##"{"$defs":{"node":{"type":"object","properties":{"children":{"type":"array","items":{"$ref":"#/$defs/node"}}},"required":["children"]}},"$ref":"#/$defs/node"}"##,
        ##"{"anyOf":[{"$ref":"#"},{"type":"boolean"}]}"##,
        #"{"type":"integer","multipleOf":7,"exclusiveMinimum":-50,"exclusiveMaximum":50}"#,
        #"{"type":"integer","minimum":123456789012345678,"maximum":123456789012345999}"#,
        #"{"type":"number","minimum":-0.75,"exclusiveMaximum":0.125}"#,
        #"{"type":"number","multipleOf":0.01,"minimum":0,"maximum":2}"#,
        #"{"type":"number","exclusiveMinimum":0,"maximum":1e-7}"#,
        #"{"type":"array","prefixItems":[{"type":"string","maxLength":3},{"type":"integer","maximum":9,"minimum":0}],"items":false,"minItems":2}"#,
        #"{"type":"array","items":{"enum":["a","b"]},"minItems":3,"maxItems":5}"#,
        #"{"type":"array","items":{"type":"integer"},"uniqueItems":true}"#,
        #"{"type":"array","contains":{"const":4},"items":{"type":"integer"},"maxItems":4}"#,
        #"{"type":"object","additionalProperties":{"type":"boolean"},"minProperties":2,"maxProperties":3}"#,
        #"{"type":"object","properties":{"a":{"type":"null"},"b":{"type":"null"},"c":{"type":"null"}},"minProperties":2,"additionalProperties":false}"#,
        #"{"type":"object","properties":{"a":{"type":"integer"},"x-b":{"type":"boolean"}},"patternProperties":{"^x-":{"type":"boolean"}},"additionalProperties":false}"#,
        #"{"allOf":[{"type":"object","properties":{"a":{"type":"integer"}},"required":["a"]},{"properties":{"a":{"minimum":5,"maximum":8},"b":{"type":"null"}},"required":["b"]}]}"#,
        #"{"allOf":[{"type":"string","pattern":"^[a-z]+$"},{"pattern":"x","maxLength":4}]}"#,
        #"{"type":["integer","string"],"enum":[1,"a",null,2.5,99],"maximum":50}"#,
        #"{"type":"object","required":["undeclared"],"properties":{}}"#,
        #"{"type":"string","minLength":5,"maxLength":5}"#,
        #"{"type":"string","format":"email","maxLength":20}"#,
        #"{"oneOf":[{"type":"object","properties":{"kind":{"const":"a"},"x":{"type":"integer"}},"required":["kind","x"],"additionalProperties":false},{"type":"object","properties":{"kind":{"const":"b"},"y":{"type":"null"}},"required":["kind","y"],"additionalProperties":false}]}"#,
        #"{"type":"object","properties":{"a":{"type":"boolean"}},"dependentRequired":{"a":["b"]}}"#,
        #"true"#, #"{}"#,
    ])
    func randomTextsAreValid(_ schema: String) throws { try expectValid(try JSONValue.parse(schema)) }

    @Test func freeStringsHoldEscapesAndSurrogatePairs() throws {
        let texts = try texts(of: ["type": "string"], 4000)
        let joined = texts.joined()
        #expect(joined.contains("\\u"))
        #expect(joined.contains("\\\""))
        for text in texts {
            // No lone surrogate: then the parser would have had to repair.
            let value = try JSONValue.parse(text).string
            #expect(value?.contains("\u{FFFD}") == text.contains("\u{FFFD}"), "\(text)")
        }
    }

    @Test func membersComeInTheSchemasOrderAndCompact() throws {
        let schema = try JSONValue.parse(
            #"{"type":"object","properties":{"b":{"const":1},"a":{"enum":[true]}},"required":["a","b"]}"#)
        for text in try texts(of: schema, 30) {
            #expect(text.replacing(" ", with: "") == #"{"b":1,"a":true}"#)
        }
    }

    // MARK: Models

    private static let person = """
        {"type":"object","properties":{"name":{"type":"string","maxLength":20},"age":{"type":"integer","minimum":0,"maximum":120},\
        "tags":{"type":"array","items":{"enum":["tall","kind","quick"]},"maxItems":3},"note":{"type":["string","null"],\
        "maxLength":30}},"required":["name","age","tags","note"],"additionalProperties":false}
        """

    private func expectValidTexts(by model: any LanguageModel, maxTokens: Int, seeds: Range<UInt64>) throws {
        let schema = try JSONValue.parse(Self.person)
        let validator = SchemaValidator(root: schema)
        let shape = try SchemaReader.shape(of: schema, isStrict: true)
        let shelf = ConstraintShelf(model.tokenizer)
        for seed in seeds {
            let settings = SamplingSettings(
                temperature: [0, 0.7, 2][Int(seed % 3)], topP: seed % 2 == 0 ? 1 : 0.9, presencePenalty: 1.5)
            let options = GenerationOptions(
                settings: settings, maxTokens: maxTokens, seed: seed, alternatives: 2, constraint: try shelf.json(shape)
            )
            let prompt = model.promptTokens(for: [ChatTurn(.user, "Describe a person as JSON.")])
            var generation = try Generation(model: model, prompt: prompt, options: options)
            let steps = try generation.run()
            #expect(generation.finish == .endOfText, "\(generation.text)")
            #expect(validator.accepts(try JSONValue.parse(generation.text)), "\(generation.text)")
            // The log-probabilities are the model's own: what was forbidden may lead them.
            #expect(steps.contains { $0.logProbability! < $0.alternatives[0].logProbability })
        }
    }

    @Test func everyModelWritesWhatTheSchemaSays() throws {
        try expectValidTexts(by: NGramModel.shared, maxTokens: 2000, seeds: 0..<12)
    }

    @Test(.enabled(if: FetchedModels.areExpected)) func smolLM2WritesWhatTheSchemaSays() throws {
        let path = FetchedModels.path("model.gguf", of: LlamaModel.smollm2)
        try expectValidTexts(by: LlamaModel(path: path, id: LlamaModel.smollm2), maxTokens: 300, seeds: 0..<4)
    }

    @Test(.enabled(if: FetchedModels.areExpected)) func masksOfALargeVocabularyAreFast() throws {
        let path = FetchedModels.path("model.gguf", of: LlamaModel.smollm2)
        let tokenizer = try LlamaModel(path: path, id: LlamaModel.smollm2).tokenizer
        let clock = ContinuousClock()
        let shelf = ConstraintShelf(tokenizer)
        let first = try clock.measure { _ = try shelf.json(.anyObject).allowed() }
        let shapes = [
            try SchemaReader.shape(of: try JSONValue.parse(Self.person), isStrict: true), JSONShape.anyObject,
        ]
        for (name, shape) in zip(["a schema", "any object"], shapes) {
            var means: [Duration] = []
            for round in 0..<2 {
                var random = TestRandom(seed: 7)
                var steps = 0
                var time = Duration.zero
                for _ in 0..<20 {
                    var constraint = try shelf.json(shape)
                    for _ in 0..<60 {
                        let allowed = constraint.allowed()
                        if allowed.isOnlyEnd { break }
                        let all = allowed.tokens.all
                        let token = all[random.below(all.count)]
                        time += clock.measure {
                            constraint.advance(by: token)
                            _ = constraint.allowed()
                        }
                        steps += 1
                    }
                }
                means.append(time / steps)
                if round == 1 { print("\(name): first \(means[0]), again \(means[1]) a token; vocabulary \(first)") }
            }
            // An order of magnitude above what is measured on two cores.
            #expect(means[0] < .milliseconds(10))
            #expect(means[1] < .milliseconds(1))
        }
    }

    // MARK: Hostile schemas

    @Test func deepSchemasAreRefusedOrKept() throws {
        var deep: JSONValue = ["type": "integer"]
        for _ in 0..<60 { deep = ["type": "array", "items": deep, "minItems": 1, "maxItems": 1] }
        try expectValid(deep, 3)
        for _ in 0..<60 { deep = ["type": "array", "items": deep, "minItems": 1, "maxItems": 1] }
        #expect(throws: GrammarError.tooDeep(limit: 96)) { try texts(of: deep, 1) }
    }

    @Test(arguments: [
        ##"{"$defs":{"a":{"type":"object","properties":{"a":{"$ref":"#/$defs/a"}},"required":["a"]}},"$ref":"#/$defs/a"}"##,
        ##"{"$defs":{"a":{"type":"array","items":{"$ref":"#/$defs/a"},"minItems":1}},"$ref":"#/$defs/a"}"##,
        #"{"type":"integer","minimum":5,"maximum":4}"#,
        #"{"type":"integer","exclusiveMinimum":1,"exclusiveMaximum":2}"#,
        #"{"type":"integer","multipleOf":10,"minimum":11,"maximum":19}"#,
        #"{"type":"string","pattern":"^a$","minLength":2}"#,
        #"{"enum":[]}"#, #"{"enum":["a"],"type":"integer"}"#, #"{"allOf":[{"type":"string"},{"type":"integer"}]}"#,
        "false",
        #"{"type":"array","minItems":2,"maxItems":1}"#,
        #"{"type":"object","required":["a"],"additionalProperties":false,"properties":{"a":false}}"#,
    ])
    func whatNothingSatisfiesIsRefused(_ schema: String) throws {
        #expect(throws: GrammarError.unsatisfiable) { try texts(of: JSONValue.parse(schema), 1) }
    }

    @Test(arguments: [
        ##"{"$ref":"#/$defs/none"}"##, ##"{"$ref":"https://example.com/schema"}"##, ##"{"type":"strin"}"##,
        ##"{"type":"string","minLength":-1}"##,
        #"{"type":"string","pattern":"(?=a)"}"#, #"{"type":"string","pattern":"(a)\\1"}"#,
        #"{"type":"string","pattern":"[a"}"#,
        #"{"anyOf":[]}"#, #"{"properties":{"a":5}}"#, #"{"multipleOf":0}"#, #"{"required":"a","type":"object"}"#,
    ])
    func whatIsNoSchemaIsRefusedWithItsPlace(_ schema: String) throws {
        #expect(throws: SchemaError.self) { try texts(of: JSONValue.parse(schema), 1) }
    }

    @Test func whatIsTooLargeIsRefusedAndSoon() throws {
        let clock = ContinuousClock()
        let begin = clock.now
        var doubling: JSONObject = ["d0": ["type": "boolean"]]
        for level in 1...30 {
            let next: JSONValue = ["$ref": .string("#/$defs/d\(level - 1)")]
            doubling["d\(level)"] = [
                "anyOf": [
                    ["type": "array", "items": next],
                    ["type": "array", "items": next, "title": "other", "maxItems": 3],
                ]
            ]
        }
        try expectValid(["$defs": .object(doubling), "$ref": "#/$defs/d30"], 2)
        let schemas: [JSONValue] = [
            ["type": "string", "minLength": 100_000_000], ["type": "array", "items": true, "minItems": 100_000_000],
            ["type": "object", "minProperties": 100_000_000], ["type": "string", "pattern": "^(a|b)*a(a|b){40}$"],
            ["type": "string", "pattern": "^((a{1000}){1000}){1000}$"], ["type": "integer", "multipleOf": 999_999_937],
            [
                "allOf": .array(
                    (0..<40).map { index in ["anyOf": [["minimum": .integer(index)], ["maximum": .integer(-index)]]] })
            ],
        ]
        for schema in schemas { #expect(throws: (any Error).self, "\(schema)") { try texts(of: schema, 1) } }
        let names = (0..<5000).map { "name\($0)" }
        try expectValid(["enum": .array(names.map { .string($0) })], 20)
        let properties = JSONObject(names.map { ($0, ["type": "null"]) })
        try expectValid(["type": "object", "properties": .object(properties), "required": ["name7"]], 2)
        #expect(clock.now - begin < .seconds(30))
    }
}
