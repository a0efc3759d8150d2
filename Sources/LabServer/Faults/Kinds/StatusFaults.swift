internal import ModelAPI

/// Errors of the providers that are a status and an envelope.
///
/// The wording is the providers' in substance, as their documentation of errors and reports of their users have it.
enum StatusFaults {
    static let all = statuses.map(kind)

    private static let statuses: [(status: Int, summary: String)] = [
        (429, "rate limit reached, with retry-after"), (500, "the server failed"),
        (503, "the service is overloaded"), (529, "overloaded, as Anthropic says it"),
        (504, "the request took too long"),
        (401, "the key is refused, whatever it is"), (403, "the key may not do this"),
        (404, "the model does not exist, or not for this key"), (408, "the request came too slowly"),
        (409, "a conflict, which the SDKs retry"), (413, "the request is too large"),
    ]

    private static let parameters: [FaultKind.Parameter] = [
        .init(name: "retry-after", help: "a time, or none; 1s for 429 when left out, none for the others"),
        .init(name: "should-retry", help: "true or false: the field x-should-retry"),
        .init(name: "message", help: "in the place of the provider's; _ stands for a blank"),
    ]

    private static func kind(status: Int, summary: String) -> FaultKind {
        FaultKind(name: "\(status)", summary: summary, parameters: parameters) {
            context throws(FaultError) in
            var error = context.provider == .openai ? openai(status, context) : anthropic(status)
            if let message = context.settings["message"] {
                error.message = String(message.map { $0 == "_" ? " " : $0 })
            }
            return .answer(
                .failure(
                    error, retryAfter: try wait(context, status),
                    shouldRetry: try context.settings.word("should-retry", of: ["true", "false"])))
        }
    }

    private static func wait(_ context: FaultContext, _ status: Int) throws(FaultError) -> Duration? {
        if context.settings["retry-after"] == "none" { return nil }
        return try context.settings.duration("retry-after") ?? (status == 429 ? .seconds(1) : nil)
    }

    private static func openai(_ status: Int, _ context: FaultContext) -> APIError {
        let model = context.model ?? "the model"
        switch status {
        case 401:
            return .openai(
                401,
                "Incorrect API key provided: sk-…. You can find your API key at https://platform.openai.com/account/api-keys.",
                code: "invalid_api_key")
        case 403:
            return .openai(
                403, "Country, region, or territory not supported", type: "request_forbidden",
                code: "unsupported_country_region_territory")
        case 404:
            return .openai(
                404, "The model `\(model)` does not exist or you do not have access to it.", code: "model_not_found")
        case 429:
            return .openai(
                429,
                "Rate limit reached for \(model) in organization lab on requests per min (RPM): Limit 3, Used 3, Requested 1. "
                    + "Please try again later. Visit https://platform.openai.com/account/rate-limits to learn more.",
                type: "requests", code: "rate_limit_exceeded")
        case 503:
            return .openai(
                503,
                "That model is currently overloaded with other requests. You can retry your request, or contact us through our "
                    + "help center at help.openai.com if the error persists.", type: "server_error")
        case 529:
            return .openai(529, "The engine is currently overloaded, please try again later", type: "server_error")
        case 504: return .openai(504, "Gateway timeout.", type: "server_error")
        case 408: return .openai(408, "The request timed out before it was complete.")
        case 409: return .openai(409, "The resource was changed by another request.")
        case 413: return .openai(413, "The request is too large.")
        default:
            return .openai(
                status, "The server had an error while processing your request. Sorry about that!",
                type: "server_error")
        }
    }

    private static func anthropic(_ status: Int) -> APIError {
        let message =
            switch status {
            case 401: "invalid x-api-key"
            case 403: "Your API key does not have permission to use the specified resource"
            case 404: "The requested model could not be found"
            case 408: "Request timed out"
            case 409: "Conflict"
            case 413: "Request exceeds the maximum size"
            case 429: "This request would exceed your account's rate limit. Please try again later."
            case 503: "Service unavailable"
            case 504: "Request timed out while processing"
            case 529: "Overloaded"
            default: "Internal server error"
            }
        return .anthropic(status, message)
    }
}

extension LabReply {
    /// An error's envelope, and the fields that tell when to come back.
    ///
    /// `retry-after` is in whole seconds, rounded up; where that says too much, `retry-after-ms` has it exactly.
    static func failure(
        _ error: APIError, retryAfter: Duration? = nil, shouldRetry: String? = nil
    ) -> LabReply {
        var reply = LabReply(status: error.status, body: .json(error.json))
        reply.error = error
        if let retryAfter {
            reply.fieldLines.append(("retry-after", "\(Span.wholeSeconds(retryAfter))"))
            if retryAfter != .seconds(Span.wholeSeconds(retryAfter)) {
                reply.fieldLines.append(("retry-after-ms", "\(Int(retryAfter / .milliseconds(1)))"))
            }
        }
        if let shouldRetry { reply.fieldLines.append(("x-should-retry", shouldRetry)) }
        return reply
    }
}
