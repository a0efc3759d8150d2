/// Reads from the first bytes of an image what it is and how large.
enum ImageHeader {
    /// `nil` if the bytes are no PNG, GIF, WebP or JPEG, or end before they tell the size.
    static func read(_ bytes: [UInt8]) -> InputImage? {
        png(bytes) ?? gif(bytes) ?? webP(bytes) ?? jpeg(bytes)
    }

    // Portable Network Graphics, section 11.2.2: the header chunk comes first.
    private static func png(_ bytes: [UInt8]) -> InputImage? {
        guard bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]), bytes.count >= 24,
            bytes[12..<16].elementsEqual(Array("IHDR".utf8))
        else { return nil }
        return image("image/png", big(bytes, 16, 4), big(bytes, 20, 4))
    }

    private static func gif(_ bytes: [UInt8]) -> InputImage? {
        guard bytes.starts(with: Array("GIF87a".utf8)) || bytes.starts(with: Array("GIF89a".utf8)), bytes.count >= 10
        else { return nil }
        return image("image/gif", little(bytes, 6, 2), little(bytes, 8, 2))
    }

    // RFC 9649 section 2: lossy, lossless and extended files tell their size in different ways.
    private static func webP(_ bytes: [UInt8]) -> InputImage? {
        guard bytes.starts(with: Array("RIFF".utf8)), bytes.count >= 30, bytes[8..<12].elementsEqual(Array("WEBP".utf8))
        else { return nil }
        switch String(decoding: bytes[12..<16], as: UTF8.self) {
        case "VP8 ": return image("image/webp", little(bytes, 26, 2) & 0x3FFF, little(bytes, 28, 2) & 0x3FFF)
        case "VP8L":
            let bits = little(bytes, 21, 4)
            return image("image/webp", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
        case "VP8X": return image("image/webp", little(bytes, 24, 3) + 1, little(bytes, 27, 3) + 1)
        default: return nil
        }
    }

    // ISO 10918-1 annex B: segments, of which one that starts a frame has the size.
    private static func jpeg(_ bytes: [UInt8]) -> InputImage? {
        guard bytes.starts(with: [0xFF, 0xD8]) else { return nil }
        var index = 2
        while index + 9 < bytes.count {
            guard bytes[index] == 0xFF else { return nil }
            let marker = bytes[index + 1]
            if marker == 0xFF || marker == 0x01 || (0xD0...0xD8).contains(marker) {
                index += marker == 0xFF ? 1 : 2
                continue
            }
            if (0xC0...0xCF).contains(marker), ![0xC4, 0xC8, 0xCC].contains(marker) {
                return image("image/jpeg", big(bytes, index + 7, 2), big(bytes, index + 5, 2))
            }
            let length = big(bytes, index + 2, 2)
            guard length >= 2 else { return nil }
            index += 2 + length
        }
        return nil
    }

    private static func image(_ type: String, _ width: Int, _ height: Int) -> InputImage? {
        width > 0 && height > 0 ? InputImage(mediaType: type, width: width, height: height) : nil
    }

    private static func big(_ bytes: [UInt8], _ start: Int, _ count: Int) -> Int {
        bytes[start..<start + count].reduce(0) { $0 << 8 | Int($1) }
    }

    private static func little(_ bytes: [UInt8], _ start: Int, _ count: Int) -> Int {
        bytes[start..<start + count].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
