import LanguageModel
import ModelAPI
import TestSupport
import Tokenization

/// Random JSON Schemas, and texts that are drawn at random from what a constraint allows.
enum SchemaSamples {
    static func schema(_ random: inout TestRandom, depth: Int = 3) -> JSONValue {
        switch random.below(depth > 0 ? 12 : 7) {
        case 0: return ["type": .string(["boolean", "null", "string", "number", "integer"][random.below(5)])]
        case 1: return string(&random)
        case 2, 3: return number(&random)
        case 4: return ["enum": .array((0...random.below(4)).map { _ in constant(&random) })]
        case 5: return ["const": constant(&random)]
        case 6: return ["type": ["string", "null"]]
        case 7: return ["anyOf": .array((0...random.below(3)).map { _ in schema(&random, depth: depth - 1) })]
        case 8: return array(&random, depth: depth)
        case 9 where random.below(2) == 0: return ["type": "object"]
        case 10 where random.below(2) == 0:
            return ["allOf": [object(&random, depth: depth - 1), ["type": "object", "minProperties": 1]]]
        default: return object(&random, depth: depth)
        }
    }

    private static func string(_ random: inout TestRandom) -> JSONValue {
        var schema: JSONObject = ["type": "string"]
        switch random.below(4) {
        case 0:
            let least = random.below(12)
            schema["minLength"] = .integer(least)
            if random.below(2) == 0 { schema["maxLength"] = .integer(least + random.below(40)) }
        case 1:
            let patterns = [
                "^[a-z]{2,5}$", "\\d", "^(foo|bar)+$", "^[^\"\\\\]*x$", "é|ü", "^\\w+@\\w+\\.com$", "^$", "[\\s\\S]{3}",
            ]
            schema["pattern"] = .string(patterns[random.below(patterns.count)])
            if random.below(3) == 0 { schema["maxLength"] = .integer(12) }
        case 2: schema["format"] = .string(StringFormat.allCases[random.below(StringFormat.allCases.count)].rawValue)
        default: schema["maxLength"] = .integer(random.below(100))
        }
        return .object(schema)
    }

    private static func number(_ random: inout TestRandom) -> JSONValue {
        let isInteger = random.below(2) == 0
        var schema: JSONObject = ["type": isInteger ? "integer" : "number"]
        func value(_ random: inout TestRandom) -> JSONValue {
            let value = random.below(random.below(2) == 0 ? 20 : 100_000) - random.below(30)
            return isInteger || random.below(2) == 0 ? .integer(value) : .number(Double(value) + 0.25)
        }
        let low = value(&random)
        if random.below(2) == 0 { schema[random.below(3) == 0 ? "exclusiveMinimum" : "minimum"] = low }
        if random.below(2) == 0 {
            schema[random.below(3) == 0 ? "exclusiveMaximum" : "maximum"] =
                .number((low.double ?? 0) + Double(2 + random.below(300)))
        }
        if random.below(3) == 0 { schema["multipleOf"] = isInteger ? .integer(1 + random.below(2)) : 0.5 }
        return .object(schema)
    }

    private static func array(_ random: inout TestRandom, depth: Int) -> JSONValue {
        var schema: JSONObject = ["type": "array", "items": self.schema(&random, depth: depth - 1)]
        let least = random.below(3)
        if random.below(2) == 0 { schema["minItems"] = .integer(least) }
        if random.below(2) == 0 { schema["maxItems"] = .integer(least + random.below(3)) }
        if random.below(4) == 0 { schema["prefixItems"] = [self.schema(&random, depth: depth - 1)] }
        return .object(schema)
    }

    private static func object(_ random: inout TestRandom, depth: Int) -> JSONValue {
        let names = ["name", "a", "ab", "é", "with \"quotes\"", "tab\t", "size", "nested_value"]
        var properties = JSONObject()
        var required: [JSONValue] = []
        for _ in 0..<random.below(5) {
            let name = names[random.below(names.count)]
            properties[name] = schema(&random, depth: depth - 1)
            if random.below(2) == 0 { required.append(.string(name)) }
        }
        var schema: JSONObject = ["type": "object", "properties": .object(properties), "required": .array(required)]
        switch random.below(4) {
        case 0: schema["additionalProperties"] = true
        case 1: schema["additionalProperties"] = ["type": "integer"]
        case 2: schema["additionalProperties"] = false
        default: break
        }
        return .object(schema)
    }

    private static func constant(_ random: inout TestRandom) -> JSONValue {
        let values: [JSONValue] = [
            "red", "green", "naïve \u{1F600}", "a\"b\\c\n", .null, true, 3, -7, 2.5, [], ["x", 1], ["k": [1, .null]],
            .object([:]),
        ]
        return values[random.below(values.count)]
    }

    /// A text of tokens drawn at random, with a preference for those that close something; `nil` if it does not end soon.
    static func text(
        _ constraint: GrammarConstraint, _ tokenizer: some Tokenizer, _ random: inout TestRandom, limit: Int = 1500
    ) throws -> [UInt8]? {
        var constraint = constraint
        var bytes: [UInt8] = []
        let closing = ["\"", "}", "]", ":", ","].compactMap { tokenizer.encode($0).first }
        for count in 0..<limit {
            let allowed = constraint.allowed()
            guard allowed.mayEnd || !allowed.tokens.isEmpty else { throw DeadEnd(text: bytes) }
            if allowed.isOnlyEnd || allowed.mayEnd && random.below(3) == 0 { return bytes }
            var token = closing[random.below(closing.count)]
            if !allowed.tokens.contains(token) || random.below(100) > 40 + count / 4 {
                let all = allowed.tokens.all
                token = all[random.below(all.count)]
            }
            bytes += tokenizer.bytes(of: token)
            constraint.advance(by: token)
        }
        return nil
    }

    struct DeadEnd: Error { var text: [UInt8] }
}
