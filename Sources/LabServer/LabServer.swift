internal import DataFiles
internal import Foundation
internal import Hummingbird
internal import HummingbirdCore
internal import Logging
public import ModelAPI
internal import NIOCore
internal import NIOPosix
internal import ServiceLifecycle
internal import Synchronization

/// A server on this machine that speaks the OpenAI and Anthropic APIs, and answers with a local model.
///
/// It listens on 127.0.0.1 only, and refuses requests that a browser makes for another site's page (by `Host` and `Origin`).
///
///     let lab = LabServer(configuration: LabConfiguration(models: .embedded))
///     let origin = try await lab.start()
///     // requests to origin, with lab.key(for: .openai)
///     await lab.stop()
public final class LabServer: LabSteering {
    private let configuration: LabConfiguration
    private let keys: [Provider: APIKey]
    /// What opens the routes below `/lab/`, by which another program steers and watches the lab.
    public let token: APIKey
    private let identifiers: Identifiers
    private let connections: ConnectionRegistry
    private let calendar: LabCalendar
    /// The last bytes that crossed the sockets, in order.
    public let journal: Journal
    /// The page that follows the prompt. It is served once it is opened, while the server runs.
    public let projector: Projector
    let disturbance = LabDisturbance()
    private let anthropic = AnthropicState()
    private let responses = ResponseStore()
    private let state = Mutex(State.idle)

    private enum State {
        case idle
        case starting
        case running(Running)
        case stopped
    }

    private struct Running {
        var group: ServiceGroup
        /// Gives the error that ended the server, if one did.
        var task: Task<(any Error)?, Never>
        var threads: NIOThreadPool
        var lab: Lab
    }

    public init(configuration: LabConfiguration = LabConfiguration()) {
        self.configuration = configuration
        identifiers = Identifiers(seed: configuration.seed)
        var keys = configuration.keys
        if keys[.openai] == nil { keys[.openai] = APIKey("sk-lab-" + identifiers.letters(32)) }
        if keys[.anthropic] == nil { keys[.anthropic] = APIKey("sk-ant-lab-" + identifiers.letters(32)) }
        self.keys = keys
        token = configuration.token ?? APIKey("lab-" + identifiers.letters(32))
        calendar = LabCalendar(
            book: configuration.facts, asOf: configuration.asOf, now: configuration.now)
        connections = ConnectionRegistry(limit: configuration.limits.connections)
        let uptime = Double(NIODeadline.now().uptimeNanoseconds) / 1e9
        journal = Journal(
            byteLimit: configuration.limits.journalBytes,
            zero: Date(timeIntervalSince1970: Double(configuration.now()) - uptime))
        projector = Projector(identifiers: identifiers, heartbeatTime: configuration.limits.heartbeatTime)
    }

    /// The key that the provider's endpoints accept.
    public func key(for provider: Provider) -> APIKey {
        // Both are there since init.
        keys[provider] ?? APIKey("")
    }

    /// The day on which the lab lives. Requests that come after a change are answered for the new day.
    public var asOf: AsOf {
        get { calendar.asOf }
        set { calendar.asOf = newValue }
    }

    /// Begins to listen. The server is ready when this returns; the model is loaded meanwhile.
    ///
    /// - Throws: ``LabError``, above all for a port that is taken.
    public func start() async throws -> Origin {
        let isFirst = state.withLock { state in
            guard case .idle = state else { return false }
            state = .starting
            return true
        }
        guard isFirst else { throw LabError.alreadyStarted }
        let threads = NIOThreadPool(numberOfThreads: max(1, configuration.limits.modelThreads))
        threads.start()
        do {
            return try await listen(threads: threads)
        } catch {
            try? await threads.shutdownGracefully()
            state.withLock { $0 = .idle }
            throw Self.labError(for: error, port: configuration.port)
        }
    }

    private func listen(threads: NIOThreadPool) async throws -> Origin {
        let engine = Engine(
            models: configuration.models, localModel: configuration.localModel, threads: threads,
            positions: configuration.limits.textPositions)
        let limiter = Limiter(
            policy: configuration.rateLimits, day: { [calendar] in calendar.day.description },
            clock: configuration.clock)
        let keyRing = KeyRing(keys: keys, identifiers: identifiers, now: configuration.now)
        let lab = Lab(
            calendar: calendar, limits: configuration.limits, keys: keyRing, limiter: limiter,
            token: token, engine: engine, identifiers: identifiers, connections: connections, journal: journal,
            projector: projector, files: configuration.files, responses: responses, disturbance: disturbance,
            anthropic: anthropic, now: configuration.now)
        var logger = Logger(label: "lab", factory: { _ in SwiftLogNoOpLogHandler() })
        logger.logLevel = .critical
        let (ports, announce) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            responder: LabResponder(lab: lab),
            server: HTTPServerBuilder { [connections, journal, identifiers, limits = configuration.limits] responder in
                LabChannel(
                    responder: responder, limits: limits, connections: connections, journal: journal,
                    identifiers: identifiers)
            },
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: configuration.port)),
            onServerRunning: { channel in
                announce.yield(channel.localAddress?.port ?? 0)
                announce.finish()
            },
            logger: logger)
        let group = ServiceGroup(configuration: ServiceGroupConfiguration(services: [application], logger: logger))
        let task = Task<(any Error)?, Never> {
            defer { announce.finish() }
            do { try await group.run() } catch { return error }
            return nil
        }
        guard let port = await ports.first(where: { _ in true }) else {
            // In a cancelled task nobody waits for the port, and the server would run on.
            if Task.isCancelled { task.cancel() }
            let failure = await task.value
            try Task.checkCancellation()
            throw failure ?? LabError.cannotListen(port: configuration.port, reason: "it ended at once")
        }
        state.withLock { $0 = .running(Running(group: group, task: task, threads: threads, lab: lab)) }
        engine.warmUp()
        return Origin(host: "127.0.0.1", port: port)
    }

    /// Closes every connection and stops listening. Answers that are being written are cut off. Without effect unless
    /// ``start()`` has returned.
    public func stop() async {
        let running: Running? = state.withLock { state in
            guard case .running(let running) = state else { return nil }
            state = .stopped
            return running
        }
        guard let running else { return }
        await projector.close(.workbookEnded)
        anthropic.batches.stop()
        responses.stop()
        await running.group.triggerGracefulShutdown()
        connections.closeAll()
        running.lab.engine.stop()
        _ = await running.task.value
        // A model that is being loaded is not waited for.
        running.threads.shutdownGracefully { _ in }
    }

    /// Asks a route below `/lab/` from within the process. Throws ``LabError/notRunning`` before ``start()`` has returned.
    public func steer(
        _ method: String, _ path: String, query: [(String, String)], body: JSONValue?
    ) async throws -> JSONValue {
        let lab: Lab? = state.withLock { state in
            guard case .running(let running) = state else { return nil }
            return running.lab
        }
        guard let lab else { throw LabError.notRunning }
        return try await ControlRoutes.json(method, path, query: query, body: body, lab: lab)
    }

    private static func labError(for error: any Error, port: Int) -> any Error {
        if error is LabError || error is CancellationError { return error }
        guard let error = error as? IOError else { return LabError.cannotListen(port: port, reason: "\(error)") }
        switch error.errnoCode {
        case SystemErrors.addressInUse: return LabError.portTaken(port)
        case SystemErrors.permissionDenied: return LabError.portForbidden(port)
        default: return LabError.cannotListen(port: port, reason: "\(error)")
        }
    }
}
