internal import ModelAPI

/// Who may ask.
enum Authentication {
    /// Throws the error that the provider answers to a missing or wrong key. No message holds more of a key than its redaction.
    static func caller(of request: LabRequest, keys: KeyRing) throws(APIError) -> Caller {
        let bearer = bearerToken(request.fields["authorization"])
        switch request.provider {
        case .openai:
            guard let bearer else {
                throw .openai(
                    401,
                    "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth "
                        + "(i.e. Authorization: Bearer YOUR_KEY).")
            }
            guard let caller = keys.caller(with: APIKey(bearer), of: .openai) else {
                throw .openai(
                    401, "Incorrect API key provided: \(APIKey.redacted(bearer)). This lab accepts its own key only.",
                    code: "invalid_api_key")
            }
            return caller
        case .anthropic:
            // Of both, x-api-key counts.
            if let key = request.fields["x-api-key"] {
                guard let caller = keys.caller(with: APIKey(key), of: .anthropic) else {
                    throw .anthropic(401, "invalid x-api-key")
                }
                return caller
            }
            guard let bearer else { throw .anthropic(401, "x-api-key header is required") }
            guard let caller = keys.caller(with: APIKey(bearer), of: .anthropic) else {
                throw .anthropic(401, "Invalid bearer token")
            }
            return caller
        }
    }

    // RFC 9110 section 11.1: the scheme's case does not count.
    static func bearerToken(_ value: String?) -> String? {
        guard let value, value.lowercased().hasPrefix("bearer ") else { return nil }
        let token = value.dropFirst(7).drop { $0 == " " }
        return token.isEmpty ? nil : String(token)
    }
}
