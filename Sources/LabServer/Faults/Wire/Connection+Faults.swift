internal import NIOCore

extension Connection {
    /// Has the next answer's bytes go by a plan.
    ///
    /// - Returns: what is fulfilled when the plan's recording has been written.
    func arm(_ plan: WirePlan) async throws -> EventLoopFuture<Void>? {
        try await channel.eventLoop.submit { [channel] in
            let wire = try self.wireFault()
            let promise = plan.recording.map { _ in channel.eventLoop.makePromise(of: Void.self) }
            wire.arm(plan, replayed: promise)
            return promise?.futureResult
        }.get()
    }

    /// Does something below HTTP once so many pieces of the answer's body have passed.
    func perform(_ action: WireAction, afterParts count: Int) async throws {
        try await channel.eventLoop.submit { try self.wireFault().perform(action, afterParts: count) }.get()
    }

    /// Waits until the connection is closed.
    func untilClosed() async { try? await channel.closeFuture.get() }

    /// On the channel's loop: the handler, made when it is first needed.
    private func wireFault() throws -> WireFault {
        let pipeline = channel.pipeline.syncOperations
        let gate = try pipeline.handler(type: RequestGate.self)
        if let wire = gate.wireFault { return wire }
        let wire = WireFault { self.markLeft() }
        try pipeline.addHandler(wire, position: .after(try pipeline.handler(type: WireTap.self)))
        gate.wireFault = wire
        return wire
    }
}
