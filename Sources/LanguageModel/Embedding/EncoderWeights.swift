/// The weights of a BERT encoder, where they lie in the mapped file.
///
/// The names and shapes are those that Hugging Face's `BertModel` saves.
struct EncoderWeights: @unchecked Sendable {
    /// A matrix [outputs][inputs] and a bias.
    struct Linear {
        var weight: UnsafePointer<Float>
        var bias: UnsafePointer<Float>
    }

    struct Norm {
        var weight: UnsafePointer<Float>
        var bias: UnsafePointer<Float>
    }

    struct Layer {
        var query, key, value, attentionOutput: Linear
        var attentionNorm: Norm
        var intermediate, output: Linear
        var outputNorm: Norm
    }

    let vocabularySize: Int
    /// The features of a token.
    let width: Int
    /// The features between the two products of a layer's second half.
    let innerWidth: Int
    /// The most tokens that a text may have.
    let positions: Int

    let words, places, types: UnsafePointer<Float>
    let norm: Norm
    let layers: [Layer]
    /// Keeps the memory mapped.
    private let file: SafetensorsFile

    init(_ file: SafetensorsFile) throws(SafetensorsError) {
        self.file = file
        func size(_ name: String, dimension: Int) throws(SafetensorsError) -> Int {
            guard let shape = file.tensors[name]?.shape else { throw .missing(name) }
            // Beyond any model of this kind: products of two sizes stay far below what the kernels count with.
            guard shape.count == 2, (1...(1 << 20)).contains(shape[dimension]) else {
                throw .unexpected(name, found: "\(shape)", wanted: "a matrix")
            }
            return shape[dimension]
        }
        let vocabularySize = try size("embeddings.word_embeddings.weight", dimension: 0)
        let width = try size("embeddings.word_embeddings.weight", dimension: 1)
        let positions = try size("embeddings.position_embeddings.weight", dimension: 0)
        let innerWidth = try size("encoder.layer.0.intermediate.dense.weight", dimension: 0)
        guard width <= 1 << 14, innerWidth <= 1 << 16 else {
            throw .unexpected("embeddings.word_embeddings.weight", found: "\(width) columns", wanted: "16384 at most")
        }

        func values(_ name: String, _ shape: Int...) throws(SafetensorsError) -> UnsafePointer<Float> {
            try file.floats(name, shape: shape).baseAddress!
        }
        func norm(_ name: String) throws(SafetensorsError) -> Norm {
            Norm(weight: try values(name + ".weight", width), bias: try values(name + ".bias", width))
        }
        func linear(_ name: String, from inputs: Int, to outputs: Int) throws(SafetensorsError) -> Linear {
            Linear(weight: try values(name + ".weight", outputs, inputs), bias: try values(name + ".bias", outputs))
        }
        words = try values("embeddings.word_embeddings.weight", vocabularySize, width)
        places = try values("embeddings.position_embeddings.weight", positions, width)
        types = try values("embeddings.token_type_embeddings.weight", 2, width)
        self.norm = try norm("embeddings.LayerNorm")
        var layers: [Layer] = []
        while file.tensors["encoder.layer.\(layers.count).intermediate.dense.weight"] != nil {
            let name = "encoder.layer.\(layers.count)"
            layers.append(
                Layer(
                    query: try linear(name + ".attention.self.query", from: width, to: width),
                    key: try linear(name + ".attention.self.key", from: width, to: width),
                    value: try linear(name + ".attention.self.value", from: width, to: width),
                    attentionOutput: try linear(name + ".attention.output.dense", from: width, to: width),
                    attentionNorm: try norm(name + ".attention.output.LayerNorm"),
                    intermediate: try linear(name + ".intermediate.dense", from: width, to: innerWidth),
                    output: try linear(name + ".output.dense", from: innerWidth, to: width),
                    outputNorm: try norm(name + ".output.LayerNorm")))
        }
        self.layers = layers
        self.vocabularySize = vocabularySize
        self.width = width
        self.innerWidth = innerWidth
        self.positions = positions
    }
}
