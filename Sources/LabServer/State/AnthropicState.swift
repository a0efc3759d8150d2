/// What the lab remembers of its Anthropic side between requests.
struct AnthropicState: Sendable {
    let cache = PromptCache()
    let records = MessageRecords()
    let batches = MessageBatchStore()
}
