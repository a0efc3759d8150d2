internal import ModelAPI

extension FaultKind {
    /// The prompt is refused before anything is written.
    static let contentFilter = FaultKind(
        name: "content-filter", summary: "400: the content filter refuses the prompt or the output"
    ) { context throws(FaultError) in
        .answer(
            .failure(
                context.error(
                    openai: .openai(
                        400,
                        "The response was filtered due to the prompt triggering the content management policy. Please modify "
                            + "your prompt and retry.", param: "prompt", code: "content_filter"),
                    anthropic: .anthropic(400, "Output blocked by content filtering policy"))))
    }
}
