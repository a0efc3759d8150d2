internal import ModelAPI

/// A file that a client has uploaded, or that the lab has written for it.
struct StoredFile: Sendable {
    /// What a file is for, as the API names it.
    enum Purpose: String, CaseIterable {
        case assistants
        case batch
        case fineTune = "fine-tune"
        case vision
        case userData = "user_data"
        case evals
        case batchOutput = "batch_output"
        case fineTuneResults = "fine-tune-results"

        /// Whether a client may upload it.
        var isUploaded: Bool { self != .batchOutput && self != .fineTuneResults }
    }

    var id: String
    var name: String
    var purpose: Purpose
    var bytes: [UInt8]
    /// Seconds since 1970.
    var created: Int
    var expires: Int?

    var json: JSONValue {
        [
            "object": "file", "id": .string(id), "purpose": .string(purpose.rawValue), "filename": .string(name),
            "bytes": .integer(bytes.count), "created_at": .integer(created),
            "expires_at": expires.map { .integer($0) } ?? .null, "status": "processed", "status_details": .null,
        ]
    }
}

extension Lab {
    /// Keeps a file, for `life` seconds if that is given.
    func keepFile(
        _ name: String, _ purpose: StoredFile.Purpose, _ bytes: [UInt8], life: Int? = nil, for owner: String
    ) -> StoredFile {
        let created = now()
        let file = StoredFile(
            id: "file-" + identifiers.letters(22), name: name, purpose: purpose, bytes: bytes, created: created,
            expires: life.map { created + $0 })
        state.files.add(file, id: file.id, owner: owner)
        return file
    }

    /// The file of a request's caller; `nil` if there is none or it has expired.
    func file(_ id: String, of request: LabRequest) -> StoredFile? {
        guard let file = state.files.item(id, owner: request.owner) else { return nil }
        if let expires = file.expires, expires <= now() {
            state.files.remove(id, owner: request.owner)
            return nil
        }
        return file
    }
}

extension LabRequest {
    /// Who owns what the request makes.
    var owner: String { caller?.organization ?? "" }
}
