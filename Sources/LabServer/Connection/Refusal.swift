internal import ModelAPI
internal import NIOCore
internal import NIOHTTP1

/// Why a request never reached an endpoint.
struct Refusal: Equatable {
    var status: Int
    var message: String

    init(_ status: Int, _ message: String) {
        self.status = status
        self.message = message
    }

    static func tooLarge(limit: Int) -> Refusal { Refusal(413, "The request's body is larger than \(limit) bytes.") }

    /// `nil` if the connection simply broke off.
    init?(parsing error: any Error, limits: LabLimits) {
        switch error as? HTTPParserError {
        case .headerOverflow?:
            self.init(
                431,
                "The request's head is larger than \(limits.headBytes) bytes, or has more than \(limits.fieldLines) lines."
            )
        case .invalidEOFState?: return nil
        // How the parser names a message with both a length and chunks, among others.
        case .unknown?:
            self.init(400, "This is no request as RFC 9112 has it: its length is not clear, or its head is malformed.")
        case let error?: self.init(400, "This is no request as RFC 9112 has it: \(error.debugDescription).")
        case nil: return nil
        }
    }

    func response(for provider: Provider, requestID: String) -> (HTTPResponseHead, ByteBuffer) {
        let body = ByteBuffer(
            bytes: Envelope.error(status: status, message, provider: provider, requestID: requestID).json.bytes)
        let headers: HTTPHeaders = [
            "Content-Type": "application/json", "Content-Length": "\(body.readableBytes)",
            RequestID.headerName(for: provider): requestID, "Connection": "close",
        ]
        return (HTTPResponseHead(version: .http1_1, status: .init(statusCode: status), headers: headers), body)
    }
}
