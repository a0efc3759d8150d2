internal import ModelAPI

/// What a request to draw asks for, checked by its model's rules.
struct ImageRequest {
    /// The rules that a kind of model goes by.
    private enum Kind {
        case dallE2, dallE3, gptImage

        init(_ model: String) {
            self = model.hasPrefix("dall-e-2") ? .dallE2 : model.hasPrefix("dall-e-3") ? .dallE3 : .gptImage
        }

        var sizes: [String] {
            switch self {
            case .dallE2: ["256x256", "512x512", "1024x1024"]
            case .dallE3: ["1024x1024", "1024x1792", "1792x1024"]
            case .gptImage: ["auto", "1024x1024", "1024x1536", "1536x1024"]
            }
        }

        var qualities: [String] {
            switch self {
            case .dallE2: ["standard"]
            case .dallE3: ["standard", "hd"]
            case .gptImage: ["auto", "low", "medium", "high"]
            }
        }
    }

    private static let known: Set<String> = [
        "prompt", "model", "n", "size", "quality", "style", "response_format", "user", "background", "moderation",
        "output_format", "output_compression", "partial_images", "stream", "safety_identifier",
    ]

    var prompt: String
    var model: String
    var count: Int
    var width: Int
    var height: Int
    var quality: String
    var isURL: Bool
    /// Whether the answer carries usage and output format, as GPT Image models' does.
    var isGPTImage: Bool
    /// Whether the answer carries the prompt as the model took it.
    var revisesPrompt: Bool

    /// - Parameter promptLimit: how many characters the model's prompt may have.
    init(_ fields: OpenAIFields, model: String, promptLimit: Int?) throws(APIError) {
        try fields.refuseUnknown(but: Self.known)
        let kind = Kind(model)
        self.model = model
        prompt = try fields.requiredString("prompt")
        guard !prompt.isEmpty else { throw OpenAIFields.emptyString("prompt") }
        if let promptLimit, prompt.count > promptLimit {
            throw OpenAIFields.tooLong("prompt", prompt, most: promptLimit)
        }
        count = try fields.integer("n", in: 1...(kind == .dallE3 ? 1 : 10)) ?? 1
        var size = try fields.choice("size", of: kind.sizes) ?? (kind == .gptImage ? "auto" : "1024x1024")
        if size == "auto" { size = "1024x1024" }
        let sides = size.split(separator: "x").compactMap { Int($0) }
        width = sides.first ?? 1024
        height = sides.last ?? 1024
        quality = try fields.choice("quality", of: kind.qualities) ?? kind.qualities[0]
        if quality == "auto" { quality = "high" }
        if try fields.choice("style", of: ["vivid", "natural"]) != nil, kind != .dallE3 {
            throw Self.unsupported("style", model)
        }
        let format = try fields.choice("response_format", of: ["url", "b64_json"])
        if format != nil, kind == .gptImage { throw Self.unsupported("response_format", model) }
        isURL = kind != .gptImage && format != "b64_json"
        isGPTImage = kind == .gptImage
        revisesPrompt = kind == .dallE3
        if kind == .gptImage {
            if let format = try fields.choice("output_format", of: ["png", "webp", "jpeg"]), format != "png" {
                throw .openai(
                    400, "This lab draws PNG only, not '\(format)'.", param: "output_format", code: "unsupported_value")
            }
            _ = try fields.choice("background", of: ["auto", "opaque"])
            _ = try fields.choice("moderation", of: ["auto", "low"])
        } else {
            for name in ["background", "moderation", "output_format", "output_compression", "partial_images"]
            where fields.value(name) != nil { throw Self.unsupported(name, model) }
        }
        if try fields.bool("stream") == true {
            throw .openai(400, "This lab does not stream images.", param: "stream", code: "unsupported_value")
        }
    }

    private static func unsupported(_ name: String, _ model: String) -> APIError {
        .openai(
            400, "The parameter '\(name)' is not supported by the model '\(model)'.", param: name,
            code: "unsupported_parameter")
    }
}
