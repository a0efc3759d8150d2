internal import HTTPTypes
internal import Hummingbird
internal import ModelAPI
internal import NIOCore

/// Finds the endpoint for a request, checks the key, and turns errors into the provider's envelope.
struct LabResponder: HTTPResponder {
    struct Context: InitializableFromSource {
        let channel: any Channel
        init(source: ApplicationRequestContextSource) { channel = source.channel }
    }

    let lab: Lab

    func respond(to request: Request, context: Context) async throws -> Response {
        var labRequest = Self.read(request, lab: lab, connection: lab.connections.connection(of: context.channel))
        if labRequest.path.hasPrefix(ProjectorRoutes.prefix) {
            return await ProjectorRoutes.response(to: labRequest, lab: lab)
        }
        do {
            let endpoint = try Endpoint.find(for: &labRequest)
            try Authentication.check(labRequest, keys: lab.keys)
            // The gate in the channel counts the bytes as they come: this bound is never met.
            labRequest.body = Array(try await request.body.collect(upTo: lab.limits.bodyBytes + 1).readableBytesView)
            guard labRequest.isWanted else { throw ClientLeft() }
            return try await endpoint.handle(labRequest, lab).response(to: labRequest, engine: lab.engine)
        } catch let error as APIError {
            return LabReply.error(error).response(to: labRequest, engine: lab.engine)
        } catch is ClientLeft {
            throw CancellationError()
        } catch {
            // What went wrong inside is nobody's business outside, but that it did is.
            let error = Envelope.error(
                status: 500, "The lab failed to answer.", provider: labRequest.provider, requestID: labRequest.id)
            return LabReply.error(error).response(to: labRequest, engine: lab.engine)
        }
    }

    private static func read(_ request: Request, lab: Lab, connection: Connection?) -> LabRequest {
        var fields: [String: String] = [:]
        for field in request.headers.reversed() { fields[field.name.canonicalName] = field.value }
        let path = request.uri.path
        let isAnthropic =
            fields["anthropic-version"] != nil || fields["x-api-key"] != nil || path.hasPrefix("/v1/messages")
        let provider: Provider = path.hasPrefix("/v1/chat/") ? .openai : isAnthropic ? .anthropic : .openai
        var query: [String: String] = [:]
        for (name, value) in request.uri.queryParameters { query[String(name)] = String(value) }
        return LabRequest(
            provider: provider, method: request.method.rawValue, path: path, name: "", query: query, fields: fields,
            body: [], id: RequestID.make(for: provider, lab.identifiers), connection: connection, begin: .now())
    }
}

/// Nobody waits for the answer any more.
struct ClientLeft: Error {}
