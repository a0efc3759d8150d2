/// An endpoint that serves models, named by its path below `/v1/`.
public enum ModelEndpoint: String, CaseIterable, Sendable {
    case chatCompletions = "chat/completions"
    case completions
    case responses
    case embeddings
    case imageGenerations = "images/generations"
    case audioTranscriptions = "audio/transcriptions"
    case moderations
    case fineTuningJobs = "fine_tuning/jobs"
    /// OpenAI's; Anthropic's is ``messageBatches``.
    case batches
    case messages
    case countTokens = "messages/count_tokens"
    case messageBatches = "messages/batches"
}

/// How a provider placed a model among its own when it came out.
public enum ModelTier: String, CaseIterable, Comparable, Sendable {
    case small, middle, top

    public static func < (left: ModelTier, right: ModelTier) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .small: 0
        case .middle: 1
        case .top: 2
        }
    }
}
