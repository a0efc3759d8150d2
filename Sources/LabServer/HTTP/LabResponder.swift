internal import DataFiles
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import ModelAPI
internal import NIOCore

/// The way of a request through the lab: endpoint, key, body, answer. Errors become the provider's envelope.
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
            return try await reply(to: &labRequest, body: request.body).response(to: labRequest)
        } catch let error as APIError {
            labRequest.ticket.close()
            return LabReply.error(error, to: labRequest).response(to: labRequest)
        } catch is ClientLeft {
            throw CancellationError()
        } catch {
            // What went wrong inside is nobody's business outside, but that it did is.
            let error = Envelope.error(
                status: 500, "The lab failed to answer.", provider: labRequest.provider, requestID: labRequest.id)
            return LabReply.error(error, to: labRequest).response(to: labRequest)
        }
    }

    private func reply(to request: inout LabRequest, body: RequestBody) async throws -> LabReply {
        if request.path.hasPrefix(ControlRoutes.prefix) {
            return try await ControlRoutes.reply(to: &request, body: body, lab: lab)
        }
        if request.path.hasPrefix(PictureRoutes.prefix) { return try PictureRoutes.reply(to: request, lab: lab) }
        let endpoint = try Endpoint.find(for: &request)
        let day = try lab.calendar.day(for: request)
        request.day = day
        let caller = try Authentication.caller(of: request, keys: lab.keys)
        request.caller = caller
        request.ticket.open(lab.limiter, for: caller, day: day.description, now: lab.now)
        if !endpoint.namesModel { try request.ticket.admit(model: nil) }
        request.body = try await Self.collect(body, lab: lab)
        guard request.isWanted else { throw ClientLeft() }
        request.shape = try lab.disturbance.shape(
            for: request, seed: lab.identifiers.number, active: lab.connections.answering)
        guard let shape = request.shape else { return try await endpoint.handle(request, lab) }
        return try await reply(to: request, at: endpoint, in: shape)
    }

    /// An answer to which something is done on purpose.
    private func reply(to request: LabRequest, at endpoint: Endpoint, in shape: Shape) async throws -> LabReply {
        try await Pause.wait(shape.headDelay, for: request)
        if let plan = shape.wire, let replayed = try await request.connection?.arm(plan) {
            // The codec's answer is swallowed below, and ends when the recording has.
            return .events { _ in try await replayed.get() }
        }
        if var replacement = shape.replacement {
            if let error = replacement.error { replacement.body = LabReply.error(error, to: request).body }
            return replacement
        }
        let reply = try await endpoint.handle(request, lab)
        return shape.rewrite?(reply) ?? reply
    }

    static func collect(_ body: RequestBody, lab: Lab) async throws -> [UInt8] {
        // The gate in the channel counts the bytes as they come: this bound is never met.
        Array(try await body.collect(upTo: lab.limits.bodyBytes + 1).readableBytesView)
    }

    private static func read(_ request: Request, lab: Lab, connection: Connection?) -> LabRequest {
        var fields: [String: String] = [:]
        for field in request.headers.reversed() { fields[field.name.canonicalName] = field.value }
        // The Host field is kept apart from the others.
        fields["host"] = request.head.authority
        let path = request.uri.path
        let provider = RequestCheck.provider(path: path) { fields[$0] != nil }
        // Names come as they were written: `lifecycle%5B%5D`.
        let query = Query(
            items: request.uri.queryParameters.map {
                ($0.key.removingPercentEncoding ?? String($0.key), String($0.value))
            })
        return LabRequest(
            provider: provider, method: request.method.rawValue, path: path, query: query, fields: fields,
            id: RequestID.make(for: provider, lab.identifiers), connection: connection, begin: .now())
    }
}

/// Nobody waits for the answer any more.
struct ClientLeft: Error {}
