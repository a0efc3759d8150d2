public import Foundation

/// Reads text files of bounded size, strictly as UTF-8.
public enum TextFile {
    /// Course and data files are written by hand: one that is larger is a mistake.
    public static let largestSize = 1 << 20

    /// The text of a file, its lines ended by LF (CR LF and CR become LF; a byte-order mark is dropped).
    ///
    /// - Parameter path: how problems name the file.
    /// - Throws: a problem when the file cannot be read, is larger than ``largestSize``, or is not UTF-8; the message then has the
    ///   offset of the first wrong byte.
    public static func read(_ url: URL, as path: String) throws(Problem) -> String {
        let data: Data
        do {
            let handle = try FileHandle(forReadingFrom: url)
            defer { try? handle.close() }
            // Never more than one byte over the limit, whatever the file is.
            data = try handle.read(upToCount: largestSize + 1) ?? Data()
        } catch {
            throw Problem(
                at: Place(path), "the file cannot be read (\(Self.reason(for: error)))",
                advice: "It has to be a file that you may read.")
        }
        return try decode(Array(data), as: path)
    }

    /// The text of `bytes`, as ``read(_:as:)`` gives it.
    public static func decode(_ bytes: [UInt8], as path: String) throws(Problem) -> String {
        guard bytes.count <= largestSize else {
            throw Problem(
                at: Place(path), "the file is larger than \(largestSize) bytes",
                advice: "Files of a course are written by hand and small; is this the right file?")
        }
        let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        guard let text = String(validating: content, as: UTF8.self) else {
            throw notUTF8(bytes, path)
        }
        return text.utf8.contains(0x0D) ? normalised(text) : text
    }

    /// CR LF and CR as LF.
    public static func normalised(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var afterCarriageReturn = false
        for byte in text.utf8 {
            if byte == 0x0A, afterCarriageReturn {
                afterCarriageReturn = false
                continue
            }
            afterCarriageReturn = byte == 0x0D
            bytes.append(byte == 0x0D ? 0x0A : byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func reason(for error: any Error) -> String {
        switch (error as? CocoaError)?.code {
        case .fileReadNoSuchFile?, .fileNoSuchFile?: "there is none"
        case .fileReadNoPermission?: "no permission"
        default: "it is no ordinary file, or reading failed"
        }
    }

    /// The first byte that is not UTF-8, found by decoding scalar after scalar.
    private static func notUTF8(_ bytes: [UInt8], _ path: String) -> Problem {
        var decoder = UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        var offset = 0
        var place = Place(path)
        scan: while true {
            switch decoder.parseScalar(from: &iterator) {
            case .valid(let encoded):
                offset += encoded.count
                if encoded.first == 0x0A {
                    place.line += 1
                    place.column = 1
                } else {
                    place.column += 1
                }
            case .error, .emptyInput:
                break scan
            }
        }
        let byte = offset < bytes.count ? " (\(hexadecimal(bytes[offset])))" : ""
        return Problem(at: place, "byte \(offset)\(byte) is not UTF-8", advice: "Save the file as UTF-8.")
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        "0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }
}
