import CKernels
import LanguageModel
import TestSupport
import Testing
import Tokenization

/// ggml's `docs/gguf.md`.
@Suite struct GGUFTests {
    private static func open(_ bytes: [UInt8]) throws -> LlamaModel {
        let file = try TemporaryFile(bytes, suffix: ".gguf")
        return try LlamaModel(path: file.path, id: "tiny", pool: WorkerPool(threads: 1))
    }

    private static func message(_ amend: @escaping (inout GGUFWriter) -> Void) -> String {
        var tiny = TinyLlama()
        tiny.amend = amend
        do {
            _ = try open(tiny.bytes())
            return "no error"
        } catch { return "\(error)" }
    }

    @Test(arguments: [CK_F32, CK_F16, CK_Q4_0, CK_Q4_1, CK_Q8_0].map(\.rawValue))
    func filesOfEachTypeAreRead(_ type: UInt32) throws {
        let model = try Self.open(TinyLlama(type: ck_type(rawValue: type)).bytes())
        #expect(model.contextLength == 512)
        #expect(model.endTokens == [7])
        #expect(model.tokenizer.encode("abcd") == [6])
        #expect(try model.makeContext().logits(appending: [0, 4]).count == 8)
    }

    @Test func versionsTwoAndThreeAreReadAndNoOthers() throws {
        for version: UInt32 in [2, 3] {
            var writer = TinyLlama().writer()
            writer.version = version
            #expect(try Self.open(writer.bytes()).id == "tiny")
        }
        #expect(Self.message { $0.version = 1 } == "GGUF version 1 is not supported: versions 2 and 3 are")
    }

    @Test func whatCannotBeUsedIsRefusedByName() {
        #expect(
            Self.message { $0.add("general.architecture", string: "mamba") }
                == "the model cannot be used here: it has the architecture 'mamba'; 'llama' can be used")
        #expect(
            Self.message { $0.add("tokenizer.ggml.pre", string: "tekken") }
                == "the model cannot be used here: it has the pre-tokenizer 'tekken'")
        #expect(
            Self.message { $0.add("tokenizer.ggml.model", string: "llama") }
                == "the model cannot be used here: it has the tokenizer 'llama'; 'gpt2', which is byte-level BPE, can be used"
        )
        #expect(
            Self.message { $0.add("llama.rope.scaling.type", string: "yarn") }
                == "the model cannot be used here: it has rotary positions scaled by 'yarn'")
        #expect(
            Self.message { $0.add("llama.expert_count", uint32: 8) }
                == "the model cannot be used here: it has llama.expert_count 8; 0 can be used")
        #expect(
            Self.message { $0.tensors[2].type = 12 }
                == "the tensor 'blk.0.attn_q.weight' has the type Q4_K; F32, F16, Q4_0, Q4_1 and Q8_0 can be used")
        #expect(
            Self.message {
                $0.tensors.append(
                    .init(
                        name: "blk.0.attn_q.bias", dimensions: [64], type: 0, bytes: [UInt8](repeating: 0, count: 256)))
            }
                == "the model cannot be used here: it has the tensor 'blk.0.attn_q.bias', which a plain Llama does not have"
        )
    }

    @Test func whatIsMissingIsNamed() {
        #expect(
            Self.message { $0.remove("llama.block_count") } == "the metadata value 'llama.block_count' is missing")
        #expect(
            Self.message { $0.remove("tokenizer.ggml.tokens") }
                == "the metadata value 'tokenizer.ggml.tokens' is missing")
        #expect(
            Self.message { $0.tensors.remove(at: 3) } == "the tensor 'blk.0.attn_k.weight' is missing")
    }

    @Test func whatCannotBeIsNamed() {
        #expect(
            Self.message { $0.add("llama.embedding_length", uint32: 63) }
                == "the metadata value 'llama.embedding_length' must be a multiple of 32")
        #expect(
            Self.message { $0.add("llama.attention.head_count_kv", uint32: 3) }
                == "the metadata value 'llama.attention.head_count_kv' must be a divisor of the head count")
        #expect(
            Self.message { $0.add("llama.block_count", string: "two") }
                == "the metadata value 'llama.block_count' must be a whole number from 0 to 1024")
        #expect(
            Self.message { $0.tensors[2].dimensions = [64, 63] }
                == "the tensor 'blk.0.attn_q.weight' is 64 × 63, not 64 × 64")
        #expect(
            Self.message { $0.tensors[2].claimedOffset = 1 << 40 }
                == "the tensor 'blk.0.attn_q.weight' reaches beyond the end of the file")
        #expect(
            Self.message { $0.tensors[2].claimedOffset = 7 }
                == "the tensor 'blk.0.attn_q.weight' begins at 7, which is not a multiple of 32")
        #expect(
            Self.message { $0.tensors[2].dimensions = [1 << 39, 1 << 39] }
                == "the tensor 'blk.0.attn_q.weight' is too large")
        #expect(Self.message { $0.tensors.append($0.tensors[2]) } == "the tensor 'blk.0.attn_q.weight' is there twice")
        #expect(Self.message { $0.claimedTensorCount = .max }.hasSuffix("more than the file has room for"))
        #expect(Self.message { $0.claimedEntryCount = 1 << 60 }.hasSuffix("more than the file has room for"))
        #expect(
            Self.message { $0.set("x", [9, 0, 0, 0, 8, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255]) }
                .hasSuffix("more than the file has room for"))
    }

    @Test func anEmptyFileAndOneOfAnotherKindAreNoGGUF() {
        #expect(throws: GGUFError.notGGUF) { try Self.open([]) }
        #expect(throws: GGUFError.notGGUF) { try Self.open(Array("PK\u{3}\u{4} a zip archive, not a model".utf8)) }
    }

    @Test func aFileThatIsNotThereIsNamed() {
        #expect(throws: FileFailure(path: "/nowhere/model.gguf", reason: "No such file or directory")) {
            try LlamaModel(path: "/nowhere/model.gguf", id: "x")
        }
    }

    @Test func everyTruncationIsAnError() throws {
        let whole = TinyLlama(layers: 1, type: CK_Q8_0).bytes()
        // The last tensor needs all of its bytes; what follows is padding.
        for count in stride(from: 0, to: whole.count - 64, by: 61) {
            #expect(throws: (any Error).self) { try Self.open(Array(whole[..<count])) }
        }
    }

    @Test func fuzzedFilesGiveErrorsOrModelsThatRun() throws {
        let whole = TinyLlama(layers: 1, contextLength: 64, type: CK_Q4_1).bytes()
        // The metadata comes first: most damage goes there.
        let head = whole.count - TinyLlama(layers: 1, type: CK_Q4_1).writer().tensors.reduce(0) { $0 + $1.bytes.count }
        var (opened, refused) = (0, 0)
        FuzzTime.run { random in
            var bytes = whole
            for _ in 0...random.below(3) {
                let place = random.below(random.below(4) > 0 ? head : whole.count)
                guard place < bytes.count else { continue }
                switch random.below(4) {
                case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
                case 1: bytes[place] = [0, 1, 0x7F, 0x80, 0xFF][random.below(5)]
                case 2 where place + 8 < bytes.count:
                    withUnsafeBytes(of: random.next() >> UInt64(random.below(60))) {
                        bytes.replaceSubrange(place..<(place + 8), with: $0)
                    }
                default: if random.below(8) == 0 { bytes.removeSubrange(place...) }
                }
            }
            do {
                let model = try Self.open(bytes)
                _ = try model.makeContext().logits(appending: [0])
                opened += 1
            } catch {
                #expect(!"\(error)".isEmpty)
                refused += 1
            }
        }
        #expect(opened > 0 && refused > 0)
    }
}
