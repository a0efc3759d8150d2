internal import LanguageModel
internal import ModelAPI

extension SchemaReader {
    /// A value of one of the types that `facts` leave.
    mutating func kinds(_ facts: SchemaFacts) throws(SchemaError) -> Node {
        var nodes: [Node] = []
        for type in try facts.types() {
            switch type {
            case "any": nodes.append(.any)
            case "null": nodes.append(.null)
            case "boolean": nodes.append(.boolean)
            case "string": nodes.append(try string(facts))
            case "integer": nodes.append(try number(facts, isInteger: true))
            case "number": nodes.append(try number(facts, isInteger: false))
            case "array": nodes.append(try array(facts))
            default: nodes.append(try object(facts))
            }
        }
        return nodes.count == 1 ? nodes[0] : .anyOf(nodes)
    }

    private func string(_ facts: SchemaFacts) throws(SchemaError) -> Node {
        var patterns: [Pattern] = []
        do {
            for source in try facts.strings("pattern") {
                if let pattern = try pattern(source) { patterns.append(pattern) }
            }
            for name in try facts.strings("format") {
                if let format = StringFormat(rawValue: name) { patterns.append(try format.pattern) }
            }
        } catch let error as SchemaError {
            throw error
        } catch {
            throw SchemaError(facts.place, "\(error)")
        }
        return .string(
            JSONShape.Text(
                minLength: try facts.largest("minLength") ?? 0, maxLength: try facts.smallest("maxLength"),
                patterns: patterns))
    }

    /// `nil` for what cannot be kept and need not.
    private func pattern(_ source: String) throws(GrammarError) -> Pattern? {
        guard isStrict else { return try? Pattern(source) }
        return try Pattern(source)
    }

    private func number(_ facts: SchemaFacts, isInteger: Bool) throws(SchemaError) -> Node {
        let multiples = try facts.multiples()
        guard multiples.count < 2 || !isStrict else {
            throw SchemaError(facts.place, "more than one 'multipleOf' is not supported")
        }
        return .number(
            JSONShape.Number(
                isInteger: isInteger, minimum: try facts.bound("minimum", "exclusiveMinimum", isLower: true),
                maximum: try facts.bound("maximum", "exclusiveMaximum", isLower: false), multipleOf: multiples.first))
    }

    // MARK: Arrays

    private mutating func array(_ facts: SchemaFacts) throws(SchemaError) -> Node {
        // Each schema has elements by place, and a rest. Until 2019 `items` could be the former, and then
        // `additionalItems` the latter.
        var lists: [(prefix: [JSONValue], rest: JSONValue?)] = []
        for schema in facts.schemas {
            if let prefix = schema["items"]?.array {
                lists.append((prefix, schema["additionalItems"]))
            } else {
                lists.append((schema["prefixItems"]?.array ?? [], schema["items"]))
            }
        }
        var least = try facts.largest("minItems") ?? 0
        var most = try facts.smallest("maxItems")
        let contained = facts.schemas.compactMap { $0["contains"] }
        if !contained.isEmpty { least = max(1, least) }
        // Elements that differ cannot be promised: one alone does.
        if facts.schemas.contains(where: { $0["uniqueItems"] == .bool(true) }) { most = min(most ?? 1, max(1, least)) }
        var prefix: [Node] = []
        let count = max(lists.map(\.prefix.count).max() ?? 0, contained.isEmpty ? 0 : 1)
        for index in 0..<count {
            let schemas = lists.compactMap { index < $0.prefix.count ? $0.prefix[index] : $0.rest }
            prefix.append(try node(schemas + (index == 0 ? contained : []), at: facts.place + ["items"]))
        }
        let rest = lists.compactMap(\.rest)
        let others: Node? = rest.contains(.bool(false)) ? nil : try node(rest, at: facts.place + ["items"])
        return .array(JSONShape.Items(prefix: prefix, rest: others, minItems: least, maxItems: most))
    }

    // MARK: Objects

    private mutating func object(_ facts: SchemaFacts) throws(SchemaError) -> Node {
        var names: [String] = []
        var required = try facts.names("required")
        for schema in facts.schemas {
            guard let properties = schema["properties"] else { continue }
            guard let members = properties.object else {
                throw SchemaError(facts.place, "'properties' must be an object")
            }
            for name in members.keys where !names.contains(name) { names.append(name) }
        }
        // To have what another member asks for is to be right whether or not that member is there.
        for schema in facts.schemas {
            for member in schema["dependentRequired"]?.object ?? [:] {
                required += member.value.array?.compactMap(\.string).filter { !required.contains($0) } ?? []
            }
        }
        let isDeclared = Set(names)
        names += required.filter { !isDeclared.contains($0) }
        let isRequired = Set(required)
        var properties: [JSONShape.Object.Property] = []
        for name in names {
            let schemas = facts.schemas.flatMap { Self.schemas(for: name, in: $0) }
            let isAllowed = !schemas.contains(.bool(false)) && allows(name, facts)
            if !isAllowed, !isRequired.contains(name) { continue }
            properties.append(
                JSONShape.Object.Property(
                    name, isAllowed ? try node(schemas, at: facts.place + ["properties", name]) : .anyOf([]),
                    isRequired: isRequired.contains(name)))
        }
        return .object(
            JSONShape.Object(
                properties: properties, additional: try additional(facts, isFree: names.isEmpty),
                minProperties: try facts.largest("minProperties") ?? 0,
                maxProperties: try facts.smallest("maxProperties")))
    }

    private static func schemas(for name: String, in schema: JSONObject) -> [JSONValue] {
        var schemas: [JSONValue] = []
        if let own = schema["properties"]?[name] { schemas.append(own) }
        for (source, value) in schema["patternProperties"]?.object ?? [:] {
            if let pattern = try? Pattern(source), pattern.matches(name) { schemas.append(value) }
        }
        return schemas.isEmpty ? schema["additionalProperties"].map { [$0] } ?? [] : schemas
    }

    private func allows(_ name: String, _ facts: SchemaFacts) -> Bool {
        facts.schemas.compactMap { $0["propertyNames"] }.allSatisfy {
            SchemaValidator(root: root).accepts(.string(name), $0)
        }
    }

    /// What members with other names may be. None are invented unless the schema says so, or names none itself.
    private mutating func additional(_ facts: SchemaFacts, isFree: Bool) throws(SchemaError) -> Node? {
        let schemas = facts.schemas.compactMap { $0["additionalProperties"] }
        if schemas.contains(.bool(false)) || schemas.isEmpty && !isFree { return nil }
        // Which patterns an invented name would match cannot be known.
        if facts.schemas.contains(where: { $0["patternProperties"] != nil || $0["propertyNames"] != nil }) {
            return nil
        }
        return try node(schemas, at: facts.place + ["additionalProperties"])
    }
}
