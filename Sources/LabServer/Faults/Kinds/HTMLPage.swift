extension FaultKind {
    /// What stands between a client and the API may answer too, and not in JSON.
    static let htmlPage = FaultKind(
        name: "html", summary: "an HTML page of a proxy, with 502",
        parameters: [.init(name: "status", help: "502 when left out")]
    ) { context throws(FaultError) in
        let status = try context.settings.count("status") ?? 502
        guard (200...599).contains(status) else {
            throw .unreadable("status", value: "\(status)", wanted: "a status from 200 to 599")
        }
        let page = """
            <html>\r
            <head><title>\(status) Bad Gateway</title></head>\r
            <body>\r
            <center><h1>\(status) Bad Gateway</h1></center>\r
            <hr><center>proxy</center>\r
            </body>\r
            </html>\r

            """
        var reply = LabReply.bytes(Array(page.utf8), type: "text/html")
        reply.status = status
        return .answer(reply)
    }
}
