internal import Tokenization

extension GGUFFile {
    /// The tokenizer that the file describes.
    ///
    /// - Throws: ``GGUFError``, `BytePairError`, or ``ModelError/unsupported(_:)`` for a kind of tokenizer, or a way of
    ///   cutting text into pieces, that there is none for here.
    func tokenizer() throws -> BytePairTokenizer {
        let model = try string("tokenizer.ggml.model") ?? "none"
        guard model == "gpt2" else {
            throw ModelError.unsupported("the tokenizer '\(model)'; 'gpt2', which is byte-level BPE, can be used")
        }
        let name = try string("tokenizer.ggml.pre") ?? "default"
        guard let preTokenizer = PreTokenizer(ggufName: name) else {
            throw ModelError.unsupported("the pre-tokenizer '\(name)'")
        }
        let kindsKey = "tokenizer.ggml.token_type"
        let kinds = try has(kindsKey) ? int32s(kindsKey) : []
        let count = try stringCount("tokenizer.ggml.tokens")
        guard kinds.isEmpty || kinds.count == count else {
            throw GGUFError.badValue(key: kindsKey, expected: "as long as the list of tokens, \(count)")
        }
        var builder = BytePairTokenizer.Builder()
        var next = 0
        try forEachString("tokenizer.ggml.tokens") { text in
            let number = kinds.isEmpty ? 1 : kinds[next]
            guard let kind = BytePairTokenizer.Builder.Kind(rawValue: number) else {
                throw GGUFError.badValue(key: kindsKey, expected: "of numbers from 1 to 6")
            }
            try builder.addToken(text, kind: kind)
            next += 1
        }
        try forEachString("tokenizer.ggml.merges") { try builder.addMerge($0) }
        return try builder.finish(preTokenizer: preTokenizer)
    }
}
