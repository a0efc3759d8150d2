internal import ModelAPI
internal import Sampling

/// Divides and delays the text of a stream, by a ``Pace``.
///
/// Text that is kept for a larger piece goes out before the first event that is not text, so that the order of a provider's
/// events stays what it was.
struct PaceShaper: EventShaper {
    private let pace: Pace
    private var random: SeededGenerator
    /// Text that is not out yet, by the text that it belongs to, and the event that carries it.
    private var pending: [(key: String, carrier: TextDelta, name: String, text: String, tokens: Int)] = []
    private var hasText = false
    private var sequenceNumber: Int?

    init(pace: Pace, seed: UInt64) {
        self.pace = pace
        random = SeededGenerator(seed: seed)
    }

    mutating func shape(_ event: StreamEvent) -> [StreamStep] {
        guard let delta = TextDelta(event) else { return finish() + [.event(numbered(event))] }
        guard pace.chunkTokens != nil || pace.chunkCharacters != nil else {
            return wait() + [.event(numbered(event))]
        }
        let place =
            pending.firstIndex { $0.key == delta.key }
            ?? {
                pending.append((delta.key, delta, event.name, "", 0))
                return pending.count - 1
            }()
        pending[place].text += delta.text
        pending[place].tokens += 1
        return release(place)
    }

    mutating func finish() -> [StreamStep] {
        var steps: [StreamStep] = []
        for index in pending.indices where !pending[index].text.isEmpty {
            steps += write(pending[index].text, index)
        }
        pending = []
        return steps
    }

    /// Writes the pieces that are complete.
    private mutating func release(_ place: Int) -> [StreamStep] {
        var steps: [StreamStep] = []
        if let characters = pace.chunkCharacters {
            // The last character may still grow by a combining mark.
            while pending[place].text.count > characters {
                let piece = String(pending[place].text.prefix(characters))
                pending[place].text.removeFirst(characters)
                steps += write(piece, place)
            }
        } else if let tokens = pace.chunkTokens, pending[place].tokens >= tokens {
            let text = pending[place].text
            pending[place].text = ""
            pending[place].tokens = 0
            steps += write(text, place)
        }
        return steps
    }

    private mutating func write(_ text: String, _ place: Int) -> [StreamStep] {
        let entry = pending[place]
        return wait() + [.event(numbered(StreamEvent(name: entry.name, data: entry.carrier.data(with: text))))]
    }

    private mutating func wait() -> [StreamStep] {
        guard hasText else {
            hasText = true
            return pace.firstToken > .zero ? [.wait(pace.firstToken)] : []
        }
        guard let interval = pace.interval, interval > .zero else { return [] }
        let draw = Double(random.next() >> 11) / Double(1 << 53)
        return [.wait(interval * (1 + pace.jitter * (2 * draw - 1)))]
    }

    /// Events that count themselves are counted anew, for pieces are more or fewer than the deltas were.
    private mutating func numbered(_ event: StreamEvent) -> StreamEvent {
        guard pace.chunkTokens != nil || pace.chunkCharacters != nil, event.data.contains("\"sequence_number\""),
            let json = try? JSONValue.parse(event.data), let number = json["sequence_number"]?.int
        else { return event }
        let next = sequenceNumber.map { $0 + 1 } ?? number
        sequenceNumber = next
        return StreamEvent(
            name: event.name, data: json.setting(["sequence_number"], to: .integer(next)).serialized())
    }
}
