/// What a Claude model can do that others cannot, by its name and the day of its release.
///
/// Sources, read in November 2026: the pages of the documentation on thinking, effort, structured outputs, vision, prompt
/// caching, mid-conversation system messages and prefill, as kept in public copies; the type `ModelCapabilities` of the
/// package anthropic 2.12.
public struct ModelAbilities: Hashable, Sendable {
    public var usesTools: Bool
    public var seesImages: Bool
    public var readsPDF: Bool
    public var hasStructuredOutputs: Bool
    public var thinksWithBudget: Bool
    public var thinksAdaptively: Bool
    /// Effort levels, weakest first.
    public var efforts: [String]
    /// Whether a conversation may end in the middle of the assistant's answer.
    public var continuesPrefill: Bool
    public var takesSystemTurns: Bool
    /// Whether it stops at the end of its context instead of refusing a `max_tokens` that reaches beyond it.
    public var stopsAtContext: Bool
    /// Whether `max_tokens` may be 0, to have the prompt cached and no more.
    public var cachesWithoutAnswer: Bool
    /// The shortest prompt that is cached, in tokens; `nil` if none is.
    public var shortestCachedPrompt: Int?

    public init(_ model: ModelFacts) {
        let id = model.serves ?? model.id
        let released = model.created
        let isOld = ["claude-1", "claude-2", "claude-instant"].contains { id.hasPrefix($0) }
        func isOf(_ names: String...) -> Bool { names.contains { id.hasPrefix("claude-\($0)") } }
        usesTools = !isOld
        seesImages = !isOld && !isOf("3-5-haiku")
        readsPDF = !isOld && !isOf("3-opus", "3-sonnet", "3-haiku")
        // 2025-09-29: Claude Sonnet 4.5; 2026-02-05: Claude Opus 4.6; 2026-04-16: Claude Opus 4.7; 2026-05-28: Opus 4.8.
        let since45 = released >= 1_759_104_000
        let since46 = released >= 1_770_249_600
        let since47 = released >= 1_776_297_600
        let since48 = released >= 1_779_926_400
        hasStructuredOutputs = since45
        thinksWithBudget = !isOld && !isOf("3-opus", "3-sonnet", "3-haiku", "3-5-") && !since47
        thinksAdaptively = since46
        efforts =
            since47
            ? ["low", "medium", "high", "xhigh", "max"]
            : since46 ? ["low", "medium", "high", "max"] : isOf("opus-4-5") ? ["low", "medium", "high"] : []
        continuesPrefill = !since46
        takesSystemTurns = since48 && id != "claude-sonnet-5"
        stopsAtContext = since45
        cachesWithoutAnswer = since45
        shortestCachedPrompt =
            if isOld {
                nil
            } else if isOf("opus-4-5", "opus-4-6", "haiku-4-5") {
                4096
            } else if isOf("opus-4-7", "3-haiku", "3-5-haiku") {
                2048
            } else if since48, !isOf("opus-4-8", "sonnet-5") || id == "claude-sonnet-5-5" {
                512
            } else {
                1024
            }
    }
}

extension ModelAbilities {
    /// As `GET /v1/models` gives them. What the lab does not serve (citations, code execution, web search, context management) is
    /// not claimed.
    public var json: JSONValue {
        let support = { (isSupported: Bool) -> JSONValue in ["supported": .bool(isSupported)] }
        let thinks = thinksWithBudget || thinksAdaptively
        return [
            "batch": support(true), "citations": support(false), "code_execution": support(false),
            "context_management": [
                "supported": false, "clear_thinking_20251015": support(false),
                "clear_tool_uses_20250919": support(false), "compact_20260112": support(false),
            ],
            "effort": [
                "supported": .bool(!efforts.isEmpty), "low": support(efforts.contains("low")),
                "medium": support(efforts.contains("medium")), "high": support(efforts.contains("high")),
                "xhigh": support(efforts.contains("xhigh")), "max": support(efforts.contains("max")),
            ],
            "image_input": support(seesImages), "pdf_input": support(readsPDF),
            "server_tools": [
                "supported": false, "code_execution": support(false), "web_search": support(false),
            ],
            "structured_outputs": support(hasStructuredOutputs),
            "thinking": [
                "supported": .bool(thinks),
                "types": [
                    "adaptive": support(thinksAdaptively), "between_tools": support(false),
                    "disabled": support(true), "enabled": support(thinksWithBudget),
                ],
            ],
        ]
    }
}
