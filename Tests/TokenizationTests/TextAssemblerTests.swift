import Testing
import Tokenization

@Suite struct TextAssemblerTests {
    @Test func characterIsHeldBackUntilItsLastByte() {
        var assembler = TextAssembler()
        #expect(assembler.append([0x63, 0xF0]) == "c")
        #expect(assembler.append([0x9F]) == "")
        #expect(assembler.append([0x99]) == "")
        #expect(assembler.pending == [0xF0, 0x9F, 0x99])
        #expect(assembler.append([0x82, 0x21]) == "🙂!")
        #expect(assembler.finish() == "")
    }

    @Test func unfinishedCharacterIsRepairedAtTheEnd() {
        var assembler = TextAssembler()
        #expect(assembler.append([0xE2, 0x82]) == "")
        #expect(assembler.finish() == "\u{FFFD}")
        #expect(assembler.finish() == "")
    }

    @Test func bytesThatCanNeverBeACharacterAreNotHeldBack() {
        var assembler = TextAssembler()
        #expect(assembler.append([0xFF]) == "\u{FFFD}")
        #expect(assembler.append([0xC0]) == "\u{FFFD}")
        #expect(assembler.append([0xE0, 0x80]) == String(decoding: [0xE0, 0x80] as [UInt8], as: UTF8.self))
        #expect(assembler.append([0xED, 0xA0]) == String(decoding: [0xED, 0xA0] as [UInt8], as: UTF8.self))
        #expect(assembler.finish() == "")
    }

    @Test func anyCutGivesTheTextOfTheWhole() {
        var generator = TestGenerator(state: 11)
        let likely: [UInt8] = [
            0x41, 0x7F, 0x80, 0xBF, 0xC0, 0xC2, 0xC3, 0xE0, 0xE2, 0xED, 0xEF, 0xF0, 0x9F, 0x99, 0x82, 0xF4, 0x90, 0xF5,
            0xA0, 0xFF,
        ]
        for _ in 0..<3000 {
            let bytes = (0..<Int.random(in: 0...12, using: &generator)).map { _ in
                Int.random(in: 0..<4, using: &generator) == 0
                    ? UInt8.random(in: 0...255, using: &generator) : likely.randomElement(using: &generator)!
            }
            var assembler = TextAssembler()
            var text = ""
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = Int.random(in: 1...3, using: &generator)
                text += assembler.append(rest.prefix(count))
                #expect(assembler.pending.count <= 3)
                rest = rest.dropFirst(count)
            }
            text += assembler.finish()
            #expect(Array(text.utf8) == Array(String(decoding: bytes, as: UTF8.self).utf8), "\(bytes)")
        }
    }
}
