internal import Foundation

/// Hears English with CMU PocketSphinx, a program of its own (Debian's packages pocketsphinx and pocketsphinx-en-us).
struct SpeechRecogniser: Sendable {
    struct Word: Hashable, Sendable {
        var text: String
        /// In seconds.
        var start, end: Double
        /// How sure the recogniser is, from 0 to 1.
        var probability: Double
    }

    enum Problem: Error {
        /// The program is not on this machine.
        case missing
        case failed(status: Int32)
    }

    static let name = "pocketsphinx-en-us"
    static let advice = "Debian and Ubuntu: apt install pocketsphinx pocketsphinx-en-us"

    private let program: URL

    /// Throws ``Problem/missing``.
    init() throws {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin"
        let places = path.split(separator: ":").map {
            URL(filePath: String($0)).appending(path: "pocketsphinx_continuous")
        }
        guard let program = places.first(where: { FileManager.default.isExecutableFile(atPath: $0.path) }) else {
            throw Problem.missing
        }
        self.program = program
    }

    /// The utterances of a sound, each a list of words. It blocks for about a third of the sound's length.
    func utterances(in sound: WaveFile) throws -> [[Word]] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "workbook-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "sound.wav")
        try Data(sound.resampled(to: 16_000).bytes).write(to: file)
        let process = Process()
        process.executableURL = program
        process.arguments = ["-infile", file.path, "-time", "yes", "-logfn", "/dev/null"]
        process.standardInput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        // However long the sound, the machine is not the client's for ever.
        let watchdog = DispatchWorkItem { process.terminate() }
        DispatchQueue.global().asyncAfter(deadline: .now() + 30 + sound.duration * 3, execute: watchdog)
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        watchdog.cancel()
        guard process.terminationReason == .exit, process.terminationStatus == 0 else {
            throw Problem.failed(status: process.terminationStatus)
        }
        return Self.utterances(inOutput: String(decoding: output, as: UTF8.self))
    }

    /// What the program prints: an utterance's text, then a line a word, with begin, end and probability.
    static func utterances(inOutput output: String) -> [[Word]] {
        var utterances: [[Word]] = []
        for line in output.split(whereSeparator: \.isNewline) {
            let parts = line.split(separator: " ")
            guard parts.count == 4, let start = Double(parts[1]), let end = Double(parts[2]),
                let probability = Double(parts[3])
            else { continue }
            if parts[0] == "<s>" { utterances.append([]) }
            // `<sil>`, `[NOISE]` and `++UH++` are no words; `read(2)` is another way to say one.
            guard let first = parts[0].first, first.isLetter || first == "'" else { continue }
            if utterances.isEmpty { utterances.append([]) }
            utterances[utterances.count - 1].append(
                Word(text: String(parts[0].prefix { $0 != "(" }), start: start, end: end, probability: probability))
        }
        return utterances.filter { !$0.isEmpty }
    }
}
