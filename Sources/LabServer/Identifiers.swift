internal import Sampling
internal import Synchronization

/// Makes ids, keys and seeds, from the system's randomness or, for runs that can be repeated, from a seed.
final class Identifiers: Sendable {
    private let generator: Generator?

    init(seed: UInt64?) { generator = seed.map(Generator.init) }

    func number() -> UInt64 {
        guard let generator else { return UInt64.random(in: .min ... .max) }
        return generator.next()
    }

    /// Letters and digits, about 5.95 bits each.
    func letters(_ count: Int) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
        return String((0..<count).map { _ in alphabet[Int(number() % UInt64(alphabet.count))] })
    }

    func hex(_ count: Int) -> String {
        String((0..<count).map { _ in Array("0123456789abcdef")[Int(number() & 15)] })
    }
}

private final class Generator: Sendable {
    private let generator: Mutex<SeededGenerator>
    init(seed: UInt64) { generator = Mutex(SeededGenerator(seed: seed)) }
    func next() -> UInt64 { generator.withLock { $0.next() } }
}
