internal import LanguageModel
internal import Tokenization

/// The texts that one thread writes, pass by pass.
final class WritingDesk {
    /// In the order in which they came.
    private var texts: [OpenText] = []
    private let positionLimit: Int
    private var turn = 0
    /// What a common beginning has to have for a text to wait for another that reads it.
    private static let twinLength = 16

    init(positionLimit: Int) { self.positionLimit = positionLimit }

    func add(_ arrived: [OpenText]) { texts += arrived }

    func failAll(_ error: any Error) {
        for text in texts { text.fail(error) }
        texts = []
    }

    var isEmpty: Bool { texts.isEmpty }

    /// Brings every text that can go on a step further. Gives `false` if none could.
    func pass() -> Bool {
        var ready: [OpenText] = []
        texts.removeAll { text in
            switch text.readiness() {
            case .over:
                text.close()
                return true
            case .paused: return false
            case .ready:
                ready.append(text)
                return false
            }
        }
        guard !ready.isEmpty else { return false }
        makeRoom(for: ready)
        turn &+= 1
        return Self.groups(ready).reduce(false) { pass(of: $1.1, by: $1.0) || $0 }
    }

    /// Texts by model. A model that is no object has no others' texts.
    private static func groups(_ texts: [OpenText]) -> [(any LanguageModel, [OpenText])] {
        var places: [ObjectIdentifier: Int] = [:]
        var groups: [(any LanguageModel, [OpenText])] = []
        for text in texts {
            let identity = ObjectIdentifier(text.model as AnyObject)
            if text.model.passLimit != nil, let place = places[identity] {
                groups[place].1.append(text)
            } else {
                places[identity] = groups.count
                groups.append((text.model, [text]))
            }
        }
        return groups
    }

    private func pass(of texts: [OpenText], by model: any LanguageModel) -> Bool {
        let texts = texts.filter { $0.isOpen || open($0, beside: texts) }
        let counts =
            model.passLimit.map { PassPlan(limit: $0).counts(unread: texts.map(\.unreadCount), turn: turn) }
            ?? texts.map(\.unreadCount)
        var (parts, owners): ([PassPart], [OpenText]) = ([], [])
        for (text, count) in zip(texts, counts) where count > 0 {
            guard let part = text.part(of: count) else { continue }
            parts.append(part)
            owners.append(text)
        }
        guard !parts.isEmpty else { return false }
        model.advance(parts) { place, result in
            switch result {
            case .success(let logits): owners[place].write(logits)
            case .failure(let error): owners[place].fail(error)
            }
        }
        for (text, part) in zip(owners, parts) { text.advance(by: part.tokens.count) }
        return true
    }

    // MARK: Beginning

    /// Opens a text, unless it has to wait: for room, or for another text that is about to read how this one begins.
    private func open(_ text: OpenText, beside others: [OpenText]) -> Bool {
        guard hasRoom(for: text), !waitsForTwin(text, among: others) else { return false }
        do {
            try text.open()
            return true
        } catch {
            text.fail(error)
            return false
        }
    }

    private func waitsForTwin(_ text: OpenText, among others: [OpenText]) -> Bool {
        guard text.model.passLimit != nil else { return false }
        if let twin = text.twin, twin.text.isOpen, twin.text.isReading, twin.text.readCount < twin.count { return true }
        text.twin = nil
        for other in others where other.isOpen && other.isReading && other !== text {
            let common = min(Self.commonPrefix(text.tokens, other.tokens), text.tokens.count - 1)
            guard common >= Self.twinLength, other.readCount < min(common, other.tokens.count - 1) else { continue }
            text.twin = (other, min(common, other.tokens.count - 1))
            return true
        }
        return false
    }

    private static func commonPrefix(_ a: [TokenID], _ b: [TokenID]) -> Int {
        zip(a, b).prefix { $0 == $1 }.count
    }

    // MARK: Memory

    /// What texts take of the models' memory: of the tokens that are to be read, too.
    private var positions: Int { texts.reduce(0) { $0 + ($1.isOpen ? $1.tokens.count : 0) } }

    /// Some room is left for the texts that are open to grow. Whatever the limit, one text can be written.
    private func hasRoom(for text: OpenText) -> Bool {
        let positions = positions
        return positions == 0 || positions + text.tokens.count <= positionLimit - positionLimit / 8
    }

    /// Takes memory back if texts have outgrown it, or new ones need it: first of those that pause, then of the youngest.
    private func makeRoom(for ready: [OpenText]) {
        let next = ready.first { !$0.isOpen }
        func isTight() -> Bool { positions > positionLimit || next.map { !hasRoom(for: $0) } ?? false }
        guard isTight() else { return }
        let active = Set(ready.map { ObjectIdentifier($0) })
        for text in texts where text.isOpen && !active.contains(ObjectIdentifier(text)) && isTight() { text.close() }
        for text in ready.filter(\.isOpen).dropFirst().reversed() where positions > positionLimit { text.close() }
    }
}
