extension ProviderFacts {
    /// The same as `facts/openai.yaml`, which names the sources.
    static let openaiJune2024 = ProviderFacts(
        provider: .openai, asOf: "2024-06-01",
        ranges: [
            "temperature": ValueRange(0, 2), "top_p": ValueRange(0, 1), "n": ValueRange(1, 128),
            "max_tokens": ValueRange(1), "max_completion_tokens": ValueRange(1),
            "presence_penalty": ValueRange(-2, 2), "frequency_penalty": ValueRange(-2, 2),
        ],
        stopSequences: 4,
        models: [
            model("gpt-4o", 1_715_367_049, "system", 128_000, 4096, serves: "gpt-4o-2024-05-13"),
            model("gpt-4o-2024-05-13", 1_715_368_132, "system", 128_000, 4096),
            model("gpt-4-turbo", 1_712_361_441, "system", 128_000, 4096, serves: "gpt-4-turbo-2024-04-09"),
            model("gpt-4-turbo-2024-04-09", 1_712_601_677, "system", 128_000, 4096),
            model("gpt-4-turbo-preview", 1_706_037_777, "system", 128_000, 4096, serves: "gpt-4-0125-preview"),
            model("gpt-4-0125-preview", 1_706_037_612, "system", 128_000, 4096),
            model("gpt-4-1106-preview", 1_698_957_206, "system", 128_000, 4096),
            model("gpt-4", 1_687_882_411, "openai", 8192, 8192, serves: "gpt-4-0613"),
            model("gpt-4-0613", 1_686_588_896, "openai", 8192, 8192),
            model("gpt-3.5-turbo", 1_677_610_602, "openai", 16385, 4096, serves: "gpt-3.5-turbo-0125"),
            model("gpt-3.5-turbo-0125", 1_706_048_358, "system", 16385, 4096),
            model("gpt-3.5-turbo-1106", 1_698_959_748, "system", 16385, 4096),
        ])

    private static func model(
        _ id: String, _ created: Int, _ owner: String, _ context: Int, _ output: Int, serves: String? = nil
    ) -> ModelFacts {
        ModelFacts(id: id, created: created, owner: owner, context: context, output: output, serves: serves)
    }
}
