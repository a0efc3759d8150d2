/// An error as a provider's API answers it: the status, and what the body's envelope says.
///
/// OpenAI: `{"error":{"message","type","param","code"}}`, all four keys always. Anthropic:
/// `{"type":"error","error":{"type","message"},"request_id"}`, the request id equal to the `request-id` header's.
public struct APIError: Error, Hashable, Sendable {
    public var provider: Provider
    /// The HTTP status; 200 for an error within an event stream.
    public var status: Int
    /// `invalid_request_error`, `authentication_error` …
    public var type: String
    public var message: String
    /// The parameter at fault. OpenAI only.
    public var param: String?
    /// A word for programs: `model_not_found`, `invalid_api_key` … OpenAI only.
    public var code: String?
    /// Anthropic only.
    public var requestID: String?
    /// What programs may read of the cause: `error_code` and more. Anthropic only.
    public var details: JSONObject?

    public static func openai(
        _ status: Int, _ message: String, type: String = "invalid_request_error", param: String? = nil,
        code: String? = nil
    ) -> APIError {
        APIError(provider: .openai, status: status, type: type, message: message, param: param, code: code)
    }

    /// The type follows from the status, as Anthropic's documentation of errors has it.
    public static func anthropic(_ status: Int, _ message: String, type: String? = nil) -> APIError {
        let known: [Int: String] = [
            401: "authentication_error", 402: "billing_error", 403: "permission_error", 404: "not_found_error",
            409: "conflict_error", 413: "request_too_large", 429: "rate_limit_error", 500: "api_error",
            504: "timeout_error", 529: "overloaded_error",
        ]
        let type = type ?? known[status] ?? (status < 500 ? "invalid_request_error" : "api_error")
        return APIError(provider: .anthropic, status: status, type: type, message: message)
    }

    /// The body that carries this error.
    public var json: JSONValue {
        let text = { (value: String?) -> JSONValue in value.map { .string($0) } ?? .null }
        switch provider {
        case .openai:
            return [
                "error": [
                    "message": .string(message), "type": .string(type), "param": text(param), "code": text(code),
                ]
            ]
        case .anthropic:
            var error: JSONObject = ["type": .string(type), "message": .string(message)]
            if let details { error["details"] = .object(details) }
            return ["type": "error", "error": .object(error), "request_id": text(requestID)]
        }
    }

    /// The error that a body or an event carries; `nil` if it carries none.
    public init?(_ json: JSONValue, from provider: Provider, status: Int) {
        guard let error = json["error"], let message = error["message"]?.string else { return nil }
        self.init(
            provider: provider, status: status, type: error["type"]?.string ?? "", message: message,
            param: error["param"]?.string, code: error["code"]?.string, requestID: json["request_id"]?.string)
        details = error["details"]?.object
    }

    private init(
        provider: Provider, status: Int, type: String, message: String, param: String? = nil, code: String? = nil,
        requestID: String? = nil
    ) {
        self.provider = provider
        self.status = status
        self.type = type
        self.message = message
        self.param = param
        self.code = code
        self.requestID = requestID
    }
}

extension APIError: CustomStringConvertible {
    public var description: String { "\(status) \(type): \(message)" }
}
