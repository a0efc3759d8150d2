import Sampling
import Testing

@Suite struct SettingSweepTests {
    private let logits: [Float] = [3, 1, 2, 0, -1]

    @Test func valuesAreEquallyFarApartAndRound() {
        #expect(SettingSweep.values(from: 0, to: 2, count: 11) == [0, 0.2, 0.4, 0.6, 0.8, 1, 1.2, 1.4, 1.6, 1.8, 2])
        #expect(SettingSweep.values(from: 0.5, to: 0.5, count: 1) == [0.5])
    }

    @Test(arguments: SettingSweep.Setting.allCases)
    func pointsAreTheDistributionsAtTheirValues(_ setting: SettingSweep.Setting) throws {
        let others = SamplingSettings(temperature: 1.3, topP: 0.97)
        let values = SettingSweep.values(from: 0, to: 1, count: 5)
        let sweep = try SettingSweep(setting, over: values.reversed(), others, logits: logits)
        #expect(sweep.points.map(\.value) == values)
        for point in sweep.points {
            let chain = try SamplingChain(others.with(setting, point.value))
            #expect(point.distribution == (try chain.distribution(logits: logits)))
        }
        #expect(sweep.before.count == 5)
    }

    @Test func entropyGrowsWithTemperatureAndNucleusWithTopP() throws {
        let temperatures = try SettingSweep(
            .temperature, over: [0, 0.5, 1, 2, 4], SamplingSettings(), logits: logits)
        let entropies = temperatures.points.map(\.distribution.entropy)
        #expect(entropies == entropies.sorted())
        #expect(entropies.first == 0)
        let shares = try SettingSweep(.topP, over: [0, 0.5, 0.9, 1], SamplingSettings(), logits: logits)
        #expect(shares.points.first?.distribution.count == 1)
        #expect(shares.points.last?.distribution.count == 5)
    }

    @Test func valueOutOfRangeIsRefused() {
        #expect(throws: SamplingError.self) {
            try SettingSweep(.topP, over: [0, 1.5], SamplingSettings(), logits: logits)
        }
    }
}
