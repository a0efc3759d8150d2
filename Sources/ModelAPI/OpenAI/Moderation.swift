/// What OpenAI's moderation endpoint looks for, by the names on the wire.
public enum ModerationCategory: String, CaseIterable, Sendable {
    case harassment
    case harassmentThreatening = "harassment/threatening"
    case hate
    case hateThreatening = "hate/threatening"
    case illicit
    case illicitViolent = "illicit/violent"
    case selfHarm = "self-harm"
    case selfHarmIntent = "self-harm/intent"
    case selfHarmInstructions = "self-harm/instructions"
    case sexual
    case sexualMinors = "sexual/minors"
    case violence
    case violenceGraphic = "violence/graphic"
}

/// A request for moderation as a server reads it.
public struct ModerationRequest: Hashable, Sendable {
    /// `nil` for the newest.
    public var model: String?
    /// One result is answered for each.
    public var texts: [String]

    /// Throws the error that the API answers, and one for images, which no local model sees.
    public init(_ json: JSONValue, facts: ProviderFacts) throws(APIError) {
        let fields = try OpenAIFields(body: json, facts: facts)
        try fields.refuseUnknown(but: ["model", "input"])
        model = try fields.string("model")
        guard let value = fields.value("input") else { throw OpenAIFields.missing("input") }
        if let text = value.string {
            texts = [text]
            return
        }
        guard let list = value.array else { throw OpenAIFields.wrongType("input", "a string or an array", value) }
        guard let first = list.first else { throw OpenAIFields.emptyArray("input") }
        texts = first.object == nil ? try Self.texts(list) : [try Self.text(ofParts: list)]
    }

    private static func texts(_ list: [JSONValue]) throws(APIError) -> [String] {
        var texts: [String] = []
        for (index, element) in list.enumerated() {
            guard let text = element.string else {
                throw OpenAIFields.wrongType("input[\(index)]", "a string", element)
            }
            texts.append(text)
        }
        return texts
    }

    /// The parts together are one input.
    private static func text(ofParts list: [JSONValue]) throws(APIError) -> String {
        var texts: [String] = []
        for (index, part) in list.enumerated() {
            let place = "input[\(index)]"
            guard part.object != nil else { throw OpenAIFields.wrongType(place, "an object", part) }
            guard let type = part["type"] else { throw OpenAIFields.missing("\(place).type") }
            switch type.string {
            case "text":
                guard let text = part["text"] else { throw OpenAIFields.missing("\(place).text") }
                guard let string = text.string else { throw OpenAIFields.wrongType("\(place).text", "a string", text) }
                texts.append(string)
            case "image_url":
                throw .openai(
                    400, "This lab moderates text only: no model here sees images.", param: place,
                    code: "unsupported_value")
            default:
                throw OpenAIFields.invalidValue(
                    type.string ?? type.serialized(), "\(place).type", ["text", "image_url"])
            }
        }
        return texts.joined(separator: "\n")
    }
}

/// What moderation finds in one input.
public struct ModerationResult: Hashable, Sendable {
    /// From 0 to 1, for every category.
    public var scores: [ModerationCategory: Double]
    public var flagged: Set<ModerationCategory>

    public init(scores: [ModerationCategory: Double], flagged: Set<ModerationCategory>) {
        self.scores = scores
        self.flagged = flagged
    }

    public var json: JSONValue {
        func object(_ value: (ModerationCategory) -> JSONValue) -> JSONValue {
            .object(JSONObject(ModerationCategory.allCases.map { ($0.rawValue, value($0)) }))
        }
        return [
            "flagged": .bool(!flagged.isEmpty),
            "categories": object { .bool(flagged.contains($0)) },
            "category_scores": object { .number(scores[$0] ?? 0) },
            "category_applied_input_types": object { _ in ["text"] },
        ]
    }
}
