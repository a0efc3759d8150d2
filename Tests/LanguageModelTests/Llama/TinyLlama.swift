import CKernels
import TestSupport

/// A Llama model of a few thousand weights, as the bytes of a GGUF file.
struct TinyLlama {
    var width = 64
    var heads = 4
    var keyHeads = 2
    var feedForward = 96
    var layers = 2
    var contextLength = 512
    var type: ck_type = CK_F32
    /// Changes or adds metadata and tensors before the file is put together.
    var amend: (inout GGUFWriter) -> Void = { _ in }

    static let texts = ["a", "b", "c", "d", "ab", "cd", "abcd", "<end>"]
    var vocabulary: Int { Self.texts.count }

    /// The weights, by name, as numbers: what every type of file stores, each in its way.
    func weights() -> [(name: String, rows: Int, columns: Int, values: [Float])] {
        var random = TestRandom(seed: 7)
        func matrix(_ name: String, _ rows: Int, _ columns: Int) -> (String, Int, Int, [Float]) {
            (name, rows, columns, (0..<(rows * columns)).map { _ in Float(random.below(2001)) / 2000 - 0.5 })
        }
        let headSize = width / heads
        var all = [matrix("token_embd.weight", vocabulary, width)]
        for layer in 0..<layers {
            let name = "blk.\(layer)."
            all += [
                matrix(name + "attn_norm.weight", 1, width), matrix(name + "attn_q.weight", width, width),
                matrix(name + "attn_k.weight", keyHeads * headSize, width),
                matrix(name + "attn_v.weight", keyHeads * headSize, width),
                matrix(name + "attn_output.weight", width, width), matrix(name + "ffn_norm.weight", 1, width),
                matrix(name + "ffn_gate.weight", feedForward, width),
                matrix(name + "ffn_up.weight", feedForward, width),
                matrix(name + "ffn_down.weight", width, feedForward),
            ]
        }
        return all + [matrix("output_norm.weight", 1, width)]
    }

    func writer() -> GGUFWriter {
        var writer = GGUFWriter()
        writer.add("general.architecture", string: "llama")
        for (key, value) in [
            ("block_count", layers), ("embedding_length", width), ("feed_forward_length", feedForward),
            ("attention.head_count", heads), ("attention.head_count_kv", keyHeads), ("context_length", contextLength),
        ] {
            writer.add("llama.\(key)", uint32: UInt32(value))
        }
        writer.add("llama.attention.layer_norm_rms_epsilon", float: 1e-5)
        writer.add("llama.rope.freq_base", float: 10_000)
        writer.add("tokenizer.ggml.model", string: "gpt2")
        writer.add("tokenizer.ggml.pre", string: "smollm")
        writer.add("tokenizer.ggml.tokens", strings: Self.texts)
        writer.add("tokenizer.ggml.token_type", int32s: Self.texts.map { $0 == "<end>" ? 3 : 1 })
        writer.add("tokenizer.ggml.merges", strings: ["a b", "c d", "ab cd"])
        writer.add("tokenizer.ggml.eos_token_id", uint32: 7)
        for (name, rows, columns, values) in weights() {
            let type = rows == 1 ? CK_F32 : type
            writer.tensors.append(
                .init(
                    name: name, dimensions: rows == 1 ? [columns] : [columns, rows], type: type.rawValue,
                    bytes: Quantiser.bytes(of: values, as: type)))
        }
        amend(&writer)
        return writer
    }

    func bytes() -> [UInt8] { writer().bytes() }
}

/// Stores numbers as ggml does: `ggml-quants.c`, `quantize_row_*_ref`.
enum Quantiser {
    static func bytes(of values: [Float], as type: ck_type) -> [UInt8] {
        switch type {
        case CK_F32: return values.flatMap { little($0.bitPattern) }
        case CK_F16: return values.flatMap { little(Float16($0).bitPattern) }
        default:
            return stride(from: 0, to: values.count, by: 32).flatMap { block(Array(values[$0..<($0 + 32)]), type) }
        }
    }

    private static func block(_ values: [Float], _ type: ck_type) -> [UInt8] {
        switch type {
        case CK_Q8_0:
            let d = values.map(abs).max()! / 127
            return little(Float16(d).bitPattern)
                + values.map { UInt8(bitPattern: Int8(d > 0 ? ($0 / d).rounded() : 0)) }
        case CK_Q4_0:
            let extreme = values.max { abs($0) < abs($1) }!
            let d = extreme / -8
            let numbers = values.map { UInt8(min(15, max(0, d == 0 ? 8 : ($0 / d + 8.5).rounded(.down)))) }
            return little(Float16(d).bitPattern) + nibbles(numbers)
        default:
            let (low, high) = (values.min()!, values.max()!)
            let d = (high - low) / 15
            let numbers = values.map { UInt8(min(15, d == 0 ? 0 : (($0 - low) / d).rounded())) }
            return little(Float16(d).bitPattern) + little(Float16(low).bitPattern) + nibbles(numbers)
        }
    }

    private static func nibbles(_ numbers: [UInt8]) -> [UInt8] { (0..<16).map { numbers[$0] | numbers[$0 + 16] << 4 } }
    private static func little(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }
}
