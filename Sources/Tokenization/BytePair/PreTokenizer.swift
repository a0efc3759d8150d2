/// How text is cut into pieces before each piece becomes tokens.
public enum PreTokenizer: Hashable, Sendable, CaseIterable {
    /// As `cl100k_base` cuts: `tiktoken_ext/openai_public.py`.
    case cl100k
    /// As `o200k_base` cuts: `tiktoken_ext/openai_public.py`.
    case o200k
    /// As SmolLM cuts: each digit alone, else as GPT-2.
    case smollm
    /// As GPT-2 cuts.
    case gpt2
    /// As Llama 3 cuts, in llama.cpp's notation.
    case llama3

    /// The pre-tokenizer that a GGUF file names in `tokenizer.ggml.pre`; `nil` for one that is not implemented.
    ///
    /// Only names whose rules in llama.cpp (`src/llama-vocab.cpp`) are exactly one of these are known here.
    public init?(ggufName: String) {
        switch ggufName {
        case "smollm", "starcoder", "refact", "codeshell": self = .smollm
        case "gpt-2", "olmo": self = .gpt2
        case "llama-bpe", "llama3", "llama-v3": self = .llama3
        default: return nil
        }
    }

    /// Whether a piece that is a token becomes that token even if no merges lead to it (llama.cpp's `ignore_merges`).
    var takesWholePieces: Bool {
        switch self {
        case .cl100k, .o200k, .llama3: true
        case .smollm, .gpt2: false
        }
    }
}
