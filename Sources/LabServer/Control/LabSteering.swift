public import ModelAPI

/// A way to steer and watch a lab: the routes below `/lab/`, with JSON in and out.
///
/// A lab of this process is a way itself (``LabServer``); one of another process is reached over HTTP. Both come to the same
/// handlers, `ControlRoutes`.
public protocol LabSteering: Sendable {
    /// Asks a route, and gives the JSON of a 2xx answer.
    ///
    /// - Parameters:
    ///   - path: the route, from `/lab/` on, percent-encoded where needed.
    ///   - query: names and values, not encoded.
    /// - Throws: an `APIError` for any other answer, and whatever keeps the lab from being reached.
    func steer(_ method: String, _ path: String, query: [(String, String)], body: JSONValue?) async throws -> JSONValue
}

extension LabSteering {
    public func get(_ path: String, query: [(String, String)] = []) async throws -> JSONValue {
        try await steer("GET", path, query: query, body: nil)
    }

    public func post(_ path: String, _ body: JSONValue = [:]) async throws -> JSONValue {
        try await steer("POST", path, query: [], body: body)
    }

    public func put(_ path: String, _ body: JSONValue) async throws -> JSONValue {
        try await steer("PUT", path, query: [], body: body)
    }

    public func delete(_ path: String) async throws -> JSONValue {
        try await steer("DELETE", path, query: [], body: nil)
    }
}
