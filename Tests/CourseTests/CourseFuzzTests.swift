import Course
import DataFiles
import Foundation
import Testing

struct CourseFuzzTests {
    /// SplitMix64: the same mutations on every machine.
    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    private static let pieces = [
        "\t", "\r", "\"", "'", "!", "*a", "&a ", "@", "`", "```", "~~~", "[", "]", "{", "}", ": ", "- ", "? ", "|\n",
        ">\n", "#", "##", "---\n",
        "...\n", "%", "\u{0}", "\u{FEFF}", "\u{2028}", "\u{85}", "é", "🧭", "-1", "1e999", "99999999999999999999", "~",
        "null", "no", "<<: ",
        "!!int ", "\n", "    ", "> ", "\u{200D}",
    ]

    private func mutate(_ bytes: [UInt8], _ generator: inout Generator) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...6, using: &generator) {
            let index = Int.random(in: 0...bytes.count, using: &generator)
            let end = min(bytes.count, index + Int.random(in: 0...12, using: &generator))
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: bytes.removeSubrange(index..<end)
            case 1: bytes.insert(contentsOf: bytes[index..<end], at: Int.random(in: 0...bytes.count, using: &generator))
            case 2 where index < bytes.count: bytes[index] = UInt8.random(in: 0...255, using: &generator)
            default:
                bytes.insert(contentsOf: (Self.pieces.randomElement(using: &generator) ?? "").utf8, at: index)
            }
        }
        return bytes
    }

    @Test func mutatedFilesAreReadOrRefusedAndNeverCrash() throws {
        try Fixture.withCourse { root in
            var generator = Generator(state: 7)
            let files = try Fixture.files(below: root)
            var problems = 0
            let deadline = ContinuousClock.now + .seconds(1)
            while ContinuousClock.now < deadline {
                // A few files at a time, so that also what refers to broken ones is exercised.
                var originals: [(URL, Data)] = []
                for _ in 0..<4 {
                    guard let path = files.randomElement(using: &generator) else { continue }
                    let url = root.appending(path: path)
                    let data = try Data(contentsOf: url)
                    originals.append((url, data))
                    try Data(mutate(Array(data), &generator)).write(to: url)
                }
                let (course, found) = Course.load(from: root)
                problems += found.count
                #expect(found.allSatisfy { $0.line >= 1 && $0.column >= 1 && !$0.message.isEmpty })
                for lesson in course.lessons {
                    for id in lesson.exercises { _ = course.position(of: id) }
                }
                for (url, data) in originals.reversed() { try data.write(to: url) }
            }
            #expect(problems > 0)
            #expect(Course.load(from: root).problems.isEmpty)
        }
    }
}
