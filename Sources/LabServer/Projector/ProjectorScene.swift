internal import HTTPWire
internal import ModelAPI
internal import Traffic

/// What a command shows on the page.
public struct ProjectorScene: Sendable {
    /// What the page gives room to.
    public enum Kind: String, Sendable {
        /// Nothing has been shown yet.
        case idle
        case distribution
        /// A text that grows, and the distribution that each token is drawn from.
        case generation
        /// A view that is drawn as a whole.
        case picture
        /// An exchange with a server: the answer's text, and its events as they arrive.
        case request
    }

    public var kind: Kind
    /// The line that was typed.
    public var command: String
    /// What answers, in a few words.
    public var heading: String
    /// The text that the model goes on from, or the question that is sent.
    public var prompt: String
    /// An SVG document; a browser treats it as an image, in which nothing runs and nothing is loaded.
    public var picture: String

    public init(_ kind: Kind, command: String, heading: String, prompt: String, picture: String = "") {
        self.kind = kind
        self.command = command
        self.heading = heading
        self.prompt = prompt
        self.picture = picture
    }
}

/// All that the page shows at one time, free of secrets, and bounded whatever the prompt does.
struct ProjectorStage {
    /// How many characters of a prompt or an outcome are shown: the last ones.
    static let textLimit = 4000
    /// How many characters of an event's data are shown: the first ones.
    static let dataLimit = 1200
    /// How many events are kept.
    static let eventLimit = 100

    private let kind: ProjectorScene.Kind
    private let command: String
    private let heading: String
    private let prompt: String
    private let picture: String
    var figure: JSONValue?
    var text = ProjectorText()
    private var events: [JSONValue] = []
    private var eventCount = 0
    private var answerTime: UInt64?
    var outcome = ""
    /// Why there is no page any more.
    var ending: String?

    init(_ scene: ProjectorScene = ProjectorScene(.idle, command: "", heading: "", prompt: "")) {
        kind = scene.kind
        command = Self.shown(scene.command)
        heading = Self.shown(scene.heading)
        prompt = Self.shown(scene.prompt)
        picture = Redaction.redacted(scene.picture)
    }

    /// A text as the page may have it.
    static func shown(_ text: String) -> String {
        let redacted = Redaction.redacted(text)
        return redacted.count > textLimit ? "…" + redacted.suffix(textLimit) : redacted
    }

    /// Adds an event, and gives it as a row of the page. Its text must have been added to ``text`` before.
    mutating func add(_ event: ServerSentEvent, at time: UInt64, text piece: String) -> JSONValue {
        eventCount += 1
        // A key may come in pieces, of which none looks like one.
        let isSecret = !piece.isEmpty && text.endsInSecret
        let data = isSecret ? "…" : Redaction.redacted(event.data)
        let row = JSONValue.object([
            "number": .integer(eventCount), "milliseconds": .number(Double(time) / 1e6),
            "gap": .number(Double(time - min(time, answerTime ?? time)) / 1e6), "name": .string(event.event),
            "text": .string(isSecret ? "…" : Redaction.redacted(piece)),
            "data": .string(data.count > Self.dataLimit ? data.prefix(Self.dataLimit) + "…" : data),
        ])
        answerTime = time
        events.append(row)
        if events.count > Self.eventLimit { events.removeFirst() }
        return row
    }

    var json: JSONValue {
        .object([
            "scene": .string(kind.rawValue), "command": .string(command), "heading": .string(heading),
            "prompt": .string(prompt), "picture": .string(picture), "text": .string(text.shown),
            "figure": figure ?? .null,
            "events": .array(events), "outcome": .string(outcome), "ending": ending.map { .string($0) } ?? .null,
        ])
    }
}

/// A text that grows, without secrets in it, not even ones that come in pieces.
struct ProjectorText {
    /// How many characters are kept at least: the last ones.
    private static let limit = 16_000

    /// What to do to the text that a viewer has.
    struct Change {
        /// How many of the last characters are replaced, in UTF-16 units as browsers count.
        var dropping: Int
        var adding: String

        init(from old: String, to new: String) {
            let common = old.commonPrefix(with: new)
            dropping = old.utf16.count - common.utf16.count
            adding = String(new.dropFirst(common.count))
        }

        var isEmpty: Bool { dropping == 0 && adding.isEmpty }
        var json: JSONValue { .object(["drop": .integer(dropping), "add": .string(adding)]) }
    }

    /// Up to the last white space: no key goes beyond it, so this does not change any more.
    private var settled = ""
    private var tail = ""
    private var shownTail = ""

    /// The text as it may be shown.
    var shown: String { settled + shownTail }

    /// Whether the text ends in what may be a part of a key. Nothing of it is shown before it is whole.
    var endsInSecret: Bool { Redaction.redacted(tail) != tail }

    mutating func add(_ text: String) -> Change {
        let before = shownTail
        tail += text
        var release = ""
        if let end = tail.lastIndex(where: \.isWhitespace) {
            release = Redaction.redacted(String(tail[...end]))
            tail = String(tail[tail.index(after: end)...])
            settled += release
            if settled.count > 2 * Self.limit { settled = String(settled.suffix(Self.limit)) }
        }
        shownTail = endsInSecret ? "" : tail
        return Change(from: before, to: release + shownTail)
    }

    /// Shows what was held back: no more will come.
    mutating func finish() -> Change {
        let before = shownTail
        shownTail = Redaction.redacted(tail)
        return Change(from: before, to: shownTail)
    }
}

extension String {
    fileprivate func commonPrefix(with other: String) -> String {
        String(zip(self, other).prefix { $0 == $1 }.map(\.0))
    }
}
