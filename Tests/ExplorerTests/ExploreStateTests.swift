import Explorer
import Sampling
import Terminal
import Testing
import Tokenization

@Suite struct ExploreStateTests {
    /// Four tokens, of which the last ends a text.
    private func state(_ settings: SamplingSettings = SamplingSettings(), context: Int = .max) throws -> ExploreState {
        try ExploreState(
            prompt: [0], logits: [2, 1, 0, -1], settings: settings, seed: 7, ends: [3], contextLength: context)
    }

    private func press(_ keys: [Key], in state: inout ExploreState) throws -> [ExploreState.Effect] {
        try keys.map { key in
            let effect = try state.handle(key)
            if effect == .predict { state.predicted([2, 1, 0, -1]) }
            return effect
        }
    }

    @Test func arrowsTurnTemperatureAndTopP() throws {
        var state = try state()
        _ = try press([.left, .left, .down], in: &state)
        #expect(state.settings.temperature == 0.9 && state.settings.topP == 0.99)
        _ = try press([.right, .up, .up], in: &state)
        #expect(state.settings.temperature == 0.95 && state.settings.topP == 1)
    }

    @Test func dialsStopAtTheirEnds() throws {
        var state = try state()
        _ = try press(Array(repeating: .left, count: 50) + Array(repeating: .down, count: 50), in: &state)
        #expect(state.settings.temperature == 0 && state.settings.topP == 0)
        _ = try press(Array(repeating: .right, count: 200) + Array(repeating: .up, count: 50), in: &state)
        #expect(state.settings.temperature == 100 && state.settings.topP == 1)
        _ = try press(Array(repeating: .character("k"), count: 50), in: &state)
        #expect(state.settings.topK == 1)
        _ = try press(Array(repeating: .character("K"), count: 50), in: &state)
        #expect(state.settings.topK == nil)
        _ = try press(Array(repeating: .character("m"), count: 50), in: &state)
        #expect(state.settings.minP == 1)
        _ = try press(Array(repeating: .character("M"), count: 50), in: &state)
        #expect(state.settings.minP == 0)
    }

    @Test(arguments: [
        (0.72, false, 0.75, 0.7), (0.72, true, 0.73, 0.71), (2.0, false, 2.5, 1.95), (0.0, false, 0.05, 0),
    ])
    func stepsLeadToRoundValues(_ from: Double, _ fine: Bool, _ up: Double, _ down: Double) throws {
        for (key, expected) in [(Key.right, up), (.left, down)] {
            var state = try state(SamplingSettings(temperature: from))
            if fine { _ = try state.handle(.character("f")) }
            _ = try state.handle(key)
            #expect(abs(state.settings.temperature - expected) < 1e-12)
        }
    }

    @Test func wheelTurnsTheDialUnderThePointerOrElseTemperature() throws {
        var state = try state()
        let wheel = { (row: Int, shift: Bool) in Key.wheel(Wheel(isUp: false, column: 3, row: row, shift: shift)) }
        _ = try state.handle(wheel(9, false), dials: [4: .topP, 5: .topK])
        #expect(state.settings.temperature == 0.95 && state.settings.topP == 1)
        _ = try state.handle(wheel(4, false), dials: [4: .topP, 5: .topK])
        _ = try state.handle(wheel(9, true), dials: [4: .topP, 5: .topK])
        #expect(state.settings.topP == 0.98 && state.settings.topK == nil)
        _ = try state.handle(wheel(5, false), dials: [4: .topP, 5: .topK])
        #expect(state.settings.topK == 1000)
    }

    @Test func drawsAreThoseOfTheGenerator() throws {
        var state = try state()
        _ = try press([.enter, .enter, .enter], in: &state)
        var generator = SeededGenerator(seed: 7)
        let chain = try SamplingChain(SamplingSettings())
        var expected: [TokenID] = []
        while expected.count < 3, expected.last != 3 {
            expected.append(TokenID(try chain.draw(logits: [2, 1, 0, -1] as [Float], using: &generator).token))
        }
        #expect(state.drawn == expected && state.tokens == [0] + expected)
    }

    @Test func takingBackBringsTheNumberAndTheDistributionBack() throws {
        var state = try state()
        let number = state.upcoming
        #expect(try state.handle(.enter) == .predict)
        state.predicted([0, 0, 0, 0])
        let drawn = state.drawn
        #expect(state.upcoming != number)
        #expect(try state.handle(.backspace) == .none)
        #expect(try state.upcoming == number && state.reading().before.top.probability > 0.5)
        _ = try state.handle(.enter)
        #expect(state.drawn == drawn)
    }

    @Test func anotherSeedGivesOtherNumbersAndTheSameOneTheSame() throws {
        var state = try state()
        let first = state.upcoming
        _ = try state.handle(.character("r"))
        #expect(state.seed == 8 && state.upcoming != first)
        let second = state.upcoming
        _ = try press([.enter, .home], in: &state)
        #expect(state.seed == 8 && state.upcoming == second && state.drawn.isEmpty)
    }

    @Test func nothingIsDrawnBeyondTheEndOfTheText() throws {
        var state = try ExploreState(prompt: [0], logits: [-9, -9, -9, 9], ends: [3])
        #expect(try press([.enter, .enter], in: &state) == [.predict, .none])
        #expect(state.drawn == [3])
        #expect(try state.handle(.backspace) == .none)
        #expect(state.drawn.isEmpty)
    }

    @Test func nothingIsDrawnBeyondTheModelsContext() throws {
        var state = try ExploreState(prompt: [0], logits: [9, 0, 0, 0], ends: [3], contextLength: 2)
        #expect(try press([.enter, .enter], in: &state) == [.predict, .none])
        #expect(state.tokens.count == 2)
    }

    @Test func writingGoesOnUntilAKeyAndTheDialsWorkMeanwhile() throws {
        var state = try ExploreState(prompt: [0], logits: [9, 0, 0, -9], ends: [3])
        _ = try state.handle(.character("a"))
        for _ in 0..<3 {
            #expect(try state.writeOn() == .predict)
            state.predicted([9, 0, 0, -9])
        }
        _ = try state.handle(.left)
        #expect(state.isWriting && state.settings.temperature == 0.95 && state.drawn.count == 3)
        #expect(try state.handle(.enter) == .none)
        #expect(!state.isWriting && state.drawn.count == 3)
        #expect(try state.writeOn() == .none)
    }

    @Test func writingEndsWithTheText() throws {
        var state = try ExploreState(prompt: [0], logits: [-9, 0, -9, 9], settings: .greedy, ends: [3])
        _ = try state.handle(.character("a"))
        #expect(try state.writeOn() == .predict)
        #expect(!state.isWriting && state.drawn == [3])
    }

    @Test func longTextsAreTakenBackWithoutLogitsInMemory() throws {
        var state = try ExploreState(prompt: [0], logits: [9, 0, 0, -9])
        _ = try press(Array(repeating: .enter, count: 100), in: &state)
        #expect(try press(Array(repeating: .backspace, count: 100), in: &state).contains(.predict))
        #expect(state.drawn.isEmpty)
    }

    @Test func helpTakesTheNextKeyAndChangesNothing() throws {
        var state = try state()
        #expect(try press([.character("?"), .left], in: &state) == [.none, .none])
        #expect(state.settings.temperature == 1 && !state.showsHelp)
        #expect(try press([.character("?"), .control("c")], in: &state) == [.none, .leave])
    }

    @Test(arguments: [Key.character("q"), .escape, .control("c"), .control("d")])
    func theseKeysLeave(_ key: Key) throws {
        var state = try state()
        #expect(try state.handle(key) == .leave)
    }

    @Test func orderAndNeutralChangeTheSettings() throws {
        var state = try state(SamplingSettings(temperature: 0.5, topP: 0.8, topK: 2))
        _ = try state.handle(.character("o"))
        #expect(state.settings.order == .llamaCpp)
        _ = try state.handle(.character("0"))
        #expect(state.settings == SamplingSettings(order: .llamaCpp))
    }

    @Test func logitsThatCannotBeSampledAreRefused() throws {
        #expect(throws: SamplingError.notANumber(token: 1)) { try ExploreState(prompt: [0], logits: [0, .nan]) }
        var state = try state()
        _ = try state.handle(.enter)
        state.predicted([.nan])
        #expect(throws: SamplingError.notANumber(token: 0)) { try state.reading() }
    }

    @Test func anyKeysLeaveASoundState() throws {
        var generator = SeededGenerator(seed: 3)
        let keys: [Key] =
            [
                .left, .right, .up, .down, .enter, .backspace, .home, .pageUp, .pageDown, .tab, .paste("q"),
            ]
            + "kKmMof0arn?x ".unicodeScalars.map { .character($0) }
        var state = try state()
        let view = ExploreView(model: "m", tokenizer: Letters(), prompt: "a", unicode: true)
        for _ in 0..<3000 {
            guard let key = keys.randomElement(using: &generator) else { continue }
            var effect = try state.handle(key)
            if effect == .predict { state.predicted([2, 1, 0, -1]) }
            effect = try state.writeOn()
            if effect == .predict { state.predicted([2, 1, 0, -1]) }
            try state.settings.validate()
            let size = TerminalSize(
                columns: Int.random(in: 10...130, using: &generator), rows: Int.random(in: 2...50, using: &generator))
            let frame = view.frame(state, try state.reading(), on: size)
            #expect(frame.lines.allSatisfy { $0.columns <= size.columns })
            #expect(frame.dials.isEmpty || frame.lines.count == size.rows)
        }
    }
}

/// A vocabulary of four letters.
struct Letters: Tokenizer {
    static let letters = ["a", "\u{1B}[2J", "日本", ""]
    var vocabularySize: Int { Self.letters.count }
    func encode(_ text: String) -> [TokenID] { [0] }
    func bytes(of token: TokenID) -> [UInt8] { Array(Self.letters[Int(token) % 4].utf8) }
}
