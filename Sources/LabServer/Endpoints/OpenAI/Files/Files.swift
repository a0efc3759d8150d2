internal import HTTPWire
internal import ModelAPI

/// `/v1/files`: uploads, and what fine-tuning and batches write.
enum Files {
    /// How many bytes an organisation may keep, of a lab's memory.
    static let storageLimit = 128 << 20
    private static let expiry = 3600...2_592_000

    static func create(_ request: LabRequest, _ lab: Lab) throws -> LabReply {
        let form = try request.form()
        guard let upload = form["file"], upload.fileName != nil else {
            throw APIError.openai(
                400, "Missing required parameter: 'file'.", param: "file", code: "missing_required_parameter")
        }
        guard let purposeText = form["purpose"]?.text else {
            throw APIError.openai(
                400, "Missing required parameter: 'purpose'.", param: "purpose", code: "missing_required_parameter")
        }
        guard let purpose = StoredFile.Purpose(rawValue: purposeText), purpose.isUploaded else {
            let known = StoredFile.Purpose.allCases.filter(\.isUploaded).map { "'\($0.rawValue)'" }
            throw APIError.openai(
                400,
                "'\(purposeText)' is not one of [\(known.joined(separator: ", "))] - 'purpose'", param: "purpose",
                code: "invalid_value")
        }
        guard !upload.bytes.isEmpty else {
            throw APIError.openai(400, "File is empty.", param: "file", code: "invalid_file")
        }
        let name = upload.fileName ?? ""
        if purpose == .fineTune || purpose == .batch {
            guard name.lowercased().hasSuffix(".jsonl") else {
                throw APIError.openai(
                    400,
                    "Invalid file format. Files for '\(purpose.rawValue)' have to be JSON Lines, with a name that "
                        + "ends in .jsonl.", param: "file", code: "invalid_file_format")
            }
            try checkLines(upload.bytes, depth: lab.limits.jsonDepth)
        }
        let stored = lab.state.files.items(of: request.owner).reduce(0) { $0 + $1.item.bytes.count }
        guard stored + upload.bytes.count <= storageLimit else {
            throw APIError.openai(
                400, "You have exceeded your file storage quota of \(storageLimit) bytes. Delete files first.",
                code: "storage_quota_exceeded")
        }
        let file = lab.keepFile(name, purpose, upload.bytes, life: try expiry(form), for: request.owner)
        return .json(file.json)
    }

    static func list(_ request: LabRequest, _ lab: Lab) throws -> LabReply {
        let purpose = request.query["purpose"]
        let files = lab.state.files.items(of: request.owner).filter { id, _ in lab.file(id, of: request) != nil }
            .filter { purpose == nil || $0.item.purpose.rawValue == purpose }
        return .json(
            try ListPage.json(
                files.map { ($0.id, $0.item.json) }, for: request, limits: 1...10_000, standard: 10_000))
    }

    static func retrieve(_ request: LabRequest, _ lab: Lab) throws -> LabReply {
        .json(try file(request, lab).json)
    }

    static func content(_ request: LabRequest, _ lab: Lab) throws -> LabReply {
        let file = try file(request, lab)
        // Uploaded bytes never come back as something that a browser would run.
        var reply = LabReply.bytes(file.bytes, type: "application/octet-stream")
        reply.fieldLines = [("Content-Disposition", "attachment"), ("X-Content-Type-Options", "nosniff")]
        return reply
    }

    static func delete(_ request: LabRequest, _ lab: Lab) throws -> LabReply {
        let file = try file(request, lab)
        lab.state.files.remove(file.id, owner: request.owner)
        return .json(["object": "file", "id": .string(file.id), "deleted": true])
    }

    // MARK: Parts

    private static func file(_ request: LabRequest, _ lab: Lab) throws(APIError) -> StoredFile {
        guard let file = lab.file(request.name, of: request) else {
            throw .openai(404, "No such File object: \(request.name)", param: "id")
        }
        return file
    }

    private static func expiry(_ form: MultipartForm) throws(APIError) -> Int? {
        guard let text = form["expires_after[seconds]"]?.text else { return nil }
        guard form["expires_after[anchor]"]?.text ?? "created_at" == "created_at" else {
            throw .openai(
                400, "Invalid value for 'expires_after[anchor]'. Supported values are: 'created_at'.",
                param: "expires_after[anchor]", code: "invalid_value")
        }
        guard let seconds = Int(text), expiry.contains(seconds) else {
            throw .openai(
                400,
                "Invalid 'expires_after[seconds]': expected an integer from \(expiry.lowerBound) to "
                    + "\(expiry.upperBound).", param: "expires_after[seconds]", code: "invalid_value")
        }
        return seconds
    }

    /// Whether each line is a JSON object: the API refuses at once what is no JSON Lines.
    private static func checkLines(_ bytes: [UInt8], depth: Int) throws(APIError) {
        for line in JSONLines(bytes) {
            guard let json = try? JSONValue.parse(Array(line.bytes), limits: .init(depth: depth)), json.object != nil
            else {
                throw .openai(
                    400,
                    "Invalid file format. Line \(line.number) is not valid JSON: each line has to be a JSON object.",
                    param: "file", code: "invalid_jsonl")
            }
        }
    }
}

/// The lines of a JSON Lines file that are not blank, each with its number from 1.
struct JSONLines: Sequence {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func makeIterator() -> AnyIterator<(number: Int, bytes: ArraySlice<UInt8>)> {
        var rest = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        var number = 0
        return AnyIterator {
            while !rest.isEmpty {
                let line = rest.prefix { $0 != 0x0A }
                rest = rest.dropFirst(line.count + 1)
                number += 1
                if line.contains(where: { $0 != 0x20 && $0 != 0x0D && $0 != 0x09 }) { return (number, line) }
            }
            return nil
        }
    }
}

extension LabRequest {
    /// The body as a form. Throws the error that OpenAI answers if it is none.
    func form() throws(APIError) -> MultipartForm {
        let type = fields["content-type"] ?? ""
        guard MultipartForm.isForm(contentType: type) else {
            throw .openai(
                400,
                "Invalid Content-Type header (\(type.prefix(100))), expected multipart/form-data. (HINT: If you're "
                    + "using curl, you can pass -H 'Content-Type: multipart/form-data')")
        }
        do {
            return try MultipartForm(body, contentType: type)
        } catch {
            throw .openai(400, "Could not parse multipart form: \(error).")
        }
    }
}
