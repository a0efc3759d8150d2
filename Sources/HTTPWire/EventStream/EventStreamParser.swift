/// Parses an event stream as WHATWG HTML section 9.2.6 says, from bytes that come in pieces.
///
/// The events are the same however the bytes are cut, within a CR LF or a character too, and each comes with the byte
/// that ends its blank line: a CR there is not held back to see whether an LF follows. An event that the stream does
/// not end with a blank line is never dispatched, so there is nothing to do at the end of the input.
///
/// Time is linear in the input. Memory is bounded by about twice ``Limits/eventBytes``: an event beyond it, in one line
/// or in all, is left out whole and counted in ``oversizedEvents``. A browser has no such limit.
public struct EventStreamParser: Sendable {
    public struct Limits: Hashable, Sendable {
        /// The most bytes of one line, and of one event's data.
        public let eventBytes: Int

        /// - Parameter eventBytes: at least 16, so that a line's field can be told.
        public init(eventBytes: Int = 64 << 20) { self.eventBytes = max(eventBytes, 16) }
    }

    /// The event source's last event ID: what the last blank line left there, events without data included.
    public private(set) var lastEventID: String
    /// In milliseconds; `nil` until the stream sets it. Numbers that no `Int` holds count as the largest one.
    public private(set) var reconnectionTime: Int?
    /// How many events were left out because they exceeded the limit.
    public private(set) var oversizedEvents = 0

    private let limits: Limits

    // The three buffers of the standard. Data stays bytes until its event is dispatched.
    private var data: [UInt8] = []
    private var eventType = ""
    private var lastEventIDBuffer: String

    private var line: [UInt8] = []
    private var isLineOversized = false
    private var isEventOversized = false
    /// The last byte was a CR, so an LF that comes now belongs to it.
    private var skipsLineFeed = false
    /// How many bytes of a byte order mark the stream began with; `nil` once that is settled.
    private var byteOrderMark: Int? = 0
    private var offset = 0

    /// - Parameter lastEventID: what an earlier connection of the same event source left.
    public init(limits: Limits = Limits(), lastEventID: String = "") {
        self.limits = limits
        self.lastEventID = lastEventID
        lastEventIDBuffer = lastEventID
    }

    /// Reads more bytes, and gives the events that they complete.
    public mutating func consume(_ bytes: some Sequence<UInt8>) -> [ServerSentEvent] {
        consumeLocating(bytes).map(\.event)
    }

    /// As `consume`; `end` is the offset in the whole stream just after the byte that completed the event.
    public mutating func consumeLocating(_ bytes: some Sequence<UInt8>) -> [(event: ServerSentEvent, end: Int)] {
        var events: [(event: ServerSentEvent, end: Int)] = []
        if bytes.withContiguousStorageIfAvailable({ consumeAll($0, into: &events) }) == nil {
            Array(bytes).withUnsafeBufferPointer { consumeAll($0, into: &events) }
        }
        return events
    }

    // MARK: Lines

    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private mutating func consumeAll(
        _ bytes: UnsafeBufferPointer<UInt8>, into events: inout [(event: ServerSentEvent, end: Int)]
    ) {
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if let matched = byteOrderMark {
                if byte == Self.mark[matched] {
                    index += 1
                    offset += 1
                    byteOrderMark = matched == 2 ? nil : matched + 1
                    continue
                }
                // No mark: what looked like one is the first line's beginning.
                byteOrderMark = nil
                line = Array(Self.mark.prefix(matched))
            }
            if skipsLineFeed {
                skipsLineFeed = false
                if byte == ASCII.lf {
                    index += 1
                    offset += 1
                    continue
                }
            }
            var end = index
            while end < bytes.count, bytes[end] != ASCII.lf, bytes[end] != ASCII.cr { end += 1 }
            append(bytes[index..<end])
            offset += end - index
            index = end
            guard end < bytes.count else { return }
            skipsLineFeed = bytes[end] == ASCII.cr
            offset += 1
            index += 1
            if let event = endLine() { events.append((event, offset)) }
        }
    }

    private mutating func append(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) {
        // A comment needs no memory, however long it is.
        if line.first == ASCII.colon || isLineOversized { return }
        if line.isEmpty, bytes.first == ASCII.colon {
            line = [ASCII.colon]
            return
        }
        let room = limits.eventBytes - line.count
        isLineOversized = bytes.count > room
        // The field's name is kept: only a line that would have counted makes an event oversized.
        line += bytes.prefix(room)
    }

    private mutating func endLine() -> ServerSentEvent? {
        defer {
            line.removeAll(keepingCapacity: line.count < 1 << 20)
            isLineOversized = false
        }
        guard let first = line.first else { return dispatch() }
        guard first != ASCII.colon else { return nil }
        var name = line[...]
        var value = line[line.endIndex...]
        if let colon = line.firstIndex(of: ASCII.colon) {
            name = line[..<colon]
            value = line[(colon + 1)...]
            if value.first == ASCII.space { value = value.dropFirst() }
        }
        process(name, value)
        return nil
    }

    // MARK: Fields

    private mutating func process(_ name: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>) {
        // Names are compared as they are, case and all.
        if name.elementsEqual("data".utf8) {
            guard mayKeep(data.count + value.count + 1) else { return }
            data += value
            data.append(ASCII.lf)
        } else if name.elementsEqual("event".utf8) {
            guard mayKeep(0) else { return }
            eventType = UTF8Repair.text(value)
        } else if name.elementsEqual("id".utf8) {
            guard mayKeep(0), !value.contains(0) else { return }
            lastEventIDBuffer = UTF8Repair.text(value)
        } else if name.elementsEqual("retry".utf8) {
            guard !isLineOversized, !value.isEmpty, value.allSatisfy(ASCII.isDigit) else { return }
            reconnectionTime = Int(String(decoding: value, as: UTF8.self)) ?? .max
        }
    }

    /// Whether the current line may be used and the event may have so many bytes of data; gives the event up if not.
    private mutating func mayKeep(_ dataBytes: Int) -> Bool {
        if isLineOversized || dataBytes > limits.eventBytes + 1 {
            isEventOversized = true
            data = []
        }
        return !isEventOversized
    }

    private mutating func dispatch() -> ServerSentEvent? {
        lastEventID = lastEventIDBuffer
        defer {
            data.removeAll(keepingCapacity: data.count < 1 << 20)
            eventType = ""
            isEventOversized = false
        }
        if isEventOversized {
            oversizedEvents += 1
            return nil
        }
        guard !data.isEmpty else { return nil }
        return ServerSentEvent(
            event: eventType.isEmpty ? "message" : eventType, data: UTF8Repair.text(data.dropLast()), id: lastEventID)
    }
}
