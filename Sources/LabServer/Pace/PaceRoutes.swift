internal import ModelAPI

/// `/lab/pace`: how fast the lab answers.
enum PaceRoutes {
    static let all: [Endpoint] = [
        Endpoint("GET", "/lab/pace") { _, lab in state(lab) },
        Endpoint("PUT", "/lab/pace", set),
        Endpoint("DELETE", "/lab/pace") { _, lab in
            lab.disturbance.pace.set(Pace())
            return state(lab)
        },
    ]

    private static func set(_ request: LabRequest, _ lab: Lab) throws -> LabReply {
        let words = FaultRoutes.words(of: try request.json(depth: 8), leading: "pace")
        lab.disturbance.pace.set(try FaultRoutes.reading { () throws(FaultError) in try Pace(words: words) })
        return state(lab)
    }

    private static func state(_ lab: Lab) -> LabReply {
        .json([
            "pace": lab.disturbance.pace.current.json,
            "parameters": .array(
                Pace.parameters.map { ["name": .string($0.name), "help": .string($0.help)] }),
        ])
    }
}
