import Foundation
import LanguageModel
import TestSupport
import Testing

/// A safetensors file in the temporary folder.
private struct SmallFile {
    let file: TemporaryFile

    init(_ bytes: [UInt8]) throws { file = try TemporaryFile(bytes, suffix: ".safetensors") }

    func open() throws -> SafetensorsFile { try SafetensorsFile(path: file.path) }

    static func bytes(_ header: String, data: Int) -> [UInt8] {
        let json = Array(header.utf8)
        return (0..<8).map { UInt8(truncatingIfNeeded: json.count >> (8 * $0)) } + json
            + (0..<data).map { UInt8(truncatingIfNeeded: $0) }
    }
}

struct SafetensorsTests {
    private static let good = #"""
        {"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},
        "b":{"dtype":"F16","shape":[],"data_offsets":[24,26]},"c":{"dtype":"I64","shape":[0,7],"data_offsets":[26,26]}}
        """#

    @Test func tensorsAreFoundByName() throws {
        let file = try SmallFile(SmallFile.bytes(Self.good, data: 26))
        let opened = try file.open()
        #expect(opened.tensors.keys.sorted() == ["a", "b", "c"])
        #expect(opened.tensors["a"]?.shape == [2, 3])
        #expect(opened.tensors["a"]?.range.count == 24)
    }

    @Test(arguments: [
        (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, 7, SafetensorsError.outsideFile("a")),
        (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}"#, 8, .outsideFile("a")),
        (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}"#, 8, .outsideFile("a")),
        (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}"#, 8, .outsideFile("a")),
        (#"{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}"#, 8, .sizeMismatch("a")),
        (#"{"a":{"dtype":"F32","shape":[-2,-1],"data_offsets":[0,8]}}"#, 8, .sizeMismatch("a")),
        (
            #"{"a":{"dtype":"F32","shape":[4611686018427387904,4611686018427387904],"data_offsets":[0,8]}}"#, 8,
            .sizeMismatch("a")
        ),
        (#"{"a":{"dtype":"F31","shape":[2],"data_offsets":[0,8]}}"#, 8, .unknownType("a", "F31")),
        (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, 9, .trailingBytes(1)),
        (#"{"a":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}"#, 3, .gapOrOverlap("a")),
        (
            #"{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}"#,
            3,
            .gapOrOverlap("b")
        ),
        (#"{"a":{"dtype":"F32","data_offsets":[0,8]}}"#, 8, .headerUnreadable("a.shape")),
        (#"{"a":{"dtype":"F32","shape":["x"],"data_offsets":[0,8]}}"#, 8, .headerUnreadable("a.shape.0")),
        (#"{"a":"#, 8, .headerNotJSON),
        ("", 0, .headerNotJSON),
    ])
    func hostileHeaderIsAnError(header: String, data: Int, error: SafetensorsError) throws {
        let file = try SmallFile(SmallFile.bytes(header, data: data))
        #expect(throws: error) { try file.open() }
    }

    @Test func hostileLengthIsAnError() throws {
        let huge = try SmallFile([255, 255, 255, 255, 255, 255, 255, 255, 1])
        #expect(throws: SafetensorsError.headerTooLong(.max)) { try huge.open() }
        let cut = try SmallFile([9, 0, 0, 0, 0, 0, 0, 0, 0x7B])
        #expect(throws: SafetensorsError.cut(needed: 17, size: 9)) { try cut.open() }
        let empty = try SmallFile([])
        #expect(throws: SafetensorsError.cut(needed: 8, size: 0)) { try empty.open() }
        #expect(throws: FileFailure.self) { try SafetensorsFile(path: "/nowhere/at/all") }
    }

    @Test func deepNestingIsAnError() throws {
        let file = try SmallFile(SmallFile.bytes(String(repeating: "[", count: 1 << 20), data: 0))
        #expect(throws: SafetensorsError.headerNotJSON) { try file.open() }
    }

    @Test func fuzzedFilesGiveErrorsAndNeverCrash() throws {
        let whole = SmallFile.bytes(Self.good, data: 26)
        let likely = Array("0123456789-[]{}\",:.eE".utf8)
        var opened = 0
        try FuzzTime.run { random in
            var bytes = whole
            for _ in 0..<random.below(4) {
                bytes[random.below(bytes.count)] =
                    random.below(2) == 0 ? likely[random.below(likely.count)] : UInt8(random.below(256))
            }
            if random.below(4) == 0 { bytes.removeLast(random.below(bytes.count + 1)) }
            let size = bytes.count
            let file = try SmallFile(bytes)
            do {
                let tensors = try file.open().tensors
                opened += 1
                #expect(tensors.values.allSatisfy { $0.range.lowerBound >= 8 && $0.range.upperBound <= size })
            } catch is SafetensorsError {}
        }
        #expect(opened > 0)
    }
}
