import DataFiles
import Foundation
import ModelFiles
import Testing

@Suite struct ModelStoreTests {
    // NIST's example for SHA-256: the message "abc".
    private static let model = PinnedModel(
        name: "abc", title: "three letters", kind: .tokenizer, licence: "MIT", origin: "nobody",
        wheel: Wheel(package: "abc", version: "1", size: 1, sha256: String(repeating: "0", count: 64)),
        files: [
            PinnedFile(
                name: "abc.txt", size: 3,
                sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", member: "abc.txt")
        ])

    private func withStore(holding text: String?, _ body: (ModelStore) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "workbook-test-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = ModelStore(ModelFolder(folder))
        let file = store.url(of: Self.model.files[0], in: Self.model)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        if let text { try Data(text.utf8).write(to: file) }
        try body(store)
    }

    @Test func aFileWithItsBytesIsPresent() throws {
        try withStore(holding: "abc") { store in
            #expect(store.state(of: Self.model) == .present)
            #expect(store.verify(Self.model) == .present)
        }
    }

    @Test func aFileOfAnotherSizeIsMissing() throws {
        try withStore(holding: "abcd") { #expect($0.state(of: Self.model) == .missing(["abc.txt"])) }
        try withStore(holding: nil) { #expect($0.verify(Self.model) == .missing(["abc.txt"])) }
    }

    @Test func aFileOfOtherBytesIsDamagedWhichOnlyAFullLookSees() throws {
        try withStore(holding: "abd") { store in
            #expect(store.state(of: Self.model) == .present)
            #expect(store.verify(Self.model) == .damaged(["abc.txt"]))
        }
    }
}
