internal import CZlib

/// Portable Network Graphics (W3C PNG, Third Edition): true colour, eight bits a part.
enum PNG {
    /// The file. `text` becomes `tEXt` chunks: Latin-1 keywords, such as `Software`.
    static func bytes(of canvas: Canvas, text: [(keyword: String, text: String)] = []) -> [UInt8] {
        var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        // Section 11.2.1: width, height, bit depth 8, colour type 2; deflate, adaptive filters, no interlace.
        append("IHDR", word(canvas.width) + word(canvas.height) + [8, 2, 0, 0, 0], to: &file)
        for (keyword, text) in text { append("tEXt", Array(keyword.utf8) + [0] + Array(text.utf8), to: &file) }
        append("IDAT", compressed(filtered(canvas)), to: &file)
        append("IEND", [], to: &file)
        return file
    }

    /// Section 9.2: each row by the filter Up, since the rows of a sky are much alike.
    private static func filtered(_ canvas: Canvas) -> [UInt8] {
        let stride = canvas.width * 3
        var rows: [UInt8] = []
        rows.reserveCapacity((stride + 1) * canvas.height)
        for y in 0..<canvas.height {
            rows.append(2)
            for index in y * stride..<(y + 1) * stride {
                rows.append(canvas.bytes[index] &- (y > 0 ? canvas.bytes[index - stride] : 0))
            }
        }
        return rows
    }

    private static func compressed(_ bytes: [UInt8]) -> [UInt8] {
        var count = compressBound(uLong(bytes.count))
        var out = [UInt8](repeating: 0, count: Int(count))
        // Fails only without memory, which ends the program anyway.
        _ = compress2(&out, &count, bytes, uLong(bytes.count), 6)
        return Array(out.prefix(Int(count)))
    }

    private static func append(_ type: String, _ data: [UInt8], to file: inout [UInt8]) {
        let chunk = Array(type.utf8) + data
        file += word(data.count) + chunk + word(Int(crc32(0, chunk, uInt(chunk.count))))
    }

    private static func word(_ number: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    }
}
