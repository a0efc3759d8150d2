internal import Foundation
internal import ModelAPI

/// `POST /v1/images/generations`: a real PNG, drawn by rules and not by a model, as `x-lab-model` says.
enum Images {
    /// What an image costs in tokens at GPT Image models, by quality, for a square; the long sides take half as much more.
    private static let squareTokens = ["low": 272, "medium": 1056, "high": 4160]
    /// The field by which a request names the seed, and an answer tells it. Names no provider has.
    private static let seedField = "x-lab-seed"

    static func handle(_ request: LabRequest, _ lab: Lab) async throws -> LabReply {
        let fields = try OpenAIFields(
            body: try request.json(depth: lab.limits.jsonDepth), facts: lab.facts(for: request))
        let named = try lab.model(
            try fields.string("model") ?? standardModel(request, lab), at: .imageGenerations, for: request)
        let image = try ImageRequest(fields, model: named.facts.id, promptLimit: named.facts.promptCharacters)
        let seed = request.fields[seedField].flatMap { UInt64($0) } ?? lab.identifiers.number() >> 11
        var data: [JSONValue] = []
        for index in 0..<image.count {
            guard request.isAwaited else { throw ClientLeft() }
            let number = seed &+ UInt64(index)
            let picture = try await lab.engine.run {
                var landscape = Landscape(prompt: image.prompt, seed: number)
                let note = "Drawn by rules from the prompt's words and seed \(number); no model had a part in it."
                return PNG.bytes(
                    of: landscape.draw(width: image.width, height: image.height), text: [("Comment", note)])
            }
            var entry: JSONObject = [:]
            if image.revisesPrompt { entry["revised_prompt"] = .string(image.prompt) }
            if image.isURL {
                entry["url"] = .string(PictureRoutes.keep(picture, for: request, lab))
            } else {
                entry["b64_json"] = .string(Data(picture).base64EncodedString())
            }
            data.append(.object(entry))
        }
        var json: JSONObject = ["created": .integer(lab.now()), "data": .array(data)]
        if image.isGPTImage { try await add(image, to: &json, lab) }
        var reply = LabReply.json(.object(json)).written(by: "procedural")
        reply.fieldLines.append((seedField, "\(seed)"))
        return reply
    }

    /// What GPT Image models tell beside the pictures.
    private static func add(_ image: ImageRequest, to json: inout JSONObject, _ lab: Lab) async throws {
        let input = try await lab.engine.tokenCount(of: image.prompt)
        let square = squareTokens[image.quality] ?? 1056
        let output = image.count * (image.width == image.height ? square : square * 3 / 2)
        json["background"] = "opaque"
        json["output_format"] = "png"
        json["quality"] = .string(image.quality)
        json["size"] = .string("\(image.width)x\(image.height)")
        json["usage"] = [
            "input_tokens": .integer(input), "output_tokens": .integer(output),
            "total_tokens": .integer(input + output),
            "input_tokens_details": ["text_tokens": .integer(input), "image_tokens": 0],
            "output_tokens_details": ["text_tokens": 0, "image_tokens": .integer(output)],
        ]
    }

    /// The model of a request that names none: the first of the day that draws.
    private static func standardModel(_ request: LabRequest, _ lab: Lab) -> String {
        lab.facts(for: request).models.first { $0.endpoints.contains(.imageGenerations) }?.id ?? "dall-e-2"
    }
}
