/// A file of mergeable ranks as tiktoken publishes it: a line a token, its bytes in base64, a space, its rank.
enum RankFile {
    /// The tokens of the file, whose ids are their ranks.
    ///
    /// Ranks must count up from 0, a line each, as they do in the published files; each token must have bytes. Takes
    /// memory in proportion to the file.
    static func vocabulary(_ file: UnsafeRawBufferPointer) throws(BytePairError) -> BytePairVocabulary {
        guard file.count <= BytePairVocabulary.maximumBytes else {
            throw .tooManyTokens(limit: BytePairVocabulary.maximumBytes)
        }
        let text = file.assumingMemoryBound(to: UInt8.self)
        var lines = 0
        for byte in text where byte == 0x0A { lines &+= 1 }
        guard lines < BytePairVocabulary.maximumCount else {
            throw .tooManyTokens(limit: BytePairVocabulary.maximumCount)
        }
        var vocabulary = BytePairVocabulary(tokens: lines + 1, bytes: text.count / 4 * 3 + 3)
        var position = 0
        while position < text.count {
            let line = vocabulary.count + 1
            // Room for all tokens was made above.
            let isToken = try vocabulary.append(maximumLength: 0) { decodeBase64(text, &position, $0) }
            guard isToken else { throw .notBase64(line: line) }
            try readRank(text, &position, line: line)
        }
        guard vocabulary.count > 0 else { throw .empty }
        return vocabulary
    }

    /// Decodes up to the space at the end of the base64 text, and moves `position` after it. RFC 4648, section 4.
    ///
    /// Gives the number of bytes, from 1; `nil` if the text is anything else.
    @inline(__always)
    private static func decodeBase64(
        _ text: UnsafeBufferPointer<UInt8>, _ position: inout Int, _ target: UnsafeMutablePointer<UInt8>
    ) -> Int? {
        let digits = digits.base
        var length = 0
        while position &+ 4 < text.count {
            let group = text.baseAddress! + position
            let values = (digits[Int(group[0])], digits[Int(group[1])], digits[Int(group[2])], digits[Int(group[3])])
            position &+= 4
            if values.0 | values.1 | values.2 | values.3 < 64 {
                target[length] = values.0 &<< 2 | values.1 &>> 4
                target[length &+ 1] = values.1 &<< 4 | values.2 &>> 2
                target[length &+ 2] = values.2 &<< 6 | values.3
                length &+= 3
                if group[4] != 0x20 { continue }
            } else {
                guard values.0 | values.1 < 64, group[3] == UInt8(ascii: "="), group[4] == 0x20 else { break }
                target[length] = values.0 &<< 2 | values.1 &>> 4
                length &+= 1
                if group[2] != UInt8(ascii: "=") {
                    guard values.2 < 64 else { break }
                    target[length] = values.1 &<< 4 | values.2 &>> 2
                    length &+= 1
                }
            }
            position &+= 1
            return length
        }
        return nil
    }

    @inline(__always)
    private static func readRank(
        _ text: UnsafeBufferPointer<UInt8>, _ position: inout Int, line: Int
    ) throws(BytePairError) {
        var rank = 0
        let start = position
        while position < text.count, text[position] != 0x0A {
            let digit = text[position] &- 0x30
            guard digit < 10, rank <= BytePairVocabulary.maximumCount else {
                throw .wrongRank(line: line, expected: line - 1)
            }
            rank = rank &* 10 &+ Int(digit)
            position &+= 1
        }
        guard position > start, rank == line - 1 else { throw .wrongRank(line: line, expected: line - 1) }
        position &+= 1
    }

    /// The values of the base64 digits, and 255 for other bytes.
    private static let digits: StaticBuffer<UInt8> = {
        let digits = StaticBuffer<UInt8>(zeroed: 256)
        digits.base.update(repeating: 255, count: 256)
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        for (value, digit) in alphabet.utf8.enumerated() { digits.base[Int(digit)] = UInt8(value) }
        return digits
    }()
}
