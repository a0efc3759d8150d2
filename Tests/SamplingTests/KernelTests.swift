import CKernels
import Foundation
import Sampling
import Testing

/// The same bits from every set of instructions that this processor has.
@Suite struct KernelTests {
    private static let sets = [CK_PLAIN, CK_NEON, CK_AVX2, CK_AVX512_VNNI].filter { ck_isa_available($0) != 0 }

    private struct Figures: Equatable {
        var highest, lowest: Double, finite, refused: Int64
        var count: Int64, mass, moment: UInt64
        var bins: [[UInt64]], places: [UInt16], above: [UInt32], number: Int64

        init(_ set: ck_isa, _ logits: ck_logits, temperature: Double) {
            let range = ck_logits_range(set, logits)
            (highest, lowest, finite, refused) = (range.highest, range.lowest, range.finite, range.refused)
            let softmax = ck_softmax(
                reference: highest, inverse_temperature: 1 / temperature, floor: (highest + 3 * lowest) / 4)
            let sums = ck_logits_sums(set, logits, softmax)
            (count, mass, moment) = (sums.count, sums.mass, sums.moment)
            var bins = [ck_bin](repeating: ck_bin(), count: Int(CK_BINS))
            places = [UInt16](repeating: 7, count: Int(logits.count))
            ck_logits_bins(set, logits, softmax, ck_ruler(top: highest, per_unit: 20), CK_MOMENT, &places, &bins)
            self.bins = bins.map { [$0.count, $0.mass, $0.moment] }
            number = ck_logits_count(set, logits, softmax.floor)
            above = [UInt32](unsafeUninitializedCapacity: Int(logits.count)) { buffer, filled in
                filled = Int(ck_logits_above(set, logits, softmax.floor, buffer.baseAddress))
            }
        }
    }

    private func logits(_ count: Int, spread: Double, seed: UInt64) -> [Double] {
        var source = SeededGenerator(seed: seed)
        return (0..<count).map { _ in
            Int.random(in: 0..<50, using: &source) == 0 ? -.infinity : .random(in: -spread...spread, using: &source)
        } + [0.5]
    }

    @Test(arguments: [0, 1, 6, 7, 8, 127, 500, 49_151])
    func everySetOfInstructionsGivesTheSameBits(_ count: Int) {
        for (seed, spread) in [0.001, 3, 30, 900].enumerated() {
            let wide = logits(count, spread: spread, seed: UInt64(seed))
            let narrow = wide.map(Float.init)
            for temperature in [0.05, 1, 7] {
                wide.withUnsafeBufferPointer { buffer in
                    let lent = ck_logits(values: buffer.baseAddress, count: Int64(buffer.count), is_double: 1)
                    let expected = Figures(CK_PLAIN, lent, temperature: temperature)
                    for set in Self.sets { #expect(Figures(set, lent, temperature: temperature) == expected) }
                }
                narrow.withUnsafeBufferPointer { buffer in
                    let lent = ck_logits(values: buffer.baseAddress, count: Int64(buffer.count), is_double: 0)
                    let expected = Figures(CK_PLAIN, lent, temperature: temperature)
                    for set in Self.sets { #expect(Figures(set, lent, temperature: temperature) == expected) }
                }
            }
        }
    }

    @Test func figuresAreThoseOfASimpleLoop() {
        let wide = logits(3000, spread: 5, seed: 9)
        wide.withUnsafeBufferPointer { buffer in
            let lent = ck_logits(values: buffer.baseAddress, count: Int64(buffer.count), is_double: 1)
            let found = Figures(CK_PLAIN, lent, temperature: 0.7)
            #expect(found.highest == wide.max())
            #expect(found.lowest == wide.filter { $0 > -.infinity }.min())
            #expect(found.finite == wide.count { $0 > -.infinity })
            #expect(found.refused == -1)
            let floor = (found.highest + 3 * found.lowest) / 4
            let counted = wide.indices.filter { wide[$0] >= floor }
            #expect(found.above.map(Int.init) == counted)
            #expect(found.number == counted.count && found.count == counted.count)
            let weights = counted.map { ck_weight(-((found.highest - wide[$0]) * (1 / 0.7))) }
            #expect(found.mass == weights.reduce(0, +))
            #expect(found.bins.reduce(0) { $0 + $1[1] } == found.mass)
            #expect(found.bins.reduce(0) { $0 + $1[2] } == found.moment)
            #expect(found.bins.reduce(0) { $0 + $1[0] } == counted.count)
            for place in wide.indices {
                let bin = wide[place] >= floor ? min(511, UInt16((found.highest - wide[place]) * 20)) : 512
                #expect(found.places[place] == bin)
            }
        }
    }

    @Test(arguments: sets)
    func whatCannotBeSampledFromIsFoundWhereverItStands(_ set: ck_isa) {
        for count in 1...20 {
            for place in 0..<count {
                for bad in [Float.nan, .infinity] {
                    var logits = [Float](repeating: 1, count: count)
                    logits[place] = bad
                    logits.append(bad)
                    logits.withUnsafeBufferPointer { buffer in
                        let lent = ck_logits(values: buffer.baseAddress, count: Int64(buffer.count), is_double: 0)
                        #expect(ck_logits_range(set, lent).refused == place)
                    }
                }
            }
        }
    }

    // MARK: Functions

    @Test func exponentialIsWithinThreeUnitsInTheLastPlace() {
        #expect(ck_exp(0) == 1)
        #expect(ck_exp(-.infinity) == 0)
        #expect(ck_exp(-708.5) == 0)
        #expect(ck_exp(-.leastNonzeroMagnitude) == 1)
        for step in 0..<200_000 {
            let x = -Double(step) * 0.003_539
            #expect(abs(ck_exp(x) - exp(x)) <= 3 * exp(x).ulp)
        }
    }

    @Test func logarithmIsWithinTwoUnitsInTheLastPlace() {
        #expect(ck_log(1) == 0)
        var source = SeededGenerator(seed: 4)
        for _ in 0..<100_000 {
            let x = exp(Double.random(in: -600...600, using: &source))
            #expect(abs(ck_log(x) - log(x)) <= 2 * log(x).ulp)
            let near = Double.random(in: 0.5...1.5, using: &source)
            #expect(abs(ck_log(near) - log(near)) <= 2 * log(near).ulp)
        }
    }

    @Test func bitsOfAFewWeightsAreTheseOnEveryMachine() {
        // Rounded from 28 decimal places.
        let expected: [UInt64] = [
            8_796_093_022_208, 5_335_100_103_654, 3_235_901_785_502, 927_101_383_715, 399_342_005, 2, 0,
        ]
        #expect([0, -0.5, -1, -2.25, -10, -29, -31].map(ck_weight) == expected)
    }

    // MARK: Ranking

    @Test func foundEntryIsThatOfASortedList() {
        var source = SeededGenerator(seed: 12)
        for round in 0..<3000 {
            let count = Int.random(in: 1...60, using: &source)
            let range = round % 3 == 0 ? 2.0 : 1000
            var entries = (0..<count).map { order in
                ck_entry(
                    key: Double.random(in: -range...range, using: &source).rounded(),
                    weight: .random(in: 0...9, using: &source), order: UInt32(order))
            }
            let sorted = entries.sorted { $0.key != $1.key ? $0.key > $1.key : $0.order < $1.order }
            let byMass = round.isMultiple(of: 2)
            let target = UInt64.random(in: 1...UInt64(byMass ? 300 : 65), using: &source)
            var (sum, rank) = (0 as UInt64, 0)
            for (place, entry) in sorted.enumerated() {
                rank = place
                let with = byMass ? sum + entry.weight : UInt64(place) + 1
                if with >= target || place == count - 1 { break }
                sum += entry.weight
            }
            let found = ck_entries_find(&entries, Int64(count), target, byMass ? 1 : 0)
            #expect(found.rank == rank)
            #expect(found.entry.order == sorted[rank].order)
            #expect(found.mass_above == sorted.prefix(rank).reduce(0) { $0 + $1.weight })
        }
    }
}
