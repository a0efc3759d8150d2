internal import Hummingbird
internal import ModelAPI

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

    private static func status(_ request: LabRequest, _ lab: Lab) -> LabReply {
        .json(["model": .string(lab.engine.modelName), "connections": .integer(lab.connections.count)])
    }
}
