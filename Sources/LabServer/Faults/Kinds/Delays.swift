internal import ModelAPI

extension FaultKind {
    static let slowHeaders = FaultKind(
        name: "slow-headers", summary: "nothing is answered for a while",
        parameters: [.init(name: "delay", help: "5s when left out")]
    ) { context throws(FaultError) in Shape(headDelay: try context.settings.duration("delay") ?? .seconds(5)) }

    static let slowFirstToken = FaultKind(
        name: "slow-first-token", summary: "the head comes at once, the first text after a while", scope: .streams,
        parameters: [.init(name: "delay", help: "5s when left out")]
    ) { context throws(FaultError) in
        let delay = try context.settings.duration("delay") ?? .seconds(5)
        return .events(StrikeShaper(after: 0) { [.wait(delay), .event($0)] })
    }

    static let stall = FaultKind(
        name: "stall", summary: "the stream falls silent, and the connection stays open", scope: .streams,
        parameters: [.afterEvents]
    ) { context throws(FaultError) in .events(StrikeShaper(after: try context.afterEvents()) { _ in [.hang] }) }
}
