internal import Terminal

/// What a person can do to an exploration.
public enum ExploreAction: Hashable, Sendable {
    case turn(Dial, up: Bool)
    case changeOrder, changeSteps, neutral
    case draw, takeBack, returnToPrompt, write, reseed, peek
    case scroll(Int)
    case help, leave

    /// What `key` means; `nil` for a key without a meaning. `dials` gives the dial shown at each row.
    init?(_ key: Key, dials: [Int: Dial]) {
        switch key {
        case .left: self = .turn(.temperature, up: false)
        case .right: self = .turn(.temperature, up: true)
        case .down: self = .turn(.topP, up: false)
        case .up: self = .turn(.topP, up: true)
        case .wheel(let wheel):
            self = .turn(dials[wheel.row] ?? (wheel.shift ? .topP : .temperature), up: wheel.isUp)
        case .enter, .character(" "): self = .draw
        case .backspace: self = .takeBack
        case .home: self = .returnToPrompt
        case .pageUp: self = .scroll(-1)
        case .pageDown: self = .scroll(1)
        case .escape, .control("c"), .control("d"): self = .leave
        case .character(let letter):
            switch letter {
            case "k": self = .turn(.topK, up: false)
            case "K": self = .turn(.topK, up: true)
            case "m": self = .turn(.minP, up: false)
            case "M": self = .turn(.minP, up: true)
            case "o": self = .changeOrder
            case "f": self = .changeSteps
            case "0": self = .neutral
            case "a": self = .write
            case "r": self = .reseed
            case "n": self = .peek
            case "?", "h": self = .help
            case "q": self = .leave
            default: return nil
            }
        default: return nil
        }
    }

    /// The keys as `?` lists them.
    static let keys: [(keys: String, meaning: String)] = [
        ("← →", "temperature"), ("↑ ↓", "top-p"), ("k K", "top-k: fewer, more"), ("m M", "min-p: cut more, less"),
        ("o", "order of the stages"), ("f", "fine steps, or coarse"), ("0", "nothing changed or cut"),
        ("Enter", "draw a token, go on"), ("Backspace", "take it back"), ("Home", "back to the prompt"),
        ("a", "write on; again: stop"), ("r", "another seed"), ("n", "peek at the next draw"),
        ("PgUp PgDn", "more of the list"), ("wheel", "turn what is under it"), ("q Esc", "leave"),
    ]
}
