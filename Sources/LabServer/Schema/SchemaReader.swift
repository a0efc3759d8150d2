package import LanguageModel
package import ModelAPI

/// Turns a JSON Schema into a ``JSONShape``.
///
/// All that is written in the shape is valid by the schema; not all that is valid need be in the shape: members come in
/// the schema's order, names are not invented where `properties` says what there is, `oneOf` is taken as `anyOf`.
/// `not`, `if`, `dependentSchemas` and `unevaluated…` are passed over, as are formats that are not known.
///
/// The unit is a conjunction: schemas that must all hold, such as the members of `allOf`, or a reference and what stands
/// beside it.
package struct SchemaReader {
    typealias Node = JSONShape.Node

    /// How many parts of a schema are read, counted after its combinations are multiplied out.
    static let partLimit = 20_000

    let root: JSONValue
    /// Whether patterns and the like that cannot be kept are an error, or passed over.
    let isStrict: Bool
    private var definitions: [Node] = []
    private var numbers: [[JSONValue]: Int] = [:]
    private var unread: [(index: Int, schemas: [JSONValue], place: [String])] = []
    private var parts = 0

    /// The shape of what `schema` allows. Throws a ``SchemaError`` if it is no schema, or cannot be kept.
    package static func shape(of schema: JSONValue, isStrict: Bool) throws -> JSONShape {
        var reader = SchemaReader(root: schema, isStrict: isStrict)
        let node = try reader.node([schema], at: [])
        while let (index, schemas, place) = reader.unread.popLast() {
            reader.definitions[index] = try reader.build(schemas, at: place)
        }
        return JSONShape(root: node, definitions: reader.definitions)
    }

    private init(root: JSONValue, isStrict: Bool) {
        self.root = root
        self.isStrict = isStrict
    }

    // MARK: Conjunctions

    /// What satisfies all of `schemas`. Where references are among them it is read later, and once.
    mutating func node(_ schemas: [JSONValue], at place: [String]) throws(SchemaError) -> Node {
        var distinct: [JSONValue] = []
        for schema in schemas where schema != .bool(true) && !distinct.contains(schema) { distinct.append(schema) }
        if distinct.isEmpty { return .any }
        guard distinct.contains(where: { $0["$ref"] != nil }) else { return try build(distinct, at: place) }
        if let number = numbers[distinct] { return .definition(number) }
        numbers[distinct] = definitions.count
        unread.append((definitions.count, distinct, place))
        definitions.append(.anyOf([]))
        return .definition(definitions.count - 1)
    }

    private mutating func build(_ schemas: [JSONValue], at place: [String]) throws(SchemaError) -> Node {
        parts += 1
        guard parts <= Self.partLimit else { throw SchemaError(place, "the schema has too many combinations") }
        let objects = try flattened(schemas, at: place)
        guard let objects else { return .anyOf([]) }
        if let (index, key) = Self.alternatives(in: objects), let list = objects[index][key]?.array {
            guard !list.isEmpty else { throw SchemaError(place + [key], "[] should be non-empty") }
            var others = objects
            others[index].removeValue(forKey: key)
            let rest = others.filter { $0.contains { !SchemaKeyword.notes.contains($0.key) } }.map {
                JSONValue.object($0)
            }
            var nodes: [Node] = []
            for (number, alternative) in list.enumerated() {
                nodes.append(try node(rest + [alternative], at: place + [key, String(number)]))
            }
            return .anyOf(nodes)
        }
        let facts = SchemaFacts(schemas: objects, place: place)
        if let values = try facts.enumeration() {
            let validator = SchemaValidator(root: root)
            let valid = values.filter { value in objects.allSatisfy { validator.accepts(value, .object($0)) } }
            guard !valid.isEmpty else { return .anyOf([]) }
            return .texts(valid.map { $0.serialized() })
        }
        return try kinds(facts)
    }

    private static func alternatives(in objects: [JSONObject]) -> (Int, String)? {
        for (index, object) in objects.enumerated() {
            for key in ["anyOf", "oneOf"] where object[key]?.array != nil { return (index, key) }
        }
        return nil
    }

    /// `schemas` with references and `allOf` followed; `nil` if one of them is false.
    private func flattened(_ schemas: [JSONValue], at place: [String]) throws(SchemaError) -> [JSONObject]? {
        var objects: [JSONObject] = []
        var open = Array(schemas.reversed())
        var followed: Set<String> = []
        while let schema = open.popLast() {
            switch schema {
            case .bool(true): continue
            case .bool(false): return nil
            case .object(var object):
                if let reference = object.removeValue(forKey: "$ref") {
                    guard let pointer = reference.string else {
                        throw SchemaError(place, "'$ref' must be a string")
                    }
                    guard followed.insert(pointer).inserted else { continue }
                    guard let target = JSONValue.Pointer(fragment: pointer)?.value(in: root) else {
                        throw SchemaError(
                            place, "reference '\(pointer)' can only point to definitions within the schema")
                    }
                    if object.contains(where: { !SchemaKeyword.notes.contains($0.key) }) {
                        open.append(.object(object))
                    }
                    open.append(target)
                } else if let all = object.removeValue(forKey: "allOf") {
                    guard let list = all.array, !list.isEmpty else {
                        throw SchemaError(place + ["allOf"], "it should be a non-empty array")
                    }
                    open += list.reversed()
                    open.append(.object(object))
                } else if !objects.contains(object) {
                    objects.append(object)
                }
            default: throw SchemaError(place, "\(schema.serialized().prefix(60)) is not of type 'object', 'boolean'")
            }
        }
        return objects
    }
}

/// The keywords of JSON Schema by what they mean here.
enum SchemaKeyword {
    /// Those that constrain nothing.
    static let notes: Set<String> = [
        "title", "description", "default", "examples", "example", "deprecated", "readOnly", "writeOnly", "$comment",
        "$schema", "$id", "$anchor", "$defs", "definitions", "strict", "nullable", "discriminator",
    ]
    static let object: Set<String> = [
        "properties", "required", "additionalProperties", "patternProperties", "minProperties", "maxProperties",
        "propertyNames", "dependentRequired",
    ]
    static let array: Set<String> = [
        "items", "prefixItems", "minItems", "maxItems", "uniqueItems", "contains", "additionalItems",
    ]
    static let string: Set<String> = ["minLength", "maxLength", "pattern", "format"]
    static let number: Set<String> = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]
}
