internal import LanguageModel
internal import ModelAPI

/// What schemas that must all hold say together, keyword by keyword. They hold no references and combinations any more.
struct SchemaFacts {
    let schemas: [JSONObject]
    let place: [String]

    // MARK: Kinds

    private static let allTypes = ["object", "array", "string", "number", "integer", "boolean", "null"]

    /// The types that a value may have. Where none is named, the keywords tell what is meant.
    func types() throws(SchemaError) -> [String] {
        var types: [String]?
        for schema in schemas {
            guard let value = schema["type"] else { continue }
            let names = value.string.map { [$0] } ?? value.array?.compactMap(\.string) ?? []
            guard !names.isEmpty else { throw SchemaError(place, "schema must have a 'type' key") }
            for name in names where !Self.allTypes.contains(name) {
                throw SchemaError(place, "'\(name)' is not valid under any of the given schemas")
            }
            types = types.map { Self.common($0, names) } ?? names
        }
        if let types { return types }
        let keys = Set(schemas.flatMap(\.keys))
        var meant: [String] = []
        if !keys.isDisjoint(with: SchemaKeyword.object) { meant.append("object") }
        if !keys.isDisjoint(with: SchemaKeyword.array) { meant.append("array") }
        if !keys.isDisjoint(with: SchemaKeyword.string) { meant.append("string") }
        if !keys.isDisjoint(with: SchemaKeyword.number) { meant.append("number") }
        return meant.isEmpty ? ["any"] : meant
    }

    private static func common(_ left: [String], _ right: [String]) -> [String] {
        left.compactMap { type in
            if right.contains(type) { return type }
            if type == "integer", right.contains("number") { return type }
            return type == "number" && right.contains("integer") ? "integer" : nil
        }
    }

    /// The values that `enum` and `const` leave; `nil` without either.
    func enumeration() throws(SchemaError) -> [JSONValue]? {
        var values: [JSONValue]?
        for schema in schemas {
            if let list = schema["enum"] {
                guard let list = list.array else { throw SchemaError(place, "'enum' must be an array") }
                values = values.map { known in known.filter(list.contains) } ?? list
            }
            if let value = schema["const"] { values = values.map { $0.filter { $0 == value } } ?? [value] }
        }
        return values
    }

    // MARK: Numbers in schemas

    func largest(_ key: String) throws(SchemaError) -> Int? { try counts(key).max() }

    func smallest(_ key: String) throws(SchemaError) -> Int? { try counts(key).min() }

    private func counts(_ key: String) throws(SchemaError) -> [Int] {
        var counts: [Int] = []
        for schema in schemas {
            guard let value = schema[key] else { continue }
            guard let count = value.int, count >= 0 else {
                throw SchemaError(place, "'\(key)' must be a non-negative integer")
            }
            counts.append(count)
        }
        return counts
    }

    /// The tightest of the bounds on one side.
    func bound(_ inclusive: String, _ exclusive: String, isLower: Bool) throws(SchemaError) -> JSONShape.Number.Bound? {
        var best: (bound: JSONShape.Number.Bound, value: Double)?
        for schema in schemas {
            for key in [inclusive, exclusive] {
                guard let value = schema[key] else { continue }
                // Draft 4 says by a boolean whether the bound itself counts.
                if key == exclusive, value.bool != nil { continue }
                guard let double = value.double, let number = DecimalNumber(value.serialized()) else {
                    throw SchemaError(place, "'\(key)' must be a number")
                }
                let isExclusive = key == exclusive || schema[exclusive] == .bool(true)
                let bound = JSONShape.Number.Bound(number, isExclusive: isExclusive)
                guard let known = best else {
                    best = (bound, double)
                    continue
                }
                let isTighter = isLower ? double > known.value : double < known.value
                if isTighter || double == known.value && isExclusive { best = (bound, double) }
            }
        }
        return best?.bound
    }

    func multiples() throws(SchemaError) -> [DecimalNumber] {
        var multiples: [DecimalNumber] = []
        for schema in schemas {
            guard let value = schema["multipleOf"] else { continue }
            guard value.double.map({ $0 > 0 }) ?? false, let number = DecimalNumber(value.serialized()) else {
                throw SchemaError(place, "'multipleOf' must be a number above 0")
            }
            if !multiples.contains(number) { multiples.append(number) }
        }
        return multiples
    }

    // MARK: Strings in schemas

    func strings(_ key: String) throws(SchemaError) -> [String] {
        var texts: [String] = []
        for schema in schemas {
            guard let value = schema[key] else { continue }
            guard let text = value.string else { throw SchemaError(place, "'\(key)' must be a string") }
            if !texts.contains(text) { texts.append(text) }
        }
        return texts
    }

    func names(_ key: String) throws(SchemaError) -> [String] {
        var names: [String] = []
        for schema in schemas {
            guard let value = schema[key] else { continue }
            // Draft 3 and OpenAPI 2 had a boolean here.
            if value.bool != nil { continue }
            guard let list = value.array, list.allSatisfy({ $0.string != nil }) else {
                throw SchemaError(place, "'\(key)' must be an array of strings")
            }
            for name in list.compactMap(\.string) where !names.contains(name) { names.append(name) }
        }
        return names
    }
}
