internal import HTTPWire
internal import ModelAPI

extension FaultKind {
    /// A reader that decodes what it has gets half a character.
    static let cutCharacter = FaultKind(
        name: "cut-character", summary: "the stream ends in the middle of a character's UTF-8", scope: .streams,
        parameters: [.afterEvents]
    ) { context throws(FaultError) in
        .events(
            StrikeShaper(after: try context.afterEvents()) { event in
                guard let (head, _) = halves(of: event) else { return [.end] }
                return [.bytes(head), .end]
            })
    }

    /// A reader that decodes read by read breaks; nothing is lost.
    static let splitCharacter = FaultKind(
        name: "split-character", summary: "a character's UTF-8 is divided over two writes", scope: .streams,
        parameters: [.afterEvents]
    ) { context throws(FaultError) in
        .events(
            StrikeShaper(after: try context.afterEvents()) { event in
                guard let (head, tail) = halves(of: event) else { return [.event(event)] }
                // Apart in time too, or one read could bring both.
                return [.bytes(head), .wait(.milliseconds(50)), .bytes(tail)]
            })
    }

    /// The event with a character of four bytes at its text's end, divided in the middle of it.
    private static func halves(of event: StreamEvent) -> ([UInt8], [UInt8])? {
        let character = "\u{1F642}"
        guard let delta = TextDelta(event),
            let bytes = try? EventStreamWriter.bytes(event: event.name, data: delta.data(with: delta.text + character)),
            let start = bytes.lastIndex(of: Array(character.utf8)[0])
        else { return nil }
        return (Array(bytes[..<(start + 2)]), Array(bytes[(start + 2)...]))
    }
}
