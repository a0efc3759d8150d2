internal import CKernels
internal import Tokenization

/// One forward pass over rows of scratch memory, a row for each token.
struct LlamaPass {
    /// A token and where it stands.
    private struct Row {
        var token: TokenID
        var position: Int
        var cache: KVCache.Places
    }

    /// A piece of the work of attention: some heads of queries, of consecutive positions of one text.
    private struct AttentionPart {
        var cache: KVCache.Places
        var row: Int
        var position: Int
        var count: Int
        /// The first head of queries, and how many.
        var head: Int
        var heads: Int
        /// Where its scores stand in the scratch memory.
        var scores: Int
    }

    let engine: LlamaEngine
    let scratch: LlamaScratch
    let spans: [LlamaEngine.Span]
    private let rows: [Row]
    private let parts: [AttentionPart]

    var weights: LlamaWeights { engine.weights }
    var shape: LlamaShape { engine.weights.shape }
    var rowCount: Int { rows.count }

    init(engine: LlamaEngine, scratch: LlamaScratch, spans: [LlamaEngine.Span]) {
        self.engine = engine
        self.scratch = scratch
        self.spans = spans
        rows = spans.flatMap { span in
            let (first, places) = (span.cache.count, span.cache.places)
            return span.tokens.enumerated().map { Row(token: $1, position: first + $0, cache: places) }
        }
        parts = Self.attentionParts(of: spans, engine.weights.shape)
        scratch.reserveScores(parts.last.map { $0.scores + Self.scoreCount(positions: $0.position + $0.count) } ?? 0)
    }

    func run() {
        var embedding = weights.embedding
        forEachRow { row, place in
            ck_row(&embedding, place.token, scratch.stream + row * shape.width)
            for (index, frequency) in shape.frequencies.enumerated() {
                let angle = direction(of: Double(place.position) * frequency)
                let place = row * shape.headSize / 2 + index
                scratch.angles[place] = angle.cosine
                scratch.angles[rowCount * shape.headSize / 2 + place] = angle.sine
            }
        }
        for (index, layer) in weights.layers.enumerated() {
            attend(index, layer)
            feedForward(layer)
        }
        for span in spans { span.cache.append(span.tokens) }
    }

    // MARK: Steps of a layer

    private func attend(_ index: Int, _ layer: LlamaWeights.Layer) {
        norm(layer.attentionNorm)
        let input = prepared(scratch.normed, shape.width)
        let matrices = [layer.query, layer.key, layer.value]
        multiply(matrices, input, into: [scratch.queries, scratch.keys, scratch.values])
        forEachRow { row, place in
            let cosines = scratch.angles + row * shape.headSize / 2
            let sines = cosines + rowCount * shape.headSize / 2
            let key = scratch.keys + row * shape.keyWidth
            ck_rotate(
                scratch.queries + row * shape.queryWidth, cosines, sines, Int32(shape.heads), Int32(shape.headSize))
            ck_rotate(key, cosines, sines, Int32(shape.keyHeads), Int32(shape.headSize))
            for head in 0..<shape.keyHeads {
                ck_store(
                    place.cache.head(layer: index, head: head), Int32(place.position), key + head * shape.headSize,
                    scratch.values + row * shape.keyWidth + head * shape.headSize)
            }
        }
        let scale = 1 / Float(shape.headSize).squareRoot()
        engine.pool.run(parts: parts.count) { number in
            let part = parts[number]
            let place = part.row * shape.queryWidth + part.head * shape.headSize
            ck_attend(
                part.cache.head(layer: index, head: part.head / shape.headsPerKeyHead), scratch.queries + place,
                scratch.attended + place, Int32(shape.queryWidth), Int32(part.heads), Int32(part.position),
                Int32(part.count), scale, scratch.scores.baseAddress! + part.scores)
        }
        multiply(
            [layer.attentionOutput], prepared(scratch.attended, shape.queryWidth), into: [scratch.stream], adding: true)
    }

    private func feedForward(_ layer: LlamaWeights.Layer) {
        norm(layer.feedForwardNorm)
        let input = prepared(scratch.normed, shape.width)
        engine.pool.run(over: shape.feedForward, grain: Self.rowGrain) { range in
            multiply(layer.gate, input, into: scratch.gate, range, adding: false)
            multiply(layer.up, input, into: scratch.up, range, adding: false)
            for row in 0..<rowCount {
                let place = row * shape.feedForward + range.lowerBound
                ck_swiglu(scratch.gate + place, scratch.up + place, Int32(range.count))
            }
        }
        multiply([layer.down], prepared(scratch.gate, shape.feedForward), into: [scratch.stream], adding: true)
    }

    private func norm(_ weight: [Float]) {
        weight.withUnsafeBufferPointer { weight in
            forEachIndex { row in
                ck_rms_norm(
                    scratch.stream + row * shape.width, weight.baseAddress!, shape.epsilon, Int32(shape.width),
                    scratch.normed + row * shape.width)
            }
        }
    }

    // MARK: Logits

    /// How many texts' logits are in memory at once.
    private static let logitRows = 64

    /// Lends the logits after the last token of each span that wants them.
    func lendLogits(_ body: (Int, UnsafeBufferPointer<Float>) -> Void) {
        var wanted: [(span: Int, row: Int)] = []
        var end = 0
        for (index, span) in spans.enumerated() {
            end += span.tokens.count
            if span.wantsLogits { wanted.append((index, end - 1)) }
        }
        for start in stride(from: 0, to: wanted.count, by: Self.logitRows) {
            let group = wanted[start..<min(start + Self.logitRows, wanted.count)]
            let logits = scratch.logits(rows: group.count)
            for (index, place) in group.enumerated() {
                ck_rms_norm(
                    scratch.stream + place.row * shape.width, weights.outputNorm, shape.epsilon, Int32(shape.width),
                    scratch.normed + index * shape.width)
            }
            multiply([weights.output], prepared(scratch.normed, shape.width, count: group.count), into: [logits])
            engine.pool.run(parts: group.count) { index in
                let row = UnsafeBufferPointer(start: logits + index * shape.vocabulary, count: shape.vocabulary)
                body(group[group.startIndex + index].span, row)
            }
        }
    }

    // MARK: Rows

    private func forEachRow(_ body: (Int, Row) -> Void) { forEachIndex { body($0, rows[$0]) } }

    private func forEachIndex(_ body: (Int) -> Void) { forEachIndex(below: rowCount, body) }

    func forEachIndex(below count: Int, _ body: (Int) -> Void) {
        if count < 8 {
            for row in 0..<count { body(row) }
        } else {
            engine.pool.run(over: count, grain: 4) { $0.forEach(body) }
        }
    }

    // MARK: Attention's parts

    private static let queriesPerPart = 16
    /// With so many texts there are parts enough for all threads without cutting by heads of queries.
    private static let manyTexts = 4

    /// A part for each key head and a few positions; a single position of few texts is cut by heads of queries.
    private static func attentionParts(of spans: [LlamaEngine.Span], _ shape: LlamaShape) -> [AttentionPart] {
        var parts: [AttentionPart] = []
        var (row, scores) = (0, 0)
        for span in spans {
            let isAlone = span.tokens.count == 1 && spans.count < manyTexts
            let heads = isAlone ? 1 : shape.headsPerKeyHead
            let places = span.cache.places
            for start in stride(from: 0, to: span.tokens.count, by: queriesPerPart) {
                let (count, position) = (min(queriesPerPart, span.tokens.count - start), span.cache.count + start)
                for head in stride(from: 0, to: shape.heads, by: heads) {
                    parts.append(
                        AttentionPart(
                            cache: places, row: row + start, position: position, count: count, head: head,
                            heads: heads, scores: scores))
                    scores += scoreCount(positions: position + count)
                }
            }
            row += span.tokens.count
        }
        return parts
    }

    private static func scoreCount(positions: Int) -> Int { 4 * ((positions + 15) / 16 * 16) }
}
