internal import CKernels

/// The weights of a Llama model, where they lie in the mapped file.
struct LlamaWeights: @unchecked Sendable {
    struct Layer {
        let attentionNorm: [Float]
        let query: ck_matrix
        let key: ck_matrix
        let value: ck_matrix
        let attentionOutput: ck_matrix
        let feedForwardNorm: [Float]
        let gate: ck_matrix
        let up: ck_matrix
        let down: ck_matrix
    }

    let shape: LlamaShape
    let embedding: ck_matrix
    let layers: [Layer]
    let outputNorm: [Float]
    /// From the last vector to the logits; the embedding itself where the file has no other.
    let output: ck_matrix
    /// Keeps the memory that the matrices point into.
    private let file: GGUFFile

    /// - Throws: ``GGUFError``, or ``ModelError/unsupported(_:)`` if the file has tensors that a plain Llama has not.
    init(_ file: GGUFFile) throws {
        let shape = try LlamaShape(file)
        var used: Set<String> = ["rope_freqs.weight"]
        func matrix(_ name: String, _ rows: Int, _ columns: Int) throws -> ck_matrix {
            used.insert(name)
            return try file.matrix(name, rows: rows, columns: columns)
        }
        func floats(_ name: String, _ count: Int) throws -> [Float] {
            used.insert(name)
            return try file.floats(name, count: count)
        }
        embedding = try matrix("token_embd.weight", shape.vocabulary, shape.width)
        layers = try (0..<shape.layers).map { index in
            let layer = "blk.\(index)."
            return Layer(
                attentionNorm: try floats(layer + "attn_norm.weight", shape.width),
                query: try matrix(layer + "attn_q.weight", shape.queryWidth, shape.width),
                key: try matrix(layer + "attn_k.weight", shape.keyWidth, shape.width),
                value: try matrix(layer + "attn_v.weight", shape.keyWidth, shape.width),
                attentionOutput: try matrix(layer + "attn_output.weight", shape.width, shape.queryWidth),
                feedForwardNorm: try floats(layer + "ffn_norm.weight", shape.width),
                gate: try matrix(layer + "ffn_gate.weight", shape.feedForward, shape.width),
                up: try matrix(layer + "ffn_up.weight", shape.feedForward, shape.width),
                down: try matrix(layer + "ffn_down.weight", shape.width, shape.feedForward))
        }
        outputNorm = try floats("output_norm.weight", shape.width)
        output =
            try file.hasTensor("output.weight")
            ? matrix("output.weight", shape.vocabulary, shape.width) : embedding
        if let stranger = file.tensorNames.filter({ !used.contains($0) }).min() {
            throw ModelError.unsupported("the tensor '\(stranger)', which a plain Llama does not have")
        }
        self.shape = shape
        self.file = file
    }

    /// Asks the system to bring the file into memory.
    func willNeed() { file.file.willNeed() }
}
