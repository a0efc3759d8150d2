import Explorer
import Foundation
import Sampling
import Terminal
import Testing
import Tokenization

@Suite struct ExploreViewTests {
    /// Frames kept as text, in `Tests/Fixtures/explorer`.
    private static func expect(_ lines: [DisplayText], equals name: String) throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../Fixtures/explorer/\(name).txt").standardizedFileURL
        let text = lines.map { $0.plain + "\n" }.joined()
        if ProcessInfo.processInfo.environment["UPDATE_FIXTURES"] == "1" {
            try Data(text.utf8).write(to: file)
            Issue.record("\(name) has been recorded anew: look at the difference before it is committed")
        } else {
            #expect(text == String(decoding: try Data(contentsOf: file), as: UTF8.self), "\(name)")
        }
    }

    /// A vocabulary of 26 words, each three quarters as probable as the one before.
    private func state(_ settings: SamplingSettings, draws: Int = 0) throws -> ExploreState {
        let logits = (0..<26).map { Float($0) * -0.2877 }
        var state = try ExploreState(prompt: [0], logits: logits, settings: settings, seed: 7)
        for _ in 0..<draws {
            _ = try state.handle(.enter)
            state.predicted(logits)
        }
        return state
    }

    private func view(unicode: Bool = true) -> ExploreView {
        ExploreView(model: "words", tokenizer: Words(), prompt: "Once upon a", unicode: unicode)
    }

    @Test(arguments: [(60, 12), (60, 20), (80, 24), (120, 40)])
    func framesAreAsKept(_ columns: Int, _ rows: Int) throws {
        var state = try state(SamplingSettings(temperature: 0.7, topP: 0.9), draws: 3)
        let size = TerminalSize(columns: columns, rows: rows)
        let frame = view().frame(state, try state.reading(), on: size)
        #expect(frame.lines.count == rows && frame.lines.allSatisfy { $0.columns <= columns })
        try Self.expect(frame.lines, equals: "frame-\(columns)x\(rows)")
    }

    @Test func asciiFramesHoldNoOtherCharacters() throws {
        var state = try state(SamplingSettings(temperature: 0.7, topP: 0.9), draws: 2)
        _ = try state.handle(.character("n"))
        let frame = view(unicode: false).frame(state, try state.reading(), on: TerminalSize(columns: 80, rows: 24))
        // Arrows and dashes have stand-ins of their own when they are written.
        let others = frame.lines.flatMap { $0.plain.unicodeScalars }.filter {
            !$0.isASCII && !"←→↑↓·–…".unicodeScalars.contains($0)
        }
        #expect(others.isEmpty, "\(others)")
    }

    @Test func helpFitsTheSmallestScreen() throws {
        var state = try state(SamplingSettings())
        _ = try state.handle(.character("?"))
        let lines = view().frame(state, try state.reading(), on: ExploreView.smallest).lines
        #expect(lines.count <= ExploreView.smallest.rows)
        let text = lines.map(\.plain).joined(separator: "\n")
        for key in ["← →", "Enter", "q Esc", "Any key"] { #expect(text.contains(key)) }
    }

    @Test(arguments: [(59, 24), (60, 11), (20, 5)])
    func tooSmallAScreenIsTold(_ columns: Int, _ rows: Int) throws {
        var state = try state(SamplingSettings())
        let frame = view().frame(state, try state.reading(), on: TerminalSize(columns: columns, rows: rows))
        let text = frame.lines.map(\.plain).joined(separator: " ")
        #expect(text.contains("60 columns") && text.contains("\(columns) and \(rows)") && text.contains("press q"))
        #expect(frame.dials.isEmpty)
    }

    @Test func everyRowWithADialNamesIt() throws {
        var state = try state(SamplingSettings())
        let frame = view().frame(state, try state.reading(), on: TerminalSize(columns: 80, rows: 24))
        let names: [Dial: String] = [.temperature: "temperature", .topP: "top-p", .topK: "top-k", .minP: "min-p"]
        #expect(frame.dials.count == 4)
        for (row, dial) in frame.dials { #expect(frame.lines[row].plain.contains(names[dial] ?? "?")) }
    }

    @Test func theMarkPointsAtThePieceThatTheNumberFellOn() throws {
        var state = try state(SamplingSettings(temperature: 0.6))
        for _ in 0..<20 {
            _ = try state.handle(.enter)
            state.predicted((0..<26).map { Float($0) * -0.2877 })
            let step = try #require(state.steps.last)
            let lines = view().frame(state, try state.reading(), on: TerminalSize(columns: 120, rows: 30)).lines
            let mark = try #require(lines.first { $0.plain.contains("↑ 0.") || $0.plain.hasSuffix("↑ ") }).plain
            let column = try #require(Array(mark).firstIndex(of: "↑"))
            // 114 columns of line begin in column 3.
            let place = Double(column - 3) / 114
            #expect(place <= step.draw.uniform && step.draw.uniform < place + 1 / 114 + 1e-9)
        }
    }
}

/// 26 words.
private struct Words: Tokenizer {
    static let words = (0..<26).map { " w" + String(Character(Unicode.Scalar(UInt8(97 + $0)))) }
    var vocabularySize: Int { Self.words.count }
    func encode(_ text: String) -> [TokenID] { [0] }
    func bytes(of token: TokenID) -> [UInt8] { Array(Self.words[Int(token)].utf8) }
}
