/// A JSON Schema of a request, and what structured outputs ask of it.
///
/// Sources: the guide to structured outputs, "Supported schemas" (as of 2026), and the API's error messages as quoted in
/// issues of public repositories.
public struct StructuredSchema {
    /// What the schema is for.
    public enum Owner: Hashable, Sendable {
        case function(String, param: String)
        case responseFormat(String)

        /// The error that the API answers to a schema that is wrong at a place: `In context=('properties', 'a'), …`.
        public func error(at place: [String]?, _ reason: String) -> APIError {
            let context = place.map { "In context=\(Self.tuple($0)), " } ?? ""
            switch self {
            case .function(let name, let param):
                return .openai(
                    400, "Invalid schema for function '\(name)': \(context)\(reason)", param: param,
                    code: "invalid_function_parameters")
            case .responseFormat(let name):
                return .openai(
                    400, "Invalid schema for response_format '\(name)': \(context)\(reason)", param: "response_format")
            }
        }

        /// `('properties', 'a')`
        private static func tuple(_ place: [String]) -> String {
            let quoted = place.map { "'\($0)'" }
            return quoted.count == 1 ? "(\(quoted[0]),)" : "(\(quoted.joined(separator: ", ")))"
        }
    }

    private let root: JSONValue
    private let owner: Owner
    private var properties = 0
    private var enumValues = 0
    private var characters = 0

    private static let depthLimit = 10
    private static let propertyLimit = 5000
    private static let characterLimit = 120_000
    private static let enumLimit = 1000
    /// An enumeration with more values than this may have ``longEnumCharacters`` in them.
    private static let longEnum = 250
    private static let longEnumCharacters = 15_000
    private static let refused = [
        "allOf", "oneOf", "not", "if", "then", "else", "dependentRequired", "dependentSchemas", "patternProperties",
        "propertyNames", "unevaluatedProperties", "unevaluatedItems", "minProperties", "maxProperties", "contains",
        "minContains", "maxContains", "uniqueItems", "default",
    ]
    private static let formats = [
        "date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid",
    ]

    public init(_ root: JSONValue, owner: Owner) {
        self.root = root
        self.owner = owner
    }

    /// Throws the error that the API answers.
    public func check(isStrict: Bool) throws(APIError) {
        guard let object = root.object else {
            throw owner.error(at: nil, "\(root.serialized().prefix(60)) is not of type 'object', 'boolean'.")
        }
        guard object["type"] == "object" || !isStrict && object["$ref"] != nil else {
            let found = object["type"].map { $0.string ?? $0.serialized() } ?? "None"
            throw owner.error(at: nil, "schema must be a JSON Schema of 'type: \"object\"', got 'type: \"\(found)\"'.")
        }
        if case .function = owner, object["properties"] == nil, !isStrict {
            guard object.count > 1 || object["type"] == nil else {
                throw owner.error(at: [], "object schema missing properties.")
            }
        }
        guard isStrict else { return }
        var walk = self
        try walk.check(root, at: [], depth: 0)
        guard walk.properties <= Self.propertyLimit else {
            throw owner.error(
                at: nil,
                "Expected at most \(Self.propertyLimit) object properties in total within a schema when using structured "
                    + "outputs, but got \(walk.properties).")
        }
        guard walk.enumValues <= Self.enumLimit else {
            throw owner.error(
                at: nil,
                "Expected at most \(Self.enumLimit) enum values in total within a schema when using structured outputs, "
                    + "but got \(walk.enumValues).")
        }
        guard walk.characters <= Self.characterLimit else {
            throw owner.error(
                at: nil,
                "Expected at most \(Self.characterLimit) characters in total of property names, definition names, enum "
                    + "values and const values, but got \(walk.characters).")
        }
    }

    /// - Parameter depth: how many objects the place is in.
    private mutating func check(_ schema: JSONValue, at place: [String], depth: Int) throws(APIError) {
        guard let object = schema.object else {
            throw owner.error(at: place, "\(schema.serialized().prefix(60)) is not of type 'object'.")
        }
        if let reference = object["$ref"] { return try check(reference, in: object, at: place) }
        for keyword in Self.refused where object[keyword] != nil {
            throw owner.error(at: place, "'\(keyword)' is not permitted.")
        }
        if place.isEmpty, object["anyOf"] != nil {
            throw owner.error(at: place, "'anyOf' is not permitted at the root.")
        }
        for key in ["$defs", "definitions"] {
            for (name, value) in object[key]?.object ?? [:] {
                characters += name.unicodeScalars.count
                try check(value, at: place + [key, name], depth: 0)
            }
        }
        if let alternatives = object["anyOf"] {
            guard let list = alternatives.array, !list.isEmpty else {
                throw owner.error(at: place + ["anyOf"], "[] should be non-empty.")
            }
            for (index, value) in list.enumerated() {
                try check(value, at: place + ["anyOf", String(index)], depth: depth)
            }
            return
        }
        try checkValues(object, at: place)
        guard let type = object["type"] else {
            guard object["enum"] != nil || object["const"] != nil else {
                throw owner.error(at: place, "schema must have a 'type' key.")
            }
            return
        }
        let types = type.string.map { [$0] } ?? type.array?.compactMap(\.string) ?? []
        for name in types.isEmpty ? [type.serialized()] : types {
            guard ["object", "array", "string", "number", "integer", "boolean", "null"].contains(name) else {
                throw owner.error(at: place + ["type"], "'\(name)' is not valid under any of the given schemas.")
            }
        }
        if types.contains("object") { try checkObject(object, at: place, depth: depth + 1) }
        if types.contains("array") { try checkArray(object, at: place, depth: depth) }
        if let format = object["format"]?.string, types.contains("string"), !Self.formats.contains(format) {
            throw owner.error(at: place, "'\(format)' is not a valid format.")
        }
    }

    private func check(_ reference: JSONValue, in object: JSONObject, at place: [String]) throws(APIError) {
        let others = object.keys.filter { $0 != "$ref" && $0 != "$defs" && $0 != "definitions" }
        guard others.isEmpty else {
            let list = others.map { "'\($0)'" }.joined(separator: ", ")
            throw owner.error(at: place, "$ref cannot have keywords {\(list)}.")
        }
        // Definitions are checked where they stand.
        guard let pointer = reference.string,
            pointer == "#" || JSONValue.Pointer(fragment: pointer)?.value(in: root) != nil
        else {
            throw owner.error(
                at: place,
                "reference to component '\(reference.string ?? reference.serialized())' which was not found in the schema."
            )
        }
    }

    private mutating func checkValues(_ object: JSONObject, at place: [String]) throws(APIError) {
        if let values = object["enum"] {
            guard let list = values.array, !list.isEmpty else {
                throw owner.error(at: place + ["enum"], "[] should be non-empty.")
            }
            let count = list.reduce(0) { $0 + ($1.string?.unicodeScalars.count ?? 0) }
            if list.count > Self.longEnum, count > Self.longEnumCharacters {
                throw owner.error(
                    at: place,
                    "Expected at most \(Self.longEnumCharacters) characters in an enum of more than \(Self.longEnum) "
                        + "values, but got \(count).")
            }
            enumValues += list.count
            characters += count
        }
        characters += object["const"]?.string?.unicodeScalars.count ?? 0
    }

    private mutating func checkObject(_ object: JSONObject, at place: [String], depth: Int) throws(APIError) {
        guard depth <= Self.depthLimit else {
            throw owner.error(at: nil, "\(depth) levels of nesting exceeds limit of \(Self.depthLimit).")
        }
        guard object["additionalProperties"] == false else {
            throw owner.error(at: place, "'additionalProperties' is required to be supplied and to be false.")
        }
        let members = object["properties"]?.object ?? [:]
        let required = object["required"]?.array?.compactMap(\.string) ?? []
        if let missing = members.keys.first(where: { !required.contains($0) }) {
            throw owner.error(
                at: place,
                "'required' is required to be supplied and to be an array including every key in properties. Missing "
                    + "'\(missing)'.")
        }
        if let extra = required.first(where: { members[$0] == nil }) {
            throw owner.error(
                at: place,
                "'required' is required to be supplied and to be an array including every key in properties. Extra "
                    + "required key '\(extra)' supplied.")
        }
        properties += members.count
        for (name, value) in members {
            characters += name.unicodeScalars.count
            try check(value, at: place + ["properties", name], depth: depth)
        }
    }

    private mutating func checkArray(_ object: JSONObject, at place: [String], depth: Int) throws(APIError) {
        guard let items = object["items"] else { throw owner.error(at: place, "array schema missing items.") }
        try check(items, at: place + ["items"], depth: depth)
        for (index, value) in (object["prefixItems"]?.array ?? []).enumerated() {
            try check(value, at: place + ["prefixItems", String(index)], depth: depth)
        }
    }
}
