internal import ModelAPI

/// The page's files. They lie in `Page/`, and are built into the executable: an installed workbook reads no file for them.
enum ProjectorPage {
    struct Part {
        var type: String
        var bytes: [UInt8]
    }

    /// What the document asks for, by name.
    static let parts: [String: Part] = [
        "page.css": Part(type: "text/css; charset=utf-8", bytes: PackageResources.page_css),
        "page.js": script(PackageResources.page_js),
        "figure.js": script(PackageResources.figure_js),
        "sliders.js": script(PackageResources.sliders_js),
        "words.js": script(PackageResources.words_js),
    ]

    /// The document, whose style and script carry `nonce`.
    static func document(nonce: String) -> String {
        String(decoding: PackageResources.page_html, as: UTF8.self).replacing("{nonce}", with: nonce)
    }

    private static func script(_ bytes: [UInt8]) -> Part {
        Part(type: "text/javascript; charset=utf-8", bytes: bytes)
    }
}
