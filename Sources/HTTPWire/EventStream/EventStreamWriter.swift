/// Writes events so that a parser reads them back as they were.
public enum EventStreamWriter {
    /// The bytes of one event, blank line included.
    ///
    /// `message` is what an event without a name is called, so no `event` line is written for it. Data is divided at
    /// CR LF, LF and CR, one `data` line each: a reader joins them with LF.
    ///
    /// - Parameters:
    ///   - id: written if it is not `nil`; an empty one resets the reader's last event ID.
    ///   - retry: in milliseconds.
    /// - Throws: if the name or the id holds a line end, or the id a NUL: they cannot be written.
    public static func bytes(
        event: String = "message", data: String, id: String? = nil, retry: Int? = nil
    ) throws(EventStreamWriterError) -> [UInt8] {
        var bytes: [UInt8] = []
        if event != "message" {
            // An empty name reads back as `message`.
            guard !event.isEmpty, !hasLineEnd(event) else { throw .unwritableEventName }
            field("event", event.utf8, to: &bytes)
        }
        if let id {
            guard !hasLineEnd(id), !id.utf8.contains(0) else { throw .unwritableID }
            field("id", id.utf8, to: &bytes)
        }
        if let retry {
            guard retry >= 0 else { throw .negativeRetry }
            field("retry", String(retry).utf8, to: &bytes)
        }
        for line in lines(of: data) { field("data", line, to: &bytes) }
        bytes.append(ASCII.lf)
        return bytes
    }

    /// As `bytes(event:data:id:retry:)`; the id is written unless it is empty.
    public static func bytes(for event: ServerSentEvent) throws(EventStreamWriterError) -> [UInt8] {
        try bytes(event: event.event, data: event.data, id: event.id.isEmpty ? nil : event.id)
    }

    /// A comment, which every reader ignores: it keeps a connection from idling. One line for each line of the text.
    public static func comment(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        for line in lines(of: text) {
            bytes.append(ASCII.colon)
            if !line.isEmpty { bytes.append(ASCII.space) }
            bytes += line
            bytes.append(ASCII.lf)
        }
        return bytes + [ASCII.lf]
    }

    private static func field(_ name: String, _ value: some Sequence<UInt8>, to bytes: inout [UInt8]) {
        bytes += name.utf8
        bytes += [ASCII.colon, ASCII.space]
        bytes += value
        bytes.append(ASCII.lf)
    }

    private static func hasLineEnd(_ text: String) -> Bool {
        text.utf8.contains { $0 == ASCII.cr || $0 == ASCII.lf }
    }

    private static func lines(of text: String) -> [[UInt8]] {
        var lines: [[UInt8]] = [[]]
        var isAfterCR = false
        for byte in text.utf8 {
            if byte == ASCII.lf, isAfterCR {
                isAfterCR = false
                continue
            }
            isAfterCR = byte == ASCII.cr
            if byte == ASCII.lf || byte == ASCII.cr { lines.append([]) } else { lines[lines.count - 1].append(byte) }
        }
        return lines
    }
}

/// What cannot be said in an event stream.
public enum EventStreamWriterError: Error, Hashable, Sendable, CustomStringConvertible {
    case unwritableEventName, unwritableID, negativeRetry

    public var description: String {
        switch self {
        case .unwritableEventName: "an event's name is empty or holds a line end, which no event stream can carry"
        case .unwritableID: "an event's id holds a line end or NUL, which no event stream can carry"
        case .negativeRetry: "a reconnection time is negative"
        }
    }
}
