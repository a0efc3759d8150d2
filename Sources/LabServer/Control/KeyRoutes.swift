internal import ModelAPI

/// `/lab/keys`: the lab's keys, and whether organisations have money left.
enum KeyRoutes {
    static let all: [Endpoint] = [
        Endpoint("GET", "/lab/keys", list),
        Endpoint("POST", "/lab/keys", create),
        Endpoint("POST", "/lab/keys/*/restrict", restrict),
        Endpoint("POST", "/lab/keys/*/rotate", rotate),
        Endpoint("DELETE", "/lab/keys/*", revoke),
        Endpoint("PUT", "/lab/organizations/*", setOrganization),
    ]

    private static func list(_ request: LabRequest, _ lab: Lab) -> LabReply {
        let now = lab.now()
        return .json([
            "keys": .array(lab.keys.records.map { $0.json(at: now) }),
            "organizations": .array(
                lab.keys.organizations.map {
                    ["id": .string($0), "exhausted": .bool(lab.limiter.isExhausted($0))]
                }),
        ])
    }

    /// `{provider, name?, organization?, project?, permission?, scopes?, expires_in?}`; the answer alone has the `secret`.
    private static func create(_ request: LabRequest, _ lab: Lab) throws -> LabReply {
        var body = try ControlBody(request)
        guard let provider = try body.provider() else { throw body.wrong("provider", "openai or anthropic") }
        let name = try body.string("name") ?? "key \(lab.keys.records.count + 1)"
        let organization = try body.string("organization").map { KeyRing.organization(provider, $0) }
        let project = try body.string("project").map { KeyRing.project(provider, $0) }
        let permission = try permission(in: &body) ?? .all
        let expires = try body.seconds("expires_in").map { lab.now() + Int($0.rounded(.up)) }
        try body.finish()
        guard lab.keys.records.count < 1000 else { throw APIError.openai(400, "The lab has 1000 keys already.") }
        for text in [name, organization, project].compactMap(\.self) { try check(text) }
        let (record, secret) = lab.keys.create(
            provider, name: name, organization: organization, project: project, permission: permission,
            expires: expires)
        return reply(record, lab, secret: secret)
    }

    private static func restrict(_ request: LabRequest, _ lab: Lab) throws -> LabReply {
        var body = try ControlBody(request)
        guard let permission = try permission(in: &body) else {
            throw body.wrong("permission", "all, read-only or restricted")
        }
        try body.finish()
        return reply(try found(request, lab.keys.change(request.name) { $0.permission = permission }), lab)
    }

    /// `{overlap?}`, in seconds.
    private static func rotate(_ request: LabRequest, _ lab: Lab) throws -> LabReply {
        var body = try ControlBody(request)
        let overlap = try body.seconds("overlap") ?? 0
        try body.finish()
        let (record, secret) = try found(request, lab.keys.rotate(request.name, overlap: Int(overlap.rounded(.up))))
        return reply(record, lab, secret: secret)
    }

    private static func revoke(_ request: LabRequest, _ lab: Lab) throws -> LabReply {
        reply(try found(request, lab.keys.revoke(request.name)), lab)
    }

    /// `{exhausted}`: whether the organisation's money is used up.
    private static func setOrganization(_ request: LabRequest, _ lab: Lab) throws -> LabReply {
        var body = try ControlBody(request)
        guard let isExhausted = try body.bool("exhausted") else { throw body.wrong("exhausted", "true or false") }
        try body.finish()
        let names = lab.keys.organizations.filter { organization in
            Provider.allCases.contains { KeyRing.organization($0, request.name) == organization }
        }
        guard !names.isEmpty else {
            throw APIError.openai(
                404,
                "No key is of the organisation '\(request.name)'. Known: \(lab.keys.organizations.joined(separator: ", "))."
            )
        }
        for name in names { lab.limiter.setExhausted(isExhausted, organization: name) }
        return .json(["organizations": .array(names.map { .string($0) }), "exhausted": .bool(isExhausted)])
    }

    // MARK: Parts

    private static func permission(in body: inout ControlBody) throws(APIError) -> KeyPermission? {
        let scopes = try body.strings("scopes")
        let name = try body.string("permission")
        guard let name = name ?? scopes.map({ _ in "restricted" }) else { return nil }
        switch name {
        case "all": return .all
        case "read-only": return .readOnly
        case "restricted":
            let scopes = scopes ?? []
            if let unknown = scopes.first(where: { !KeyScope.all.contains($0) }) {
                throw .openai(
                    400, "There is no scope '\(unknown)'. Known: \(KeyScope.all.joined(separator: ", ")).",
                    param: "scopes")
            }
            return .restricted(Set(scopes))
        default: throw body.wrong("permission", "all, read-only or restricted")
        }
    }

    /// Ids go into header fields.
    private static func check(_ name: String) throws(APIError) {
        let isPlain = name.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value < 0x7F }
        guard isPlain, !name.isEmpty, name.count <= 100 else {
            throw .openai(400, "Names are of 1 to 100 printable ASCII characters.")
        }
    }

    private static func found<Value>(_ request: LabRequest, _ value: Value?) throws(APIError) -> Value {
        guard let value else {
            throw .openai(404, "No one key is meant by '\(request.name)': give its id, as the list has it.")
        }
        return value
    }

    private static func reply(_ record: KeyRecord, _ lab: Lab, secret: APIKey? = nil) -> LabReply {
        var object = record.json(at: lab.now()).object ?? [:]
        // The one time that it is told.
        if let secret { object["secret"] = .string(secret.reveal()) }
        return .json(.object(object))
    }
}
