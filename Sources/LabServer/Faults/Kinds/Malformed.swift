internal import HTTPWire
internal import ModelAPI

extension FaultKind {
    /// Bytes where a chunk's size has to stand (RFC 9112 section 7.1).
    static let malformedChunk = FaultKind(
        name: "malformed-chunk", summary: "the chunked framing breaks: no size where one has to be", scope: .streams,
        parameters: [.afterEvents]
    ) { context throws(FaultError) in
        var shape = Shape.events(
            StrikeShaper(after: try context.afterEvents()) {
                [.wire(.inject(Array("zz\r\nno chunk\r\n".utf8))), .event($0)]
            })
        shape.wire = WirePlan()
        return shape
    }

    static let malformedEvent = FaultKind(
        name: "malformed-event", summary: "an event whose data is half a JSON value", scope: .streams,
        parameters: [.afterEvents]
    ) { context throws(FaultError) in
        .events(
            StrikeShaper(after: try context.afterEvents()) { event in
                var event = event
                event.data = String(event.data.prefix(max(1, event.data.count / 2)))
                return [.event(event)]
            })
    }

    static let invalidJSON = FaultKind(
        name: "invalid-json", summary: "the body is no JSON: a comma too many", scope: .wholes
    ) { context throws(FaultError) in
        Shape(rewrite: { reply in
            reply.replacingBytes { bytes in
                guard let end = bytes.lastIndex(of: UInt8(ascii: "}")) else { return bytes + [UInt8(ascii: ",")] }
                return bytes[..<end] + [UInt8(ascii: ",")] + bytes[end...]
            }
        })
    }

    static let truncatedBody = FaultKind(
        name: "truncated-body", summary: "half of the JSON, and a Content-Length that says so", scope: .wholes
    ) { context throws(FaultError) in
        Shape(rewrite: { reply in reply.replacingBytes { Array($0.prefix($0.count / 2)) } })
    }
}

extension LabReply {
    /// The reply with other bytes in the place of its JSON. A stream stays as it is.
    func replacingBytes(_ change: ([UInt8]) -> [UInt8]) -> LabReply {
        var reply = self
        switch body {
        case .json(let json): reply.body = .bytes(change(json.bytes), type: "application/json")
        case .bytes(let bytes, let type): reply.body = .bytes(change(bytes), type: type)
        case .events: break
        }
        return reply
    }
}
