internal import CKernels
internal import Foundation
internal import Tokenization

/// Some texts on their way through the encoder, packed one behind the other: no padding, and no text sees another.
struct EncoderPass {
    let weights: EncoderWeights
    let headSize: Int
    let inputs: ArraySlice<[TokenID]>

    /// The epsilon of every layer norm in BERT.
    private static let epsilon: Float = 1e-12

    /// Writes a vector of length 1 for each text, one behind the other.
    func run(into vectors: UnsafeMutablePointer<Float>) {
        let tokens = inputs.reduce(0) { $0 + $1.count }
        let (width, inner) = (weights.width, weights.innerWidth)
        let longest = inputs.reduce(0) { max($0, $1.count) }
        let sizes = [width, width, width, width, width, inner].map { Int(ck_panel_floats(Int32(tokens), Int32($0))) }
        let scratchSize = Int(ck_attention_scratch(Int32(longest), Int32(headSize)))
        let memory = UnsafeMutableRawPointer.allocate(
            byteCount: 4 * (sizes.reduce(0, +) + scratchSize), alignment: 64)
        defer { memory.deallocate() }
        var next = memory.bindMemory(to: Float.self, capacity: sizes.reduce(0, +) + scratchSize)
        func take(_ count: Int) -> UnsafeMutablePointer<Float> {
            defer { next += count }
            return next
        }
        let (x, query, key, value) = (take(sizes[0]), take(sizes[1]), take(sizes[2]), take(sizes[3]))
        let (attended, hidden, scratch) = (take(sizes[4]), take(sizes[5]), take(scratchSize))
        // The lanes behind the last token take part in all sums: they have to hold numbers.
        x.initialize(repeating: 0, count: sizes[0])
        attended.initialize(repeating: 0, count: sizes[4])

        func apply(
            _ linear: EncoderWeights.Linear, _ from: UnsafePointer<Float>, _ to: UnsafeMutablePointer<Float>,
            _ inputs: Int, _ outputs: Int, _ activation: ck_activation = CK_IDENTITY
        ) {
            ck_linear(
                from, linear.weight, linear.bias, to, Int32(tokens), Int32(inputs), Int32(outputs), activation)
        }
        func normalise(
            _ x: UnsafeMutablePointer<Float>, adding residual: UnsafePointer<Float>?, _ norm: EncoderWeights.Norm
        ) {
            ck_layer_norm(x, residual, norm.weight, norm.bias, Int32(tokens), Int32(width), Self.epsilon)
        }

        embedTokens(into: x)
        normalise(x, adding: nil, weights.norm)
        for layer in weights.layers {
            apply(layer.query, x, query, width, width)
            apply(layer.key, x, key, width, width)
            apply(layer.value, x, value, width, width)
            forEachText { first, count in
                ck_attention(
                    query, key, value, attended, first, count, Int32(width / headSize), Int32(headSize), scratch)
            }
            apply(layer.attentionOutput, attended, query, width, width)
            normalise(x, adding: query, layer.attentionNorm)
            apply(layer.intermediate, x, hidden, width, inner, CK_GELU)
            apply(layer.output, hidden, query, inner, width)
            normalise(x, adding: query, layer.outputNorm)
        }

        var vector = vectors
        forEachText { first, count in
            ck_mean_tokens(x, vector, first, count, Int32(width))
            Self.scaleToLengthOne(UnsafeMutableBufferPointer(start: vector, count: width))
            vector += width
        }
    }

    private func embedTokens(into x: UnsafeMutablePointer<Float>) {
        let width = weights.width
        var place: Int32 = 0
        for input in inputs {
            for (position, token) in input.enumerated() {
                ck_embed_token(
                    weights.words + Int(token) * width, weights.places + position * width, weights.types, x, place,
                    Int32(width))
                place += 1
            }
        }
    }

    private func forEachText(_ body: (_ first: Int32, _ count: Int32) -> Void) {
        var first: Int32 = 0
        for input in inputs {
            body(first, Int32(input.count))
            first += Int32(input.count)
        }
    }

    private static func scaleToLengthOne(_ vector: UnsafeMutableBufferPointer<Float>) {
        let length = vector.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
        let scale = Float(1 / max(length, 1e-12))
        for index in vector.indices { vector[index] *= scale }
    }
}
