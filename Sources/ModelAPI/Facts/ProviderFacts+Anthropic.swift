extension ProviderFacts {
    /// The same as `facts/anthropic.yaml`, which names the sources.
    static let anthropicJune2024 = ProviderFacts(
        provider: .anthropic, asOf: "2024-06-01",
        ranges: [
            "temperature": ValueRange(0, 1), "top_p": ValueRange(0, 1), "top_k": ValueRange(0),
            "max_tokens": ValueRange(1),
        ],
        models: [
            model("claude-3-opus-20240229", "Claude 3 Opus", 1_709_164_800, 200_000),
            model("claude-3-sonnet-20240229", "Claude 3 Sonnet", 1_709_164_800, 200_000),
            model("claude-3-haiku-20240307", "Claude 3 Haiku", 1_709_769_600, 200_000),
            model("claude-2.1", "Claude 2.1", 1_700_524_800, 200_000),
            model("claude-2.0", "Claude 2.0", 1_689_033_600, 100_000),
            model("claude-instant-1.2", "Claude Instant 1.2", 1_691_539_200, 100_000),
        ])

    private static func model(_ id: String, _ name: String, _ created: Int, _ context: Int) -> ModelFacts {
        ModelFacts(id: id, name: name, created: created, context: context, output: 4096)
    }
}
