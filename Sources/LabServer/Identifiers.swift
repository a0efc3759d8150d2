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
    func letters(_ count: Int) -> String { text(of: Self.alphabet, count, eachNumber: 10) }

    func hex(_ count: Int) -> String { text(of: Self.hexDigits, count, eachNumber: 16) }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)
    private static let hexDigits = Array("0123456789abcdef".utf8)

    /// - Parameter eachNumber: how many digits a random number gives: to ask the system for each would take longer than all the
    ///   rest of a short answer. The numbers are so large beside `alphabet.count` to that power that no digit is favoured.
    private func text(of alphabet: [UInt8], _ count: Int, eachNumber: Int) -> String {
        let base = UInt64(alphabet.count)
        return String(unsafeUninitializedCapacity: count) { buffer in
            var rest: UInt64 = 0
            for index in 0..<count {
                if index % eachNumber == 0 { rest = number() }
                buffer[index] = alphabet[Int(rest % base)]
                rest /= base
            }
            return count
        }
    }
}

private final class Generator: Sendable {
    private let generator: Mutex<SeededGenerator>
    init(seed: UInt64) { generator = Mutex(SeededGenerator(seed: seed)) }
    func next() -> UInt64 { generator.withLock { $0.next() } }
}
