internal import ModelAPI

/// What a JSON schema asks of a value, as far as a writer needs it: references followed, one alternative taken.
///
/// Source: JSON Schema, draft 2020-12.
struct SchemaShape {
    enum Kind {
        case fixed(JSONValue)
        case oneOf([JSONValue])
        case object([(key: String, value: JSONValue)])
        case array(JSONValue, count: Int)
        case string(TextBounds)
        case number(NumberBounds)
        case boolean
    }

    let kind: Kind

    init(_ schema: JSONValue, root: JSONValue) {
        let object = Self.resolve(schema, root: root)
        if let value = object["const"] {
            kind = .fixed(value)
        } else if let values = object["enum"]?.array, !values.isEmpty {
            kind = .oneOf(values)
        } else {
            kind = Self.kind(of: object)
        }
    }

    /// The schema with its references followed and its parts put together. Of alternatives the first that is not null counts.
    private static func resolve(_ schema: JSONValue, root: JSONValue) -> JSONObject {
        guard var object = schema.object else { return [:] }
        // Circles of references alone end.
        for _ in 0..<32 {
            if let target = object["$ref"]?.string.flatMap({ find($0, in: root) }) {
                object.removeValue(forKey: "$ref")
                object = merge(object, target)
            } else if let parts = object["allOf"]?.array {
                object.removeValue(forKey: "allOf")
                for part in parts { object = merge(object, part.object ?? [:]) }
            } else if let parts = object["anyOf"]?.array ?? object["oneOf"]?.array {
                object.removeValue(forKey: "anyOf")
                object.removeValue(forKey: "oneOf")
                let part = parts.first { $0["type"] != "null" } ?? parts.first
                object = merge(object, part?.object ?? [:])
            } else {
                break
            }
        }
        return object
    }

    private static func find(_ reference: String, in root: JSONValue) -> JSONObject? {
        guard reference.hasPrefix("#") else { return nil }
        let steps = reference.dropFirst().split(separator: "/").map {
            String($0).replacing("~1", with: "/").replacing("~0", with: "~")
        }
        return steps.reduce(root as JSONValue?) { $0?[$1] }?.object
    }

    private static func merge(_ first: JSONObject, _ second: JSONObject) -> JSONObject {
        var merged = first
        for (key, value) in second {
            if key == "properties", let old = merged[key]?.object, let new = value.object {
                merged[key] = .object(merge(old, new))
            } else if key == "required", let old = merged[key]?.array, let new = value.array {
                merged[key] = .array(old + new.filter { !old.contains($0) })
            } else if merged[key] == nil || key == "$ref" {
                merged[key] = value
            }
        }
        return merged
    }

    private static func kind(of schema: JSONObject) -> Kind {
        let types = schema["type"]?.array?.compactMap(\.string) ?? [schema["type"]?.string].compactMap { $0 }
        let type = types.first { $0 != "null" } ?? types.first
        switch type {
        case "object": return .object(members(of: schema))
        case "array":
            let fewest = schema["minItems"]?.int ?? 1
            let most = schema["maxItems"]?.int ?? .max
            return .array(schema["items"] ?? ["type": "string"], count: max(0, min(max(fewest, 1), most, 64)))
        case "integer": return .number(NumberBounds(schema, isWhole: true))
        case "number": return .number(NumberBounds(schema, isWhole: false))
        case "boolean": return .boolean
        case "null": return .fixed(.null)
        case nil where schema["properties"] != nil: return .object(members(of: schema))
        default: return .string(TextBounds(schema))
        }
    }

    /// The required members; all, if none is required.
    private static func members(of schema: JSONObject) -> [(key: String, value: JSONValue)] {
        let properties = schema["properties"]?.object ?? [:]
        let required = schema["required"]?.array?.compactMap(\.string) ?? []
        guard !required.isEmpty else { return Array(properties) }
        let known = properties.filter { required.contains($0.key) }
        let others = required.filter { properties[$0] == nil }
        return known + others.map { ($0, ["type": "string"]) }
    }
}

/// Bounds of a string.
struct TextBounds {
    private var fewest: Int
    private var most: Int
    private var format: String?

    init(_ schema: JSONObject) {
        fewest = min(schema["minLength"]?.int ?? 0, 4096)
        most = max(schema["maxLength"]?.int ?? .max, 0)
        format = schema["format"]?.string
    }

    /// The model's words within the bounds. A format is a matter of form, not of the model: it gets an example.
    func fit(_ said: String) -> String {
        switch format {
        case "date": return "2024-06-01"
        case "time": return "12:00:00Z"
        case "date-time": return "2024-06-01T12:00:00Z"
        case "duration": return "PT1H"
        case "email": return "someone@example.com"
        case "hostname": return "example.com"
        case "uri": return "https://example.com"
        case "ipv4": return "127.0.0.1"
        case "ipv6": return "::1"
        case "uuid": return "00000000-0000-4000-8000-000000000000"
        default: break
        }
        let words = String(said.prefix(most)).drop(while: \.isWhitespace)
        let padding = max(0, fewest - words.unicodeScalars.count)
        return words + String(repeating: "x", count: padding)
    }
}

/// Bounds of a number.
struct NumberBounds {
    private var lowest: Double?
    private var highest: Double?
    private var step: Double?
    private var isWhole: Bool

    init(_ schema: JSONObject, isWhole: Bool) {
        self.isWhole = isWhole
        step = schema["multipleOf"]?.double ?? (isWhole ? 1 : nil)
        let open = isWhole ? 1 : 1e-6
        lowest = schema["minimum"]?.double
        highest = schema["maximum"]?.double
        if let bound = schema["exclusiveMinimum"]?.double { lowest = max(lowest ?? -.infinity, bound + open) }
        if let bound = schema["exclusiveMaximum"]?.double { highest = min(highest ?? .infinity, bound - open) }
    }

    /// The number that the model's words begin with, brought within the bounds.
    func fit(_ said: String) -> JSONValue {
        let digits = said.drop(while: \.isWhitespace).prefix { "-+.0123456789eE".contains($0) }
        var number = Double(digits) ?? Double(digits.prefix { "-0123456789".contains($0) }) ?? 0
        if !number.isFinite || abs(number) > 1e15 { number = 0 }
        number = min(max(number, lowest ?? -.infinity), highest ?? .infinity)
        if let step, step > 0 {
            var steps = (number / step).rounded()
            if let highest, steps * step > highest { steps = (highest / step).rounded(.down) }
            if let lowest, steps * step < lowest { steps = (lowest / step).rounded(.up) }
            number = steps * step
        }
        if let whole = Int(exactly: number) { return .integer(whole) }
        return .number(number)
    }
}
