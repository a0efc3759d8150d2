internal import Foundation

/// Reads the content blocks of a request, and checks each by the rules of its place.
struct InputBlockReader {
    /// Where blocks stand: what may stand there differs.
    enum Place { case user, assistant, system, toolResult, document, searchResult }

    let facts: ProviderFacts
    let version: AnthropicVersion

    /// A text, which is one block, or a list of blocks.
    func content(_ value: JSONValue, _ place: String, in part: Place) throws(APIError) -> [InputBlock] {
        if let text = value.string { return text.isEmpty ? [] : [InputBlock(.text(text))] }
        guard let list = value.array else {
            throw AnthropicFields.invalid(place, "Input should be a valid string or a valid list")
        }
        var blocks: [InputBlock] = []
        for (index, element) in list.enumerated() {
            blocks.append(try block(element, "\(place).\(index)", in: part))
        }
        return blocks
    }

    private static func types(in part: Place, _ version: AnthropicVersion) -> [String] {
        switch part {
        case .user: ["document", "image", "search_result", "text", "tool_result"]
        case .assistant:
            // Version 2026-10-21 refuses documents in what the assistant said.
            (version == .june2023 ? ["document"] : []) + ["redacted_thinking", "text", "thinking", "tool_use"]
        case .system, .searchResult: ["text"]
        case .toolResult: ["document", "image", "search_result", "text", "tool_reference"]
        case .document: ["image", "text"]
        }
    }

    private func block(_ value: JSONValue, _ place: String, in part: Place) throws(APIError) -> InputBlock {
        guard let object = value.object else {
            throw AnthropicFields.invalid(place, "Input should be a valid dictionary")
        }
        let outer = AnthropicFields(object: object, facts: facts, place: place)
        guard let type = object["type"] else { throw outer.invalid("type", "Field required") }
        let types = Self.types(in: part, version)
        guard let type = type.string, types.contains(type) else {
            let tag = type.string ?? type.serialized()
            let expected = types.map { "'\($0)'" }.joined(separator: ", ")
            throw AnthropicFields.invalid(
                place, "Input tag '\(tag)' found using 'type' does not match any of the expected tags: \(expected)")
        }
        // A field within a block is named with the block's type, as the discriminated unions of the API do.
        let fields = AnthropicFields(object: object, facts: facts, place: "\(place).\(type)")
        switch type {
        case "text": return try text(fields, in: part)
        case "image": return try image(fields)
        case "document": return try document(fields)
        case "search_result": return try searchResult(fields)
        case "tool_use": return try toolUse(fields)
        case "tool_result": return try toolResult(fields)
        case "tool_reference":
            try fields.refuseUnknown(["type", "tool_name", "cache_control"])
            return InputBlock(
                .toolReference(name: try fields.requiredString("tool_name")), cacheControl: try CacheControl(in: fields)
            )
        case "thinking":
            try fields.refuseUnknown(["type", "thinking", "signature"])
            _ = try fields.requiredString("thinking")
            _ = try fields.requiredString("signature")
            return InputBlock(.thinking)
        default:
            try fields.refuseUnknown(["type", "data"])
            _ = try fields.requiredString("data")
            return InputBlock(.thinking)
        }
    }

    // MARK: Blocks

    private func text(
        _ fields: AnthropicFields, in part: Place
    ) throws(APIError) -> InputBlock {
        try fields.refuseUnknown(["type", "text", "cache_control", "citations"])
        let text = try fields.requiredString("text")
        if let citations = try fields.list("citations"), !citations.isEmpty, part == .user, version == .october2026 {
            throw fields.invalid("citations", "Extra inputs are not permitted")
        }
        let cacheControl = try CacheControl(in: fields)
        guard !text.isEmpty else {
            if cacheControl != nil {
                throw AnthropicFields.invalid(fields.place, "cache_control cannot be set for empty text blocks")
            }
            throw AnthropicFields.invalid(
                part == .system ? "system" : "messages", "text content blocks must be non-empty")
        }
        return InputBlock(.text(text), cacheControl: cacheControl)
    }

    private func image(_ fields: AnthropicFields) throws(APIError) -> InputBlock {
        try fields.refuseUnknown(["type", "source", "cache_control", "transformations"])
        let source = try source(fields, types: ["base64", "url", "file"])
        guard source.type == "base64" else { throw notFetched(source.fields, source.type) }
        let declared = try source.fields.requiredChoice(
            "media_type", of: ["image/jpeg", "image/png", "image/gif", "image/webp"])
        let bytes = try base64(source.fields, limit: 5 << 20, what: "image")
        guard var image = ImageHeader.read(bytes) else {
            throw AnthropicFields.invalid(fields.place, "Could not process image")
        }
        image.fingerprint = Fingerprint64.of(bytes)
        guard image.mediaType == declared else {
            throw AnthropicFields.invalid(
                source.fields.place + ".data", "Image does not match the provided media type \(declared)")
        }
        guard max(image.width, image.height) <= 8000 else {
            throw AnthropicFields.invalid(
                source.fields.place + ".data",
                "At least one of the image dimensions exceed max allowed size: 8000 pixels")
        }
        return InputBlock(.image(image), cacheControl: try CacheControl(in: fields))
    }

    private func document(_ fields: AnthropicFields) throws(APIError) -> InputBlock {
        try fields.refuseUnknown(["type", "source", "cache_control", "citations", "context", "title"])
        if let citations = try fields.fields("citations") {
            try citations.refuseUnknown(["enabled"])
            _ = try citations.bool("enabled")
        }
        let source = try source(fields, types: ["base64", "text", "content", "url", "file"])
        let content: InputDocument.Source
        switch source.type {
        case "text":
            _ = try source.fields.requiredChoice("media_type", of: ["text/plain"])
            content = .text(try source.fields.requiredString("data"))
        case "content":
            let value = try source.fields.required("content")
            content = .blocks(try self.content(value, source.fields.place(of: "content"), in: .document))
        case "base64":
            _ = try source.fields.requiredChoice("media_type", of: ["application/pdf"])
            let bytes = try base64(source.fields, limit: 32 << 20, what: "PDF")
            guard let pages = PDFHeader.pages(in: bytes) else {
                throw AnthropicFields.invalid(source.fields.place, "The PDF specified was not valid.")
            }
            guard pages <= 100 else {
                throw AnthropicFields.invalid(source.fields.place, "A maximum of 100 PDF pages may be provided.")
            }
            content = .pdf(pages: pages, fingerprint: Fingerprint64.of(bytes))
        default: throw notFetched(source.fields, source.type)
        }
        let document = InputDocument(
            title: try fields.string("title"), context: try fields.string("context"), source: content)
        return InputBlock(.document(document), cacheControl: try CacheControl(in: fields))
    }

    private func searchResult(_ fields: AnthropicFields) throws(APIError) -> InputBlock {
        try fields.refuseUnknown(["type", "title", "source", "content", "citations", "cache_control"])
        let content = try content(try fields.required("content"), fields.place(of: "content"), in: .searchResult)
        return InputBlock(
            .searchResult(
                title: try fields.requiredString("title"), source: try fields.requiredString("source"),
                text: content.compactMap(\.text).joined()), cacheControl: try CacheControl(in: fields))
    }

    private func toolUse(_ fields: AnthropicFields) throws(APIError) -> InputBlock {
        try fields.refuseUnknown(["type", "id", "name", "input", "caller", "toolset_name", "cache_control"])
        let id = try toolID(fields, "id")
        let input = try fields.required("input")
        guard input.object != nil else { throw fields.invalid("input", "Input should be a valid dictionary") }
        let name = try fields.requiredString("name")
        guard ToolDefinition.isName(name) else { throw fields.invalid("name", ToolDefinition.namePattern) }
        return InputBlock(.toolUse(id: id, name: name, input: input), cacheControl: try CacheControl(in: fields))
    }

    private func toolResult(_ fields: AnthropicFields) throws(APIError) -> InputBlock {
        try fields.refuseUnknown(["type", "tool_use_id", "content", "is_error", "toolset_name", "cache_control"])
        let id = try toolID(fields, "tool_use_id")
        var content: [InputBlock] = []
        if let value = fields.value("content") {
            content = try self.content(value, fields.place(of: "content"), in: .toolResult)
        }
        let isError = try fields.bool("is_error") ?? false
        return InputBlock(
            .toolResult(id: id, content: content, isError: isError), cacheControl: try CacheControl(in: fields))
    }

    // MARK: Parts

    private func toolID(_ fields: AnthropicFields, _ name: String) throws(APIError) -> String {
        let id = try fields.requiredString(name)
        guard !id.isEmpty, id.utf8.allSatisfy({ ToolDefinition.isNameByte($0) }) else {
            throw fields.invalid(name, "String should match pattern '^[a-zA-Z0-9_-]+$'")
        }
        return id
    }

    private func source(
        _ fields: AnthropicFields, types: [String]
    ) throws(APIError) -> (type: String, fields: AnthropicFields) {
        let place = fields.place(of: "source")
        let outer = try fields.fields(of: try fields.required("source"), at: place)
        let type = try outer.requiredChoice("type", of: types)
        return (type, AnthropicFields(object: outer.object, facts: facts, place: "\(place).\(type)"))
    }

    /// The lab asks nothing of any network, and keeps no files of Anthropic's.
    private func notFetched(_ fields: AnthropicFields, _ type: String) -> APIError {
        if type == "file" {
            let id = fields.object["file_id"]?.string ?? ""
            return .anthropic(404, "File not found: \(id)")
        }
        return AnthropicFields.invalid(
            fields.place, "Unable to download the file. This lab fetches nothing: send it as base64.")
    }

    private func base64(_ fields: AnthropicFields, limit: Int, what: String) throws(APIError) -> [UInt8] {
        let text = try fields.requiredString("data")
        guard !text.isEmpty, let data = Data(base64Encoded: text) else {
            throw fields.invalid("data", "Invalid base64 data")
        }
        guard text.utf8.count <= limit else {
            throw AnthropicFields.invalid(
                fields.place,
                "\(what) exceeds \(limit >> 20) MB maximum: \(text.utf8.count) bytes > \(limit) bytes")
        }
        return Array(data)
    }
}

/// Counts the pages of a PDF file.
enum PDFHeader {
    /// The objects of type Page that stand uncompressed in the file, 1 at least; `nil` if it is no PDF.
    static func pages(in bytes: [UInt8]) -> Int? {
        // ISO 32000-1 section 7.5.2: the header may stand anywhere in the first 1024 bytes, as readers take it.
        let head = Array("%PDF-".utf8)
        let start = bytes.prefix(1024)
        guard start.indices.contains(where: { bytes[$0...].starts(with: head) }) else { return nil }
        let name = Array("/Page".utf8)
        var count = 0
        var index = bytes.startIndex
        while let found = bytes[index...].firstIndex(of: UInt8(ascii: "/")) {
            index = found + 1
            guard bytes[found...].starts(with: name) else { continue }
            let next = found + name.count < bytes.count ? bytes[found + name.count] : UInt8(ascii: " ")
            let isLetter = (UInt8(ascii: "A")...UInt8(ascii: "z")).contains(next)
            if !isLetter, precedesPage(bytes[..<found]) { count += 1 }
        }
        return max(1, count)
    }

    /// Whether `/Type` and white space stand before.
    private static func precedesPage(_ bytes: ArraySlice<UInt8>) -> Bool {
        let rest = bytes.reversed().drop { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D }
        return rest.starts(with: Array("epyT/".utf8))
    }
}
