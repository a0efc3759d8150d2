internal import HTTPTypes
internal import HTTPWire
internal import Hummingbird
internal import ModelAPI
internal import NIOCore
internal import Sampling

/// What the lab serves below `/present/SECRET/`: the page, its parts, its events, and the sampler behind its sliders.
///
/// The page is the only one that the lab has, and a browser is let at nothing else of it: no script or style but the page's
/// own, no frame, no other site (W3C, Content Security Policy Level 3). Host and Origin were checked before, by
/// ``RequestCheck``.
enum ProjectorRoutes {
    static let prefix = "/present/"

    static func response(to request: LabRequest, lab: Lab) async -> Response {
        let parts = request.path.dropFirst(prefix.count).split(
            separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let secret = parts.first, lab.projector.admits(String(secret)) else {
            return plain(.notFound, "There is no page here. `present` in the workbook tells its address.\n")
        }
        guard parts.count == 2 else {
            var response = plain(.permanentRedirect, "")
            response.headers[.location] = prefix + secret + "/"
            return response
        }
        guard request.method == "GET" else {
            var response = plain(.methodNotAllowed, "Only GET is allowed here.\n")
            response.headers[.allow] = "GET"
            return response
        }
        let name = String(parts[1])
        if name.isEmpty { return page(lab) }
        // What only the page itself may ask for. A browser says who asks (W3C, Fetch Metadata Request Headers); other programs
        // say nothing.
        guard ["same-origin", nil].contains(request.fields["sec-fetch-site"]) else {
            return plain(.forbidden, "This is for the page itself.\n")
        }
        switch name {
        case "events": return events(request, lab.projector)
        case "distribution": return await distribution(request, lab)
        default:
            guard let part = ProjectorPage.parts[name] else { return plain(.notFound, "There is no \(name) here.\n") }
            return answer(.ok, part.type, ByteBuffer(bytes: part.bytes))
        }
    }

    // MARK: The page

    private static func page(_ lab: Lab) -> Response {
        let nonce = lab.identifiers.letters(22)
        var response = answer(
            .ok, "text/html; charset=utf-8", ByteBuffer(string: ProjectorPage.document(nonce: nonce)))
        response.headers[.contentSecurityPolicy] = contentSecurityPolicy(nonce: nonce)
        return response
    }

    /// Scripts and styles that carry the nonce, modules that these load, and requests to the lab: nothing else.
    private static func contentSecurityPolicy(nonce: String? = nil) -> String {
        var rules = ["default-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"]
        if let nonce {
            rules += [
                "script-src 'nonce-\(nonce)'", "style-src 'nonce-\(nonce)'", "connect-src 'self'", "img-src data:",
                "require-trusted-types-for 'script'", "trusted-types 'none'",
            ]
        }
        return rules.joined(separator: "; ")
    }

    // MARK: Events

    private static func events(_ request: LabRequest, _ projector: Projector) -> Response {
        let body = ResponseBody { writer in
            var writer = writer
            let (viewer, signals) = projector.join()
            defer { projector.leave(viewer) }
            var seen = request.fields["last-event-id"].flatMap { Int($0) }
            try await writer.write(ByteBuffer(bytes: EventStreamWriter.comment("the workbook's page, live")))
            for await _ in signals {
                guard request.isWanted else { throw ClientLeft() }
                let updates = projector.updates(after: seen)
                seen = updates.last?.number ?? seen
                // Nothing new: a comment keeps the connection, and finds out whether there is one.
                try await writer.write(
                    updates.isEmpty ? ByteBuffer(bytes: EventStreamWriter.comment("")) : bytes(updates))
            }
            let last = projector.updates(after: seen)
            if !last.isEmpty { try await writer.write(bytes(last)) }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: headers("text/event-stream; charset=utf-8"), body: body)
    }

    private static func bytes(_ updates: [ProjectorUpdate]) throws -> ByteBuffer {
        // A second is soon enough for a page that is looked at, and seldom enough for a workbook that has ended.
        try ByteBuffer(
            bytes: updates.flatMap {
                try EventStreamWriter.bytes(
                    event: $0.name, data: $0.data, id: String($0.number), retry: $0.name == "state" ? 1000 : nil)
            })
    }

    // MARK: Sliders

    private static func distribution(_ request: LabRequest, _ lab: Lab) async -> Response {
        guard let subject = lab.projector.subject, request.query["subject"] == String(subject.number) else {
            return refusal(.conflict, "the page shows something else by now")
        }
        guard let temperature = request.query["temperature"].flatMap(Double.init),
            let topP = request.query["top_p"].flatMap(Double.init)
        else { return refusal(.badRequest, "temperature and top_p must be numbers") }
        let topK = request.query["top_k"].map { Int($0) }
        if case .some(nil) = topK { return refusal(.badRequest, "top_k must be a whole number, or be left out") }
        do {
            let json = try await lab.engine.run {
                try subject.figure(temperature: temperature, topP: topP, topK: topK ?? nil).json(
                    subject: subject.number)
            }
            return answer(.ok, "application/json", ByteBuffer(bytes: json.bytes))
        } catch let error as SamplingError {
            return refusal(.badRequest, "\(error)")
        } catch {
            return refusal(.internalServerError, "the model failed")
        }
    }

    // MARK: Answers

    private static func refusal(_ status: HTTPResponse.Status, _ message: String) -> Response {
        answer(status, "application/json", ByteBuffer(bytes: JSONValue.object(["error": .string(message)]).bytes))
    }

    private static func plain(_ status: HTTPResponse.Status, _ text: String) -> Response {
        answer(status, "text/plain; charset=utf-8", ByteBuffer(string: text))
    }

    private static func answer(_ status: HTTPResponse.Status, _ type: String, _ body: ByteBuffer) -> Response {
        Response(status: status, headers: headers(type), body: ResponseBody(byteBuffer: body))
    }

    private static func headers(_ type: String) -> HTTPFields {
        var headers: HTTPFields = [
            .contentType: type, .contentSecurityPolicy: contentSecurityPolicy(), .cacheControl: "no-store",
            .xContentTypeOptions: "nosniff",
        ]
        // The address is the secret: it must not go out in a Referer field.
        for (name, value) in [
            ("Referrer-Policy", "no-referrer"), ("X-Frame-Options", "DENY"),
            ("Cross-Origin-Opener-Policy", "same-origin"), ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
        ] {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        return headers
    }
}
