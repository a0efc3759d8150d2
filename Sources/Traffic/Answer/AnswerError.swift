/// An error as a provider words it, in a body or within a stream whose status was 200.
public struct AnswerError: Hashable, Sendable {
    /// `invalid_request_error`, `overloaded_error`, …
    public var type: String?
    /// OpenAI's code: `invalid_api_key`, …
    public var code: String?
    public var message: String

    public init(type: String?, code: String? = nil, message: String) {
        self.type = type
        self.code = code
        self.message = message
    }
}
