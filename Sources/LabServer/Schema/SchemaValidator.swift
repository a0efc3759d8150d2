internal import LanguageModel
package import ModelAPI

/// Whether a value is valid by a JSON Schema: the keywords by their definitions in draft 2020-12.
///
/// Patterns that no automaton here can match, and formats, are taken to match.
package struct SchemaValidator {
    let root: JSONValue

    package init(root: JSONValue) { self.root = root }

    /// Whether `value` is valid by `schema`, which is within ``root``; by the root if it is left out.
    package func accepts(_ value: JSONValue, _ schema: JSONValue? = nil) -> Bool {
        accepts(value, schema ?? root, depth: 0)
    }

    private func accepts(_ value: JSONValue, _ schema: JSONValue, depth: Int) -> Bool {
        // Only a reference that leads back to itself goes so deep.
        guard depth < 300 else { return false }
        guard let object = schema.object else { return schema != .bool(false) }
        func holds(_ schema: JSONValue, _ value: JSONValue) -> Bool { accepts(value, schema, depth: depth + 1) }
        if let reference = object["$ref"]?.string {
            guard let target = JSONValue.Pointer(fragment: reference)?.value(in: root), holds(target, value) else {
                return false
            }
        }
        if let types = object["type"], !hasType(value, types) { return false }
        if let list = object["enum"]?.array, !list.contains(where: { Self.equal($0, value) }) { return false }
        if let constant = object["const"], !Self.equal(constant, value) { return false }
        if let all = object["allOf"]?.array, !all.allSatisfy({ holds($0, value) }) { return false }
        if let any = object["anyOf"]?.array, !any.contains(where: { holds($0, value) }) { return false }
        if let one = object["oneOf"]?.array, one.count(where: { holds($0, value) }) == 0 { return false }
        if let not = object["not"], holds(not, value) { return false }
        switch value {
        case .string(let text): return accepts(text, object)
        case .array(let elements): return accepts(elements, object, holds)
        case .object(let members): return accepts(members, object, holds)
        case .integer, .number, .numeral: return accepts(value.double ?? .nan, object)
        case .null, .bool: return true
        }
    }

    private func hasType(_ value: JSONValue, _ types: JSONValue) -> Bool {
        let names = types.string.map { [$0] } ?? types.array?.compactMap(\.string) ?? []
        return names.contains { name in
            switch name {
            case "integer": value.double.map { $0 == $0.rounded() } ?? false
            case "number": value.double != nil
            default: value.typeName == name
            }
        }
    }

    /// Equal as JSON Schema has it: 1 and 1.0 are.
    private static func equal(_ left: JSONValue, _ right: JSONValue) -> Bool {
        if let one = left.double, let two = right.double { return one == two }
        return left == right
    }

    private func accepts(_ text: String, _ schema: JSONObject) -> Bool {
        let length = text.unicodeScalars.count
        if let least = schema["minLength"]?.int, length < least { return false }
        if let most = schema["maxLength"]?.int, length > most { return false }
        if let source = schema["pattern"]?.string, let pattern = try? Pattern(source) { return pattern.matches(text) }
        return true
    }

    private func accepts(_ number: Double, _ schema: JSONObject) -> Bool {
        if let bound = schema["minimum"]?.double {
            if number < bound || number == bound && schema["exclusiveMinimum"] == .bool(true) { return false }
        }
        if let bound = schema["maximum"]?.double {
            if number > bound || number == bound && schema["exclusiveMaximum"] == .bool(true) { return false }
        }
        if let bound = schema["exclusiveMinimum"]?.double, number <= bound { return false }
        if let bound = schema["exclusiveMaximum"]?.double, number >= bound { return false }
        if let multiple = schema["multipleOf"]?.double, multiple > 0 {
            // Decimal fractions are not exact in binary.
            let quotient = number / multiple
            return abs(quotient - quotient.rounded()) < 1e-9 * max(1, abs(quotient))
        }
        return true
    }

    private func accepts(
        _ elements: [JSONValue], _ schema: JSONObject, _ holds: (JSONValue, JSONValue) -> Bool
    ) -> Bool {
        if let least = schema["minItems"]?.int, elements.count < least { return false }
        if let most = schema["maxItems"]?.int, elements.count > most { return false }
        if schema["uniqueItems"] == .bool(true), Set(elements).count != elements.count { return false }
        let isTuple = schema["items"]?.array != nil
        let prefix = (isTuple ? schema["items"]?.array : schema["prefixItems"]?.array) ?? []
        let rest = isTuple ? schema["additionalItems"] : schema["items"]
        for (index, element) in elements.enumerated() {
            if let own = index < prefix.count ? prefix[index] : rest, !holds(own, element) { return false }
        }
        if let contained = schema["contains"], !elements.contains(where: { holds(contained, $0) }) { return false }
        return true
    }

    private func accepts(
        _ members: JSONObject, _ schema: JSONObject, _ holds: (JSONValue, JSONValue) -> Bool
    ) -> Bool {
        if let least = schema["minProperties"]?.int, members.count < least { return false }
        if let most = schema["maxProperties"]?.int, members.count > most { return false }
        for name in schema["required"]?.array ?? [] where members[name.string ?? ""] == nil { return false }
        let patterns = (schema["patternProperties"]?.object ?? [:]).compactMap { source, value in
            (try? Pattern(source)).map { (pattern: $0, value: value) }
        }
        for (name, value) in members {
            var own = patterns.filter { $0.pattern.matches(name) }.map(\.value)
            if let property = schema["properties"]?[name] { own.append(property) }
            if own.isEmpty, let additional = schema["additionalProperties"] { own.append(additional) }
            guard own.allSatisfy({ holds($0, value) }) else { return false }
            if let names = schema["propertyNames"], !holds(names, .string(name)) { return false }
            for needed in schema["dependentRequired"]?[name]?.array ?? [] where members[needed.string ?? ""] == nil {
                return false
            }
        }
        return true
    }
}
