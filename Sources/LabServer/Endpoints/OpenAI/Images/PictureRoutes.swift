internal import ModelAPI

/// What an image's `url` names: `/pictures/SECRET.png`, for whoever knows the address, for as long as the lab runs.
enum PictureRoutes {
    static let prefix = "/pictures/"
    private static let owner = ""

    /// Keeps a picture, and gives its address on the host that the client used.
    static func keep(_ picture: [UInt8], for request: LabRequest, _ lab: Lab) -> String {
        let name = lab.identifiers.letters(32) + ".png"
        lab.state.pictures.add(picture, id: name, owner: owner)
        // Of the pictures the newest are kept: each may have a megabyte.
        for (id, _) in lab.state.pictures.items(of: owner).dropLast(kept) {
            lab.state.pictures.remove(id, owner: owner)
        }
        return "http://\(request.fields["host"] ?? "127.0.0.1")\(prefix)\(name)"
    }

    private static let kept = 64

    static func reply(to request: LabRequest, lab: Lab) throws(APIError) -> LabReply {
        guard let picture = lab.state.pictures.item(String(request.path.dropFirst(prefix.count)), owner: owner) else {
            throw .openai(404, "There is no such picture, or it has made room for newer ones.")
        }
        return .bytes(picture, type: "image/png")
    }
}
