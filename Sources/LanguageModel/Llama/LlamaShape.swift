/// The dimensions of a Llama model.
struct LlamaShape: Hashable, Sendable {
    let layers: Int
    /// Of the vector that stands for a token.
    let width: Int
    let feedForward: Int
    let heads: Int
    /// Heads of keys and values, each shared by `heads / keyHeads` heads of queries.
    let keyHeads: Int
    let headSize: Int
    let vocabulary: Int
    let contextLength: Int
    let epsilon: Float
    /// For each pair of a head's elements, the angle by which a position turns it.
    let frequencies: [Double]

    var queryWidth: Int { heads * headSize }
    var keyWidth: Int { keyHeads * headSize }
    var headsPerKeyHead: Int { heads / keyHeads }

    /// - Throws: ``GGUFError``, or ``ModelError/unsupported(_:)`` for a model that is no plain Llama.
    init(_ file: GGUFFile) throws {
        let architecture = try file.string("general.architecture") ?? "none"
        guard architecture == "llama" else {
            throw ModelError.unsupported("the architecture '\(architecture)'; 'llama' can be used")
        }
        func size(_ name: String, multipleOf divisor: Int = 1, limit: Int = 1 << 20) throws -> Int {
            let key = "llama.\(name)"
            guard let value = try file.integer(key, limit: limit) else { throw GGUFError.missingKey(key) }
            guard value > 0, value % divisor == 0 else {
                throw GGUFError.badValue(key: key, expected: divisor == 1 ? "1 or more" : "a multiple of \(divisor)")
            }
            return value
        }
        layers = try size("block_count", limit: 1024)
        width = try size("embedding_length", multipleOf: 32, limit: 1 << 16)
        feedForward = try size("feed_forward_length", multipleOf: 32, limit: 1 << 18)
        heads = try size("attention.head_count", limit: 1024)
        keyHeads = try file.has("llama.attention.head_count_kv") ? size("attention.head_count_kv", limit: 1024) : heads
        contextLength = try size("context_length", limit: 1 << 24)
        vocabulary = try file.stringCount("tokenizer.ggml.tokens")
        guard heads % keyHeads == 0 else {
            throw GGUFError.badValue(key: "llama.attention.head_count_kv", expected: "a divisor of the head count")
        }
        let usual = width / heads
        headSize = try file.integer("llama.attention.key_length", limit: 4096) ?? usual
        guard headSize > 0, headSize % 16 == 0, heads * headSize <= 1 << 16, (heads * headSize) % 32 == 0 else {
            throw ModelError.unsupported("heads of \(headSize) elements; multiples of 16 can be used")
        }
        for (key, expected) in [
            ("llama.rope.dimension_count", headSize), ("llama.attention.value_length", headSize),
            ("llama.vocab_size", vocabulary), ("llama.expert_count", 0),
        ] {
            if let found = try file.integer(key), found != expected {
                throw ModelError.unsupported("\(key) \(found); \(expected) can be used")
            }
        }
        let epsilonKey = "llama.attention.layer_norm_rms_epsilon"
        guard let epsilon = try file.number(epsilonKey) else { throw GGUFError.missingKey(epsilonKey) }
        guard epsilon >= 0, epsilon < 1 else { throw GGUFError.badValue(key: epsilonKey, expected: "from 0 to 1") }
        self.epsilon = Float(epsilon)
        frequencies = try Self.frequencies(file, headSize: headSize)
    }

    /// theta to the power of −2i / head size: Su and others 2021. Llama 3 divides each by a factor of its own.
    private static func frequencies(_ file: GGUFFile, headSize: Int) throws -> [Double] {
        if let scaling = try file.string("llama.rope.scaling.type"), scaling != "none" {
            throw ModelError.unsupported("rotary positions scaled by '\(scaling)'")
        }
        let theta = try file.number("llama.rope.freq_base") ?? 10_000
        guard theta > 0 else { throw GGUFError.badValue(key: "llama.rope.freq_base", expected: "above 0") }
        let factors =
            try file.hasTensor("rope_freqs.weight")
            ? file.floats("rope_freqs.weight", count: headSize / 2) : [Float](repeating: 1, count: headSize / 2)
        return factors.enumerated().map { index, factor in
            power(theta, -2 * Double(index) / Double(headSize)) / Double(factor)
        }
    }
}
