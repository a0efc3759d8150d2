import Terminal
import Testing

@Suite struct KeyDecoderTests {
    private func keys(_ bytes: some Sequence<UInt8>) -> [Key] {
        var decoder = KeyDecoder()
        return bytes.flatMap { decoder.consume($0) } + decoder.flush()
    }

    @Test(arguments: [
        ("a", [Key.character("a")]), ("å日🎉", [.character("å"), .character("日"), .character("🎉")]), ("\r", [.enter]),
        ("\t", [.tab]),
        ("\u{7F}", [.backspace]), ("\u{03}", [.control("c")]), ("\u{00}", [.control("@")]), ("\u{1F}", [.control("_")]),
        ("\u{1B}", [.escape]),
        ("\u{1B}[A", [.up]), ("\u{1B}OB", [.down]), ("\u{1B}[C", [.right]), ("\u{1B}[1;5D", [.wordLeft]),
        ("\u{1B}[1;3C", [.wordRight]),
        ("\u{1B}[1;2C", [.right]), ("\u{1B}[H", [.home]), ("\u{1B}OF", [.end]), ("\u{1B}[1~", [.home]),
        ("\u{1B}[8~", [.end]), ("\u{1B}[3~", [.delete]),
        ("\u{1B}[5~", [.pageUp]), ("\u{1B}[6~", [.pageDown]), ("\u{1B}[Z", [.backTab]), ("\u{1B}b", [.alt("b")]),
        ("\u{1B}\u{7F}", [.alt("\u{7F}")]),
        ("\u{1B}[24~x", [.character("x")]), ("\u{1B}[[Ax", [.up, .character("x")]),
        ("\u{1B}[<0;10;10Mx", [.character("x")]),
        ("\u{1B}[200~one\r\ntwo\u{1B}[31m\t\u{07}\u{1B}[201~x", [.paste("one\ntwo[31m\t"), .character("x")]),
        ("\u{1B}\u{1B}[A", [.escape, .up]),
        ("\u{9B}A", [.character("A")]),
    ])
    func bytesBecomeKeys(_ bytes: String, _ expected: [Key]) {
        #expect(keys(bytes.utf8) == expected)
    }

    @Test(arguments: [
        ("\u{1B}", true), ("\u{1B}[", true), ("\u{1B}O", true), ("\u{1B}[1", false), ("a", false),
        ("\u{1B}[200~a", false),
    ])
    func onlyAPauseTellsALoneEscape(_ bytes: String, _ expected: Bool) {
        var decoder = KeyDecoder()
        for byte in bytes.utf8 { _ = decoder.consume(byte) }
        #expect(decoder.isAmbiguous == expected)
    }

    @Test func malformedUTF8BecomesAReplacementAndLosesNothingElse() {
        #expect(keys([0xC3, 0x41]) == [.character("\u{FFFD}"), .character("A")])
        #expect(keys([0xFF, 0x41]) == [.character("\u{FFFD}"), .character("A")])
        #expect(keys([0xE6, 0x97]) == [.character("\u{FFFD}")])
        #expect(keys([0xC3, 0x1B, 0x5B, 0x41]) == [.character("\u{FFFD}"), .up])
    }

    @Test func anyBytesAreDecodedInBoundedMemory() {
        var random = SplitMix(state: 17)
        var decoder = KeyDecoder()
        for _ in 0..<100_000 {
            for key in decoder.consume(UInt8.random(in: 0...255, using: &random)) {
                if case .character(let scalar) = key {
                    #expect(!(0x80..<0xA0).contains(scalar.value) && scalar.value >= 0x20)
                }
            }
        }
        _ = decoder.flush()
        #expect(decoder.consume(0x61) == [.character("a")])
    }

    @Test func pasteWithoutEndIsCutOff() {
        var decoder = KeyDecoder()
        for byte in "\u{1B}[200~".utf8 { _ = decoder.consume(byte) }
        for _ in 0..<KeyDecoder.pasteLimit + 1000 { _ = decoder.consume(0x61) }
        var keys: [Key] = []
        for byte in "\u{1B}[201~".utf8 { keys += decoder.consume(byte) }
        guard case .paste(let text)? = keys.first else {
            Issue.record("no paste")
            return
        }
        #expect(text.utf8.count >= KeyDecoder.pasteLimit && text.utf8.count < KeyDecoder.pasteLimit + 20)
    }
}
