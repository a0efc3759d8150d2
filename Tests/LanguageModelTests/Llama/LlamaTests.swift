import CKernels
import Foundation
import LanguageModel
import Synchronization
import TestSupport
import Testing
import Tokenization

/// On a tiny model with random weights.
@Suite struct LlamaTests {
    private static func open(_ tiny: TinyLlama, _ arithmetic: Arithmetic = .exact, threads: Int = 1) throws
        -> LlamaModel
    {
        let file = try TemporaryFile(tiny.bytes(), suffix: ".gguf")
        return try LlamaModel(path: file.path, id: "tiny", arithmetic: arithmetic, pool: WorkerPool(threads: threads))
    }

    private static let text: [TokenID] = (0..<300).map { [0, 3, 5, 1, 1, 6, 2, 4][$0 * 5 % 8] }

    /// The forward pass once more, in double precision and without a single kernel.
    private static func reference(_ tiny: TinyLlama, _ tokens: [TokenID]) -> [Double] {
        var weights: [String: (rows: Int, columns: Int, values: [Double])] = [:]
        for (name, rows, columns, values) in tiny.weights() { weights[name] = (rows, columns, values.map(Double.init)) }
        func times(_ name: String, _ x: [Double]) -> [Double] {
            let (rows, columns, values) = weights[name]!
            return (0..<rows).map { row in (0..<columns).reduce(0) { $0 + values[row * columns + $1] * x[$1] } }
        }
        func norm(_ x: [Double], _ name: String) -> [Double] {
            let scale = 1 / (x.reduce(0) { $0 + $1 * $1 } / Double(x.count) + 1e-5).squareRoot()
            return zip(x, weights[name]!.values).map { $0 * scale * $1 }
        }
        let size = tiny.width / tiny.heads
        func rotate(_ x: [Double], _ position: Int) -> [Double] {
            var x = x
            for pair in 0..<(x.count / 2) {
                let angle = Double(position) * pow(10_000, -2 * Double(pair % (size / 2)) / Double(size))
                let (a, b) = (x[2 * pair], x[2 * pair + 1])
                x[2 * pair] = a * cos(angle) - b * sin(angle)
                x[2 * pair + 1] = a * sin(angle) + b * cos(angle)
            }
            return x
        }
        var stream = tokens.map { token in
            Array(weights["token_embd.weight"]!.values[(Int(token) * tiny.width)..<((Int(token) + 1) * tiny.width)])
        }
        for layer in 0..<tiny.layers {
            let name = "blk.\(layer)."
            let normed = stream.map { norm($0, name + "attn_norm.weight") }
            let queries = normed.enumerated().map { rotate(times(name + "attn_q.weight", $1), $0) }
            let keys = normed.enumerated().map { rotate(times(name + "attn_k.weight", $1), $0) }
            let values = normed.map { times(name + "attn_v.weight", $0) }
            for position in stream.indices {
                var attended = [Double](repeating: 0, count: tiny.width)
                for head in 0..<tiny.heads {
                    let (own, shared) = (head * size, head / (tiny.heads / tiny.keyHeads) * size)
                    let scores = (0...position).map { seen in
                        (0..<size).reduce(0) { $0 + queries[position][own + $1] * keys[seen][shared + $1] }
                            / Double(size).squareRoot()
                    }
                    let top = scores.max()!
                    let weights = scores.map { exp($0 - top) }
                    let sum = weights.reduce(0, +)
                    for (seen, weight) in weights.enumerated() {
                        for index in 0..<size { attended[own + index] += weight / sum * values[seen][shared + index] }
                    }
                }
                stream[position] = zip(stream[position], times(name + "attn_output.weight", attended)).map(+)
            }
            for position in stream.indices {
                let normed = norm(stream[position], name + "ffn_norm.weight")
                let gate = times(name + "ffn_gate.weight", normed).map { $0 / (1 + exp(-$0)) }
                let inner = zip(gate, times(name + "ffn_up.weight", normed)).map(*)
                stream[position] = zip(stream[position], times(name + "ffn_down.weight", inner)).map(+)
            }
        }
        return times("token_embd.weight", norm(stream.last!, "output_norm.weight"))
    }

    @Test func exactLogitsEqualADoublePrecisionReference() throws {
        for tiny in [TinyLlama(), TinyLlama(width: 96, heads: 2, keyHeads: 1, feedForward: 160, layers: 3)] {
            let tokens = Array(Self.text.prefix(40))
            let logits = try Self.open(tiny).makeContext().logits(appending: tokens)
            for (logit, expected) in zip(logits, Self.reference(tiny, tokens)) {
                #expect(abs(Double(logit) - expected) < 1e-3)
            }
        }
    }

    /// The file's numbers are what the exact way computes with, whatever type they have.
    @Test(arguments: [CK_F16, CK_Q4_0, CK_Q4_1, CK_Q8_0].map(\.rawValue))
    func exactLogitsOfAQuantisedFileEqualThoseOfItsNumbers(_ type: UInt32) throws {
        let type = ck_type(rawValue: type)
        var numbers = TinyLlama()
        // The same weights, quantised and read back by the row kernel.
        numbers.amend = { writer in
            for index in writer.tensors.indices where writer.tensors[index].dimensions.count == 2 {
                let (columns, rows) = (writer.tensors[index].dimensions[0], writer.tensors[index].dimensions[1])
                let values = writer.tensors[index].bytes.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
                let packed = Quantiser.bytes(of: values, as: type)
                var read = [Float](repeating: 0, count: values.count)
                packed.withUnsafeBytes { packed in
                    var matrix = ck_matrix(
                        data: packed.baseAddress, type: type, rows: Int32(rows), columns: Int32(columns))
                    for row in 0..<rows {
                        read.withUnsafeMutableBufferPointer {
                            ck_row(&matrix, Int32(row), $0.baseAddress! + row * columns)
                        }
                    }
                }
                for (stored, original) in zip(read, values) { #expect(abs(stored - original) < 0.07) }
                writer.tensors[index].bytes = Quantiser.bytes(of: read, as: CK_F32)
            }
        }
        let quantised = try Self.open(TinyLlama(type: type)).makeContext().logits(appending: Self.text)
        let plain = try Self.open(numbers).makeContext().logits(appending: Self.text)
        #expect(zip(quantised, plain).allSatisfy { abs($0 - $1) < 1e-4 })
    }

    @Test(arguments: [CK_Q4_0, CK_Q4_1, CK_Q8_0].map(\.rawValue))
    func fastLogitsAreNearTheExactOnes(_ type: UInt32) throws {
        let tiny = TinyLlama(type: ck_type(rawValue: type))
        let fast = try Self.open(tiny, .fast).makeContext().logits(appending: Self.text)
        let exact = try Self.open(tiny, .exact).makeContext().logits(appending: Self.text)
        #expect(fast != exact)
        #expect(zip(fast, exact).allSatisfy { abs($0 - $1) < 0.5 })
    }

    /// One way of cutting a text into calls gives the same bits as any other.
    @Test(arguments: Arithmetic.allCases)
    func logitsDoNotDependOnHowTheTextWasGiven(_ arithmetic: Arithmetic) throws {
        let tiny = TinyLlama(type: CK_Q4_1)
        let whole = try Self.open(tiny, arithmetic).makeContext().logits(appending: Self.text)
        for (size, threads) in [(1, 1), (3, 2), (7, 1), (64, 2), (299, 3)] {
            let context = try Self.open(tiny, arithmetic, threads: threads).makeContext()
            var logits: [Float] = []
            for start in stride(from: 0, to: Self.text.count, by: size) {
                logits = try context.logits(appending: Array(Self.text[start..<min(start + size, Self.text.count)]))
            }
            #expect(logits == whole, "in pieces of \(size), on \(threads) threads")
        }
    }

    @Test func aTextThatBeginsLikeAnEarlierOneGivesTheSameLogits() throws {
        let tiny = TinyLlama(type: CK_Q8_0)
        let model = try Self.open(tiny, .fast)
        for length in [300, 300, 120, 1, 299] {
            let tokens = Array(Self.text.prefix(length)) + [TokenID(length % 7)]
            let fresh = try Self.open(tiny, .fast).makeContext().logits(appending: tokens)
            // The context of the round before is on the shelf by now.
            #expect(try model.makeContext().logits(appending: tokens) == fresh)
        }
    }

    @Test func noTokensGiveTheLogitsOfTheTextSoFar() throws {
        let context = try Self.open(TinyLlama()).makeContext()
        #expect(throws: ModelError.emptyPrompt) { try context.logits(appending: []) }
        let logits = try context.logits(appending: [0, 1])
        #expect(try context.logits(appending: []) == logits)
    }

    @Test func tokensOutsideTheVocabularyAndTooLongTextsAreRefused() throws {
        let context = try Self.open(TinyLlama(contextLength: 32)).makeContext()
        #expect(throws: ModelError.tokenOutsideVocabulary(token: 8, vocabularySize: 8)) {
            try context.logits(appending: [0, 8])
        }
        #expect(throws: ModelError.tokenOutsideVocabulary(token: -1, vocabularySize: 8)) {
            try context.logits(appending: [-1])
        }
        _ = try context.logits(appending: [TokenID](repeating: 0, count: 32))
        #expect(throws: ModelError.promptTooLong(tokens: 33, contextLength: 32)) { try context.logits(appending: [0]) }
    }

    /// Texts of many lengths, read in pieces of many lengths, with others or without.
    @Test(arguments: Arithmetic.allCases)
    func logitsInACommonPassAreThoseOfTheTextAlone(_ arithmetic: Arithmetic) throws {
        let model = try Self.open(TinyLlama(type: arithmetic == .fast ? CK_Q8_0 : CK_F32), arithmetic, threads: 2)
        let fresh = try Self.open(TinyLlama(type: arithmetic == .fast ? CK_Q8_0 : CK_F32), arithmetic)
        let texts = [1, 7, 16, 17, 40, 100].map { [TokenID(6), TokenID($0 % 6)] + Self.text.prefix($0) }
        let contexts = texts.map { _ in model.makeContext() }
        var read = [Int](repeating: 0, count: texts.count)
        var results = [[Float]](repeating: [], count: texts.count)
        for piece in [1, 3, 16, 30, 64] {
            let open = texts.indices.filter { read[$0] < texts[$0].count }
            let parts = open.map { index in
                let end = min(read[index] + piece + index % 2, texts[index].count)
                return PassPart(
                    context: contexts[index], tokens: texts[index][read[index]..<end],
                    wantsLogits: end == texts[index].count)
            }
            let lent = Mutex<[Int: [Float]]>([:])
            model.advance(parts) { place, result in
                let logits = (try? result.get()).map(Array.init) ?? []
                lent.withLock { $0[place] = logits }
            }
            for (place, index) in open.enumerated() {
                read[index] += parts[place].tokens.count
                if let logits = lent.withLock({ $0[place] }) { results[index] = logits }
            }
        }
        for (text, result) in zip(texts, results) {
            let alone = try fresh.makeContext().logits(appending: text)
            #expect(result == alone)
        }
    }

    @Test func aTextThatBeginsLikeOneBeingWrittenTakesOverWhatIsKnown() throws {
        let model = try Self.open(TinyLlama())
        let first = model.makeContext()
        let text = Array(Self.text.prefix(50))
        _ = try first.logits(appending: text)
        let second = model.makeContext()
        let other = Array(text.prefix(37)) + [6, 6, 6]
        #expect(try second.begin(with: other) == 37)
        let logits = try second.logits(appending: Array(other[37...]))
        let alone = try Self.open(TinyLlama()).makeContext().logits(appending: other)
        #expect(logits == alone)
        // And the first goes on as if nothing had been.
        let next = try first.logits(appending: [2])
        let whole = try Self.open(TinyLlama()).makeContext().logits(appending: text + [2])
        #expect(next == whole)
    }

    @Test func aPartThatCannotBeIsRefusedAndTheOthersGoOn() throws {
        let model = try Self.open(TinyLlama())
        let contexts = [model.makeContext(), model.makeContext()]
        let seen = Mutex<[Int: Bool]>([:])
        model.advance([
            PassPart(context: contexts[0], tokens: [99], wantsLogits: true),
            PassPart(context: contexts[1], tokens: [1], wantsLogits: true),
        ]) { place, result in
            let isThere = (try? result.get()) != nil
            seen.withLock { $0[place] = isThere }
        }
        #expect(seen.withLock { $0 } == [0: false, 1: true])
    }

    @Test func textsWrittenAtTheSameTimeDoNotDisturbEachOther() async throws {
        let model = try Self.open(TinyLlama(type: CK_Q4_1), .fast, threads: 2)
        let alone = try (0..<4).map {
            try model.makeContext().logits(appending: Array(Self.text.dropFirst($0 * 3).prefix(90)))
        }
        try await withThrowingTaskGroup(of: (Int, [Float]).self) { group in
            for index in 0..<4 {
                group.addTask {
                    let context = model.makeContext()
                    var logits: [Float] = []
                    for token in Self.text.dropFirst(index * 3).prefix(90) {
                        logits = try context.logits(appending: [token])
                    }
                    return (index, logits)
                }
            }
            for try await (index, logits) in group { #expect(logits == alone[index]) }
        }
    }
}
