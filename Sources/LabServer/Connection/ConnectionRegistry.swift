internal import NIOCore
internal import Synchronization

/// The open connections.
final class ConnectionRegistry: Sendable {
    private struct State {
        var connections: [ObjectIdentifier: Connection] = [:]
        var count = 0
        var isClosing = false
    }

    private let limit: Int
    private let state = Mutex(State())
    private let answers = Atomic(0)

    init(limit: Int) { self.limit = limit }

    /// Adds a connection until its channel closes.
    func add(_ channel: any Channel) -> Connection {
        let (connection, isClosing) = state.withLock { state in
            state.count += 1
            let connection = Connection(
                number: state.count, channel: channel, isExcess: state.connections.count >= limit)
            state.connections[ObjectIdentifier(channel)] = connection
            return (connection, state.isClosing)
        }
        channel.closeFuture.whenComplete { [weak self] _ in
            connection.markLeft()
            self?.state.withLock { _ = $0.connections.removeValue(forKey: ObjectIdentifier(channel)) }
        }
        if isClosing { connection.close() }
        return connection
    }

    func connection(of channel: any Channel) -> Connection? {
        state.withLock { $0.connections[ObjectIdentifier(channel)] }
    }

    /// How many are open.
    var count: Int { state.withLock { $0.connections.count } }

    /// How many requests are being answered.
    var answering: Int { answers.load(ordering: .relaxed) }

    func answerBegins() { answers.add(1, ordering: .relaxed) }

    func answerEnds() { answers.subtract(1, ordering: .relaxed) }

    func closeAll() {
        let connections = state.withLock { state in
            state.isClosing = true
            return Array(state.connections.values)
        }
        for connection in connections { connection.close() }
    }
}

/// One connection, as the writers of answers see it.
final class Connection: Sendable {
    /// From 1.
    let number: Int
    /// Whether there were too many connections already.
    let isExcess: Bool
    let channel: any Channel
    private let left = Atomic(false)
    private let silent = Atomic(false)

    init(number: Int, channel: any Channel, isExcess: Bool) {
        self.number = number
        self.channel = channel
        self.isExcess = isExcess
    }

    /// Whether the connection is closed: nobody waits for an answer any more.
    var hasLeft: Bool { left.load(ordering: .acquiring) }

    /// Whether the client has closed its sending half. It may still read (`nc -N` does), but more often it has left, and only
    /// writing to it would tell.
    var isSilent: Bool { silent.load(ordering: .acquiring) }

    func markLeft() { left.store(true, ordering: .releasing) }

    func markSilent() { silent.store(true, ordering: .releasing) }

    func close() {
        markLeft()
        channel.close(promise: nil)
    }
}
