/// Finds the parts of one HTTP/1.1 message in bytes that come in pieces (RFC 9112).
///
/// The parts, and the error if there is one, are the same however the input is cut, except that the body may come in
/// more pieces (`joiningBodies()` undoes that). Interim (1xx) responses come as heads of their own before the final
/// one. Bytes after the message's end are counted in ``surplus`` and otherwise left alone.
///
/// The parser is strict where leniency lets two readers disagree on where a message ends: lines end with CR LF, a
/// message has one length. It holds at most one line and one head, bounded by its limits; bodies pass through.
///
/// For example:
///
///     var parser = HTTPMessageParser(.response, toMethod: "POST")
///     while let bytes = try read() { for part in try parser.consume(bytes) { … } }
///     for part in try parser.finish() { … }
public struct HTTPMessageParser: Sendable {
    public enum Kind: Hashable, Sendable { case request, response }

    public struct Limits: Hashable, Sendable {
        /// The longest start line, field line or chunk line, CR LF included.
        public var lineBytes: Int
        /// The longest head or trailer section.
        public var headBytes: Int
        /// The most field lines in a head or trailer section.
        public var fieldLines: Int
        /// The most interim responses before the final one.
        public var interimResponses: Int

        public init(
            lineBytes: Int = 32 << 10, headBytes: Int = 128 << 10, fieldLines: Int = 256, interimResponses: Int = 32
        ) {
            self.lineBytes = lineBytes
            self.headBytes = headBytes
            self.fieldLines = fieldLines
            self.interimResponses = interimResponses
        }
    }

    private enum State: Sendable {
        case startLine, fieldLines
        case fixedBody(remaining: Int)
        case bodyUntilClose
        case chunkLine
        case chunkData(remaining: Int)
        case chunkEnd, trailers
        case complete, failed
    }

    private let kind: Kind
    private let method: String?
    private let limits: Limits

    private var state = State.startLine
    /// The line that is being read, and where it began.
    private var line: [UInt8] = []
    private var lineStart = 0
    /// Where the head or trailer section that is being read began.
    private var headStart = 0
    private var requestHead = RequestHead(method: "", target: "")
    private var responseHead = ResponseHead(status: 0, reason: "")
    private var fields: FieldLines = []
    private var interimResponses = 0
    private var parts: [MessagePart] = []

    /// How many bytes have been read, ``surplus`` not included.
    public private(set) var offset = 0
    /// How many bytes came after the end of the message.
    public private(set) var surplus = 0
    /// What is wrong with the message. Nothing is parsed after an error.
    public private(set) var failure: HTTPWireError?

    /// - Parameter method: for a response, the method of the request that it answers: HEAD and CONNECT decide whether
    ///   there is a body.
    public init(_ kind: Kind, toMethod method: String? = nil, limits: Limits = Limits()) {
        self.kind = kind
        self.method = method
        self.limits = limits
    }

    /// Whether the message's last byte has been read.
    public var isComplete: Bool { if case .complete = state { true } else { false } }

    /// Reads more bytes, and gives the parts that they complete.
    ///
    /// If an error shows after parts were found, those are returned, ``failure`` is set, and the next call throws.
    public mutating func consume(_ bytes: some Sequence<UInt8>) throws(HTTPWireError) -> [MessagePart] {
        if let failure { throw failure }
        if bytes.withContiguousStorageIfAvailable({ consumeAll($0) }) == nil {
            Array(bytes).withUnsafeBufferPointer { consumeAll($0) }
        }
        return try takeParts()
    }

    /// Says that no more bytes come. Ends a body that goes until the connection closes; throws
    /// ``HTTPWireError/Reason/endedEarly(_:)`` if the message is not complete.
    public mutating func finish() throws(HTTPWireError) -> [MessagePart] {
        if let failure { throw failure }
        switch state {
        case .complete, .failed: break
        case .bodyUntilClose: complete()
        case .startLine: fail(.endedEarly(offset == 0 ? .start : .head), at: offset)
        case .fieldLines: fail(.endedEarly(.head), at: offset)
        case .fixedBody(let remaining): fail(.endedEarly(.body(missing: remaining)), at: offset)
        case .chunkLine: fail(.endedEarly(.chunkLine), at: offset)
        case .chunkData(let remaining): fail(.endedEarly(.chunk(missing: remaining)), at: offset)
        case .chunkEnd: fail(.endedEarly(.chunk(missing: 0)), at: offset)
        case .trailers: fail(.endedEarly(.trailers), at: offset)
        }
        return try takeParts()
    }

    private mutating func takeParts() throws(HTTPWireError) -> [MessagePart] {
        if parts.isEmpty, let failure { throw failure }
        defer { parts = [] }
        return parts
    }

    // MARK: States

    private mutating func consumeAll(_ bytes: UnsafeBufferPointer<UInt8>) {
        var rest = bytes[...]
        while !rest.isEmpty {
            switch state {
            case .failed: return
            case .complete:
                surplus += rest.count
                return
            case .fixedBody(let remaining):
                let count = takeBody(from: &rest, atMost: remaining)
                if count == remaining { complete() } else { state = .fixedBody(remaining: remaining - count) }
            case .bodyUntilClose:
                takeBody(from: &rest, atMost: rest.count)
            case .chunkData(let remaining):
                let count = takeBody(from: &rest, atMost: remaining)
                state = count == remaining ? .chunkEnd : .chunkData(remaining: remaining - count)
                if count == remaining { lineStart = offset }
            case .chunkEnd: takeChunkEnd(from: &rest)
            case .startLine, .fieldLines, .chunkLine, .trailers:
                guard takeLine(from: &rest) else { continue }
                endLine()
                line.removeAll(keepingCapacity: true)
                lineStart = offset
            }
        }
    }

    @discardableResult
    private mutating func takeBody(from rest: inout Slice<UnsafeBufferPointer<UInt8>>, atMost limit: Int) -> Int {
        let piece = rest.prefix(limit)
        add(.body(Array(piece)), from: offset, to: offset + piece.count)
        offset += piece.count
        rest = rest.dropFirst(piece.count)
        return piece.count
    }

    private mutating func takeChunkEnd(from rest: inout Slice<UnsafeBufferPointer<UInt8>>) {
        guard let byte = rest.popFirst() else { return }
        let isFirst = offset == lineStart
        guard byte == (isFirst ? ASCII.cr : ASCII.lf) else { return fail(.missingChunkEnd, at: offset) }
        offset += 1
        guard !isFirst else { return }
        add(.chunkEnd, from: lineStart, to: offset)
        lineStart = offset
        state = .chunkLine
    }

    /// Takes bytes to the end of a line; whether it came. The line is left without its CR LF.
    private mutating func takeLine(from rest: inout Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        let room = lineLimit - line.count
        let end = rest.firstIndex(of: ASCII.lf)
        let count = end.map { $0 + 1 - rest.startIndex } ?? rest.count
        // Decided by the line's length alone, not by how its bytes were cut.
        guard count <= room else {
            fail(lineReason, at: lineStart + lineLimit)
            return false
        }
        line += rest.prefix(count)
        offset += count
        rest = rest.dropFirst(count)
        guard end != nil else { return false }
        line.removeLast()
        guard line.last == ASCII.cr else {
            // RFC 9112 section 2.2 allows a lone LF, but not all readers agree on it.
            fail(.bareLineFeed, at: offset - 1)
            return false
        }
        line.removeLast()
        if let place = line.firstIndex(of: ASCII.cr) {
            fail(.bareCarriageReturn, at: lineStart + place)
            return false
        }
        return true
    }

    private var isInHead: Bool { if case .chunkLine = state { false } else { true } }

    private var lineLimit: Int {
        isInHead ? min(limits.lineBytes, headStart + limits.headBytes - lineStart) : limits.lineBytes
    }

    private var lineReason: HTTPWireError.Reason {
        lineLimit < limits.lineBytes ? .headTooLong(limit: limits.headBytes) : .lineTooLong(limit: limits.lineBytes)
    }

    private mutating func endLine() {
        do throws(ReasonError) {
            switch state {
            case .startLine: try endStartLine()
            case .fieldLines where line.isEmpty: try endHead()
            case .trailers where line.isEmpty:
                add(.trailers(fields), from: headStart, to: offset)
                complete()
            case .fieldLines, .trailers: try endFieldLine()
            case .chunkLine: try endChunkLine()
            default: break
            }
        } catch {
            fail(error.reason, at: lineStart)
        }
    }

    private mutating func endStartLine() throws(ReasonError) {
        switch kind {
        case .request:
            // RFC 9112 section 2.2: empty lines before a request line are ignored.
            if line.isEmpty { return }
            headStart = lineStart
            requestHead = try HeadParser.requestLine(line)
        case .response:
            headStart = lineStart
            responseHead = try HeadParser.statusLine(line)
        }
        fields = []
        state = .fieldLines
    }

    private mutating func endFieldLine() throws(ReasonError) {
        if let first = line.first, ASCII.isWhitespace(first) {
            // RFC 9112 section 5.2: a server refuses folded lines, a user agent makes them one.
            guard kind == .response, let last = fields.last, !line.contains(0) else {
                throw ReasonError(.obsoleteFolding)
            }
            let more = ASCII.text(ASCII.trimmed(line))
            let joined = [last.value, more].filter { !$0.isEmpty }.joined(separator: " ")
            fields[fields.count - 1] = FieldLine(last.name, joined)
            return
        }
        guard fields.count < limits.fieldLines else {
            throw ReasonError(.tooManyFieldLines(limit: limits.fieldLines))
        }
        let field = try HeadParser.fieldLine(line)
        fields.append(field.name, field.value)
    }

    private mutating func endHead() throws(ReasonError) {
        let length: BodyLength
        switch kind {
        case .request:
            requestHead.fields = fields
            length = try BodyLength(of: requestHead)
            add(.requestHead(requestHead), from: headStart, to: offset)
        case .response:
            responseHead.fields = fields
            length = try BodyLength(of: responseHead, toMethod: method)
            if responseHead.isInterim {
                interimResponses += 1
                guard interimResponses <= limits.interimResponses else {
                    throw ReasonError(.tooManyInterimResponses(limit: limits.interimResponses))
                }
            }
            add(.responseHead(responseHead), from: headStart, to: offset)
            if responseHead.isInterim {
                headStart = offset
                state = .startLine
                return
            }
        }
        switch length {
        case .fixed(0): complete()
        case .fixed(let count): state = .fixedBody(remaining: count)
        case .chunked: state = .chunkLine
        case .untilClose: state = .bodyUntilClose
        }
    }

    private mutating func endChunkLine() throws(ReasonError) {
        let size = try ChunkLine.size(line)
        add(.chunkHead(size: size), from: lineStart, to: offset)
        if size > 0 {
            state = .chunkData(remaining: size)
        } else {
            fields = []
            headStart = offset
            state = .trailers
        }
    }

    private mutating func complete() {
        add(.end, from: offset, to: offset)
        state = .complete
    }

    private mutating func add(_ content: MessagePart.Content, from start: Int, to end: Int) {
        parts.append(MessagePart(range: start..<end, content: content))
    }

    private mutating func fail(_ reason: HTTPWireError.Reason, at offset: Int) {
        failure = HTTPWireError(reason, at: offset)
        state = .failed
    }
}
