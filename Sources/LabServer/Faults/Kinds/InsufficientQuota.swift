internal import ModelAPI

extension FaultKind {
    /// A 429 that no waiting helps with, and Anthropic's 402.
    static let insufficientQuota = FaultKind(
        name: "insufficient-quota", summary: "the money is used up: 429 insufficient_quota, or Anthropic's 402"
    ) { context throws(FaultError) in
        .answer(
            .failure(
                context.error(
                    openai: .openai(
                        429,
                        "You exceeded your current quota, please check your plan and billing details. For more information on "
                            + "this error, read the docs: https://platform.openai.com/docs/guides/error-codes/api-errors.",
                        type: "insufficient_quota", code: "insufficient_quota"),
                    anthropic: .anthropic(
                        402,
                        "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or "
                            + "purchase credits."))))
    }
}
