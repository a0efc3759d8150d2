import Sampling
import Testing

@Suite struct SeededGeneratorTests {
    /// From the reference code at https://prng.di.unimi.it: xoshiro256** seeded with four numbers of SplitMix64.
    @Test(
        arguments: zip(
            [0, 42] as [UInt64],
            [
                [0x99EC_5F36_CB75_F2B4, 0xBF6E_1F78_4956_452A, 0x1A5F_849D_4933_E6E0, 0x6AA5_94F1_262D_2D2C],
                [0x1578_0B2E_0C2E_C716, 0x6104_D986_6D11_3A7E, 0xAE17_5332_39E4_99A1, 0xECB8_AD47_03B3_60A1],
            ] as [[UInt64]]))
    func numbersAreThoseOfTheReferenceCode(_ seed: UInt64, _ expected: [UInt64]) {
        var generator = SeededGenerator(seed: seed)
        #expect(expected.map { _ in generator.next() } == expected)
    }

    @Test func uniformNumbersAreFromZeroToBelowOne() {
        var generator = SeededGenerator(seed: 1)
        var sum = 0.0
        for _ in 0..<10_000 {
            let number = uniform(using: &generator)
            #expect(number >= 0 && number < 1)
            sum += number
        }
        #expect(abs(sum / 10_000 - 0.5) < 0.01)
    }

    @Test func highestNumberStaysBelowOne() {
        struct Constant: RandomNumberGenerator { mutating func next() -> UInt64 { .max } }
        var generator = Constant()
        #expect(uniform(using: &generator) < 1)
    }
}
