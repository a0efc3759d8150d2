internal import Hummingbird
internal import ModelAPI
internal import NIOCore

/// What the lab serves below `/lab/`, to whoever holds its token: the way to steer and watch a lab from another program.
///
/// It is no provider's API. Errors come in OpenAI's envelope, for every JSON client can read that.
enum ControlRoutes {
    static let prefix = "/lab/"

    /// Every route.
    static let all: [Endpoint] =
        [
            Endpoint("GET", "/lab/status", status)
        ]
        + CalendarRoutes.all + KeyRoutes.all + LimitRoutes.all
        + FaultRoutes.all + PaceRoutes.all + JournalRoutes.all + VerdictRoutes.all

    static func reply(to request: inout LabRequest, body: RequestBody, lab: Lab) async throws -> LabReply {
        request.provider = .openai
        guard let token = Authentication.bearerToken(request.fields["authorization"]), APIKey(token) == lab.token else {
            throw APIError.openai(
                401, "The lab is steered with its token, which it tells when it starts: Authorization: Bearer TOKEN.",
                code: "invalid_token")
        }
        let route = try Endpoint.find(for: &request, in: all)
        request.body = try await LabResponder.collect(body, lab: lab)
        return try await route.handle(request, lab)
    }

    /// Answers whoever holds the lab itself, and needs no token.
    static func json(
        _ method: String, _ path: String, query: [(String, String)], body: JSONValue?, lab: Lab
    ) async throws -> JSONValue {
        var request = LabRequest(
            provider: .openai, method: method, path: path,
            query: Query(items: query.map { (name: $0.0, value: $0.1) }), fields: [:], body: body?.bytes ?? [],
            id: RequestID.make(for: .openai, lab.identifiers), begin: .now())
        let route = try Endpoint.find(for: &request, in: all)
        switch try await route.handle(request, lab).body {
        case .json(let json): return json
        case .bytes(let bytes, _): return .string(String(decoding: bytes, as: UTF8.self))
        case .events:
            throw APIError.openai(400, "\(path) is a stream: it is read over HTTP.", code: "stream")
        }
    }

    private static func status(_ request: LabRequest, _ lab: Lab) -> LabReply {
        .json(["model": .string(lab.engine.modelName), "connections": .integer(lab.connections.count)])
    }
}
