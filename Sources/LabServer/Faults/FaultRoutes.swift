internal import ModelAPI

/// `/lab/faults`: what is armed, and what there is.
enum FaultRoutes {
    static let all: [Endpoint] = [
        Endpoint("GET", "/lab/faults") { _, lab in
            .json(["armed": .array(lab.disturbance.faults.json), "kinds": .array(FaultKind.all.map(json))])
        },
        Endpoint("POST", "/lab/faults", arm),
        Endpoint("DELETE", "/lab/faults") { _, lab in
            try lab.disturbance.faults.disarm()
            return .json(["armed": []])
        },
        Endpoint("DELETE", "/lab/faults/*", disarm),
        Endpoint("POST", "/lab/replay", replay),
    ]

    /// Takes `{"fault": "500 times=2"}`, or the conditions and parameters as members beside it.
    private static func arm(_ request: LabRequest, _ lab: Lab) throws -> LabReply {
        let words = words(of: try request.json(depth: 8), leading: "fault")
        let rule = try reading { () throws(FaultError) in try FaultRule(words: words) }
        return .json(lab.disturbance.faults.arm(rule), status: 201)
    }

    private static func disarm(_ request: LabRequest, _ lab: Lab) throws -> LabReply {
        guard let number = Int(request.name) else {
            throw APIError.openai(404, "Faults have numbers: '\(request.name)' is none.")
        }
        try reading(status: 404) { () throws(FaultError) in try lab.disturbance.faults.disarm(number) }
        return .json(["armed": .array(lab.disturbance.faults.json)])
    }

    /// Takes `{"recording": …, "speed": 2, "times": 1}`.
    private static func replay(_ request: LabRequest, _ lab: Lab) throws -> LabReply {
        let json = try request.json(depth: lab.limits.jsonDepth)
        let rule = try reading { () throws(FaultError) in try ReplayRule(json) }
        return .json(lab.disturbance.faults.arm(rule), status: 201)
    }

    private static func json(_ kind: FaultKind) -> JSONValue {
        [
            "name": .string(kind.name), "summary": .string(kind.summary), "scope": .string(kind.scope.rawValue),
            "parameters": .array(kind.parameters.map { ["name": .string($0.name), "help": .string($0.help)] }),
        ]
    }

    /// The words that a JSON object means: those of its member `leading`, then a word for each other member.
    static func words(of json: JSONValue, leading: String) -> [String] {
        var words = (json[leading]?.string ?? "").split(separator: " ").map(String.init)
        for (key, value) in json.object ?? [:] where key != leading && !value.isNull {
            words.append("\(key)=\(value.string ?? value.serialized())")
        }
        return words
    }

    /// What cannot be read is the caller's mistake.
    static func reading<Value>(
        status: Int = 400, _ read: () throws(FaultError) -> Value
    ) throws(APIError) -> Value {
        do { return try read() } catch { throw APIError.openai(status, error.message, code: "invalid_value") }
    }
}
