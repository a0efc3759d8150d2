internal import Foundation
internal import ModelAPI

/// Who may ask.
///
/// What a client is told does not depend on whether a key never existed, was revoked or has expired: providers do not tell that
/// to whoever holds it. The lab adds the reason in the field `x-lab-key`.
enum Authentication {
    /// Throws the error that the provider answers to a missing or wrong key. No message holds more of a key than its redaction.
    static func caller(of request: LabRequest, keys: KeyRing) throws(APIError) -> Caller {
        let caller =
            switch request.provider {
            case .openai: try openaiCaller(of: request, keys: keys)
            case .anthropic: try anthropicCaller(of: request, keys: keys)
            }
        let scope = KeyScope.needed(method: request.method, path: request.path)
        guard caller.permission.allows(scope) else {
            request.ticket.addLine("x-lab-key", "lacks \(scope)")
            throw insufficient(scope, request.provider)
        }
        return caller
    }

    // MARK: OpenAI

    private static func openaiCaller(of request: LabRequest, keys: KeyRing) throws(APIError) -> Caller {
        guard let given = credentials(request.fields["authorization"]) else {
            request.ticket.addLine("x-lab-key", request.fields["authorization"] == nil ? "missing" : "malformed")
            throw .openai(
                401,
                "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth "
                    + "(i.e. Authorization: Bearer YOUR_KEY), or as the password field (with blank username) if you're "
                    + "accessing the API from your browser and are prompted for a username and password. You can obtain an "
                    + "API key from https://platform.openai.com/account/api-keys.")
        }
        guard let caller = accepted(given, .openai, request, keys) else {
            throw .openai(
                401,
                "Incorrect API key provided: \(APIKey.redacted(given)). You can find your API key at "
                    + "https://platform.openai.com/account/api-keys.",
                code: "invalid_api_key")
        }
        if let named = request.fields["openai-organization"], named != caller.organization {
            throw .openai(
                401, "OpenAI-Organization header should match organization for API key",
                code: "mismatched_organization")
        }
        if let named = request.fields["openai-project"], named != caller.project {
            throw .openai(
                401, "OpenAI-Project header should match project for API key", code: "mismatched_project")
        }
        return caller
    }

    // MARK: Anthropic

    private static func anthropicCaller(of request: LabRequest, keys: KeyRing) throws(APIError) -> Caller {
        // Of both, x-api-key counts.
        if let key = request.fields["x-api-key"], !key.isEmpty {
            guard let caller = accepted(key, .anthropic, request, keys) else {
                throw .anthropic(401, "invalid x-api-key")
            }
            return caller
        }
        guard let given = bearerToken(request.fields["authorization"]) else {
            request.ticket.addLine("x-lab-key", request.fields["authorization"] == nil ? "missing" : "malformed")
            throw .anthropic(401, "x-api-key header is required")
        }
        guard let caller = accepted(given, .anthropic, request, keys) else {
            throw .anthropic(401, "Invalid bearer token")
        }
        return caller
    }

    // MARK: Parts

    private static func accepted(
        _ given: String, _ provider: Provider, _ request: LabRequest, _ keys: KeyRing
    ) -> Caller? {
        let reason: String
        switch keys.find(APIKey(given), of: provider) {
        case .accepted(let caller): return caller
        case .unknown: reason = "unknown"
        case .otherProvider: reason = "of the other provider"
        case .revoked: reason = "revoked"
        case .expired: reason = "expired"
        }
        request.ticket.addLine("x-lab-key", reason)
        return nil
    }

    private static func insufficient(_ scope: String, _ provider: Provider) -> APIError {
        switch provider {
        case .openai:
            .openai(
                403,
                "You have insufficient permissions for this operation. Missing scopes: \(scope). Check that you have the correct "
                    + "role in your organization (Reader, Writer, Owner) and project (Member, Owner), and if you're using a "
                    + "restricted API key, that it has the necessary scopes.",
                code: "missing_scope")
        case .anthropic: .anthropic(403, "Your API key does not have permission to use the specified resource.")
        }
    }

    /// The key in an `Authorization` field: a bearer's token, or the password of Basic (RFC 7617).
    private static func credentials(_ value: String?) -> String? {
        if let token = bearerToken(value) { return token }
        guard let value, value.lowercased().hasPrefix("basic "),
            let data = Data(base64Encoded: String(value.dropFirst(6).drop { $0 == " " })),
            let pair = String(bytes: data, encoding: .utf8), let colon = pair.firstIndex(of: ":")
        else { return nil }
        let password = pair[pair.index(after: colon)...]
        return password.isEmpty ? nil : String(password)
    }

    // RFC 9110 section 11.1: the scheme's case does not count.
    static func bearerToken(_ value: String?) -> String? {
        guard let value, value.lowercased().hasPrefix("bearer ") else { return nil }
        let token = value.dropFirst(7).drop { $0 == " " }
        return token.isEmpty ? nil : String(token)
    }
}
