/// The pieces of a WordPiece vocabulary, as the file `vocab.txt` of a BERT model lists them: one a line, its id the line's
/// index. A piece that begins with `##` goes on within a word.
public struct WordPieceVocabulary: Sendable {
    /// The pieces that every vocabulary must have.
    public struct SpecialTokens: Hashable, Sendable {
        /// What stands for a word that has no pieces.
        public let unknown: TokenID
        /// What begins a text.
        public let classification: TokenID
        /// What ends a text.
        public let separator: TokenID
    }

    public let special: SpecialTokens
    private let starts: ByteTable
    private let continuations: ByteTable
    private let bytes: [UInt8]
    /// Where each piece lies in `bytes`, and one more: where the last one ends.
    private let ends: [UInt32]

    public var count: Int { ends.count - 1 }

    /// The largest file that is taken, in bytes.
    public static let largestSize = 1 << 24

    /// - Parameter file: the contents of a `vocab.txt`. Lines end with LF or CR LF.
    public init(bytes file: [UInt8]) throws(WordPieceVocabularyError) {
        guard file.count <= Self.largestSize else { throw .tooLarge }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(file.count)
        var ends: [UInt32] = [0]
        var starts = ByteTable()
        var continuations = ByteTable()
        var lines = file.split(separator: 0x0A, omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        for (index, line) in lines.enumerated() {
            let piece = line.last == 0x0D ? line.dropLast() : line
            guard !piece.isEmpty else { throw .emptyLine(index + 1) }
            guard String(validating: piece, as: UTF8.self) != nil else { throw .notUTF8(line: index + 1) }
            let isNew =
                piece.starts(with: Self.mark) && piece.count > 2
                ? continuations.insert(piece.dropFirst(2), value: TokenID(index))
                : starts.insert(piece, value: TokenID(index))
            guard isNew else { throw .duplicate(String(decoding: piece, as: UTF8.self), line: index + 1) }
            bytes += piece
            ends.append(UInt32(bytes.count))
        }
        func id(of name: String) throws(WordPieceVocabularyError) -> TokenID {
            guard let id = starts.value(of: Array(name.utf8)[...]) else { throw .missing(name) }
            return id
        }
        special = SpecialTokens(
            unknown: try id(of: "[UNK]"), classification: try id(of: "[CLS]"), separator: try id(of: "[SEP]"))
        self.starts = starts
        self.continuations = continuations
        self.bytes = bytes
        self.ends = ends
    }

    /// The bytes of a piece as the file has it, `##` included; empty for an id outside the vocabulary.
    public func piece(_ id: TokenID) -> ArraySlice<UInt8> {
        guard id >= 0, Int(id) < count else { return [] }
        return bytes[Int(ends[Int(id)])..<Int(ends[Int(id) + 1])]
    }

    /// The longest piece that `word` begins with, from `start` on: its id, and where it ends.
    func longestPiece(of word: ArraySlice<UInt8>, from start: Int) -> (id: TokenID, end: Int)? {
        (start == word.startIndex ? starts : continuations).longestPrefix(of: word[start...])
    }

    private static let mark = Array("##".utf8)
}

/// Why a file is no WordPiece vocabulary.
public enum WordPieceVocabularyError: Error, Hashable, Sendable {
    case tooLarge
    case notUTF8(line: Int)
    case emptyLine(Int)
    case duplicate(String, line: Int)
    /// A token that every BERT model needs.
    case missing(String)
}

extension WordPieceVocabularyError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .tooLarge: "the vocabulary is larger than \(WordPieceVocabulary.largestSize >> 20) MB"
        case .notUTF8(let line): "line \(line) of the vocabulary is not UTF-8"
        case .emptyLine(let line): "line \(line) of the vocabulary is empty, but every line is a token"
        case .duplicate(let piece, let line): "line \(line) of the vocabulary repeats the token '\(piece)'"
        case .missing(let name): "the vocabulary has no token '\(name)'"
        }
    }
}
