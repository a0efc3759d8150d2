internal import ModelAPI

/// Errors that no endpoint made, in the envelope of the provider whose client asks.
enum Envelope {
    static func error(status: Int, _ message: String, provider: Provider, requestID: String) -> APIError {
        switch provider {
        case .openai:
            return .openai(status, message, type: status >= 500 ? "server_error" : "invalid_request_error")
        case .anthropic:
            var error = APIError.anthropic(status, message)
            error.requestID = requestID
            return error
        }
    }
}

/// The ids that providers give to requests.
enum RequestID {
    static func make(for provider: Provider, _ identifiers: Identifiers) -> String {
        switch provider {
        case .openai: "req_" + identifiers.hex(32)
        case .anthropic: "req_01" + identifiers.letters(22)
        }
    }

    static func headerName(for provider: Provider) -> String {
        switch provider {
        case .openai: "x-request-id"
        case .anthropic: "request-id"
        }
    }
}
