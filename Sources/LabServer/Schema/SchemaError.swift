/// Why a JSON Schema cannot be kept to: what, and where in the schema.
package struct SchemaError: Error, Hashable, Sendable {
    /// The keys that lead there, as in `properties`, `size`.
    package var place: [String]
    package var reason: String

    package init(_ place: [String], _ reason: String) {
        self.place = place
        self.reason = reason
    }
}

extension SchemaError: CustomStringConvertible {
    package var description: String { "at \(place.isEmpty ? "the root" : place.joined(separator: ".")): \(reason)" }
}
