internal import LanguageModel
internal import Tokenization

/// Tells which tokens a released text is made of.
///
/// Text is held back while a character or a possible stop string is incomplete; a token comes out when all of its bytes have.
/// Where bytes are no text, and stand as U+FFFD, they count as that.
struct TokenLedger {
    typealias Token = RunningText.WrittenToken

    private struct Entry {
        var token: Token
        /// Its bytes are the text's up to here.
        var byteEnd: Int
        /// Where its text ends, in UTF-8; `nil` while a character of it is incomplete.
        var textEnd: Int?
    }

    private var entries: [Entry] = []
    private var assembler = TextAssembler()
    private var bytes = 0
    /// How much text the bytes have become, and how much of it was released.
    private var assembled = 0
    private var released = 0

    /// The tokens that `step` releases, its own or earlier ones. `finish` is why the text ended with it, if it did.
    mutating func take(_ step: GenerationStep, finish: FinishReason?, tokenizer: any Tokenizer) -> [Token] {
        if !step.isEnd {
            append(Token(step, tokenizer), byteCount: bytes + tokenizer.bytes(of: step.token).count)
        }
        released += step.text.utf8.count
        let count: Int
        switch finish {
        case .endOfText?, .maxTokens?: count = entries.count
        case .stopSequence?, nil: count = entries.prefix { $0.textEnd.map { $0 <= released } ?? false }.count
        }
        defer { entries.removeFirst(count) }
        return entries.prefix(count).map(\.token)
    }

    private mutating func append(_ token: Token, byteCount: Int) {
        entries.append(Entry(token: token, byteEnd: byteCount, textEnd: nil))
        for byte in token.drawn.bytes {
            let before = assembled
            assembled += assembler.append(CollectionOfOne(byte)).utf8.count
            bytes += 1
            // An ASCII byte ends whatever stood before it, and is text of its own.
            let isApart = byte < 0x80 && assembled > before
            settle(upTo: bytes - 1, at: isApart ? assembled - 1 : assembled)
            settle(upTo: bytes, at: assembled)
        }
        settle(upTo: bytes, at: assembled)
    }

    /// Notes the end of the tokens whose bytes up to `byte` are all text by now.
    private mutating func settle(upTo byte: Int, at end: Int) {
        let complete = min(byte, bytes - assembler.pending.count)
        for index in entries.indices where entries[index].textEnd == nil {
            guard entries[index].byteEnd <= complete else { return }
            entries[index].textEnd = end
        }
    }
}

extension RunningText.WrittenToken {
    init(_ step: GenerationStep, _ tokenizer: any Tokenizer) {
        func candidate(_ token: TokenID, _ logProbability: Double) -> Candidate {
            Candidate(token: token, bytes: tokenizer.bytes(of: token), logProbability: logProbability)
        }
        drawn = candidate(step.token, step.logProbability ?? 0)
        top = step.alternatives.map { candidate($0.token, $0.logProbability) }
    }
}
