internal import ModelAPI

/// `/lab/limits`: the limits, and what is left of them.
enum LimitRoutes {
    static let all: [Endpoint] = [
        Endpoint("GET", "/lab/limits", show),
        Endpoint("PUT", "/lab/limits", set),
        Endpoint("POST", "/lab/limits/reset", reset),
    ]

    private static func show(_ request: LabRequest, _ lab: Lab) -> LabReply { .json(state(lab)) }

    /// `{rpm?, tpm?, itpm?, otpm?, rpd?, tpd?, concurrent?, provider?, model?, organization?, key?, tier?, window?, on?}`.
    ///
    /// A kind's value is a number, or null for no limit. `tier` is a tier's name, or null for none; `window` is the lab's
    /// minute, in seconds.
    private static func set(_ request: LabRequest, _ lab: Lab) throws -> LabReply {
        var body = try ControlBody(request)
        var scope = LimitPolicy.Scope()
        scope.provider = try body.provider()
        if let model = try body.string("model") {
            let provider = scope.provider ?? provider(of: model, lab)
            scope.provider = provider
            scope.group = lab.limiter.group(of: model, provider)
        }
        if let name = try body.string("organization") { scope.organization = try organization(name, lab) }
        if let name = try body.string("key") {
            guard let record = lab.keys.change(name, { _ in }) else {
                throw APIError.openai(404, "No one key is meant by '\(name)'.", param: "key")
            }
            scope.key = record.id
            scope.provider = record.provider
        }
        var values: [LimitKind: LimitPolicy.Value] = [:]
        for kind in LimitKind.allCases {
            guard let value = body.value(kind.rawValue) else { continue }
            if value.isNull {
                values[kind] = .unlimited
            } else if let number = value.int, (0...(1 << 40)).contains(number) {
                values[kind] = .limit(number)
            } else {
                throw body.wrong(kind.rawValue, "a whole number, or null for no limit")
            }
        }
        let window = try body.seconds("window")
        if let window, window < 0.01 { throw body.wrong("window", "at least 0.01 seconds") }
        let isOn = try body.bool("on")
        let tier = body.value("tier")
        if let tier, !tier.isNull {
            let known = lab.limiter.facts.tierNames(.openai) + lab.limiter.facts.tierNames(.anthropic)
            guard let name = tier.string ?? tier.int.map(String.init), known.contains(name) else {
                throw body.wrong("tier", "one of \(Set(known).sorted().joined(separator: ", "))")
            }
        }
        try body.finish()
        lab.limiter.update { policy in
            if let isOn { policy.isOn = isOn } else if !values.isEmpty || tier != nil { policy.isOn = true }
            if let window { policy.window = UInt64(window * 1e9) }
            if let tier { policy.tiers[scope.organization] = tier.string ?? tier.int.map(String.init) }
            if !values.isEmpty { policy.rules[scope, default: [:]].merge(values) { $1 } }
        }
        return .json(state(lab))
    }

    /// Fills the buckets; with `{"settings": true}` it also forgets what was set.
    private static func reset(_ request: LabRequest, _ lab: Lab) throws -> LabReply {
        var body = try ControlBody(request)
        let forgets = try body.bool("settings") ?? false
        try body.finish()
        if forgets { lab.limiter.update { $0 = LimitPolicy() } }
        lab.limiter.refill()
        return .json(state(lab))
    }

    // MARK: Parts

    private static func provider(of model: String, _ lab: Lab) -> Provider {
        lab.calendar.facts[.anthropic].model(model) != nil || model.hasPrefix("claude") ? .anthropic : .openai
    }

    private static func organization(_ name: String, _ lab: Lab) throws(APIError) -> String {
        let known = lab.keys.organizations
        for provider in Provider.allCases {
            let id = KeyRing.organization(provider, name)
            if known.contains(id) { return id }
        }
        throw .openai(
            404, "No key is of the organisation '\(name)'. Known: \(known.joined(separator: ", ")).",
            param: "organization")
    }

    private static func state(_ lab: Lab) -> JSONValue {
        let policy = lab.limiter.policy
        let accounts = lab.limiter.table().map { subject, readings, slots, running -> JSONValue in
            var object: JSONObject = [
                "provider": .string(subject.provider.rawValue), "group": .string(subject.group),
                "limits": .array(readings.map(json)),
            ]
            switch subject.holder {
            case .organization(let name): object["organization"] = .string(name)
            case .key(let id): object["key"] = .string(id)
            }
            object["concurrent"] = [
                "limit": slots.map { .integer($0) } ?? .null, "running": .integer(running),
            ]
            return .object(object)
        }
        return [
            "on": .bool(policy.isOn), "window": .number(Double(policy.window) / 1e9),
            "tier": policy.tiers[nil].map { .string($0) } ?? .null, "rules": .array(rules(policy)),
            "accounts": .array(accounts.sorted { $0.description < $1.description }),
        ]
    }

    private static func json(_ reading: LimitReading) -> JSONValue {
        [
            "kind": .string(reading.kind.rawValue), "limit": .integer(reading.limit),
            "remaining": .integer(reading.remaining),
            "full_in": reading.reset.map { .number(Double($0) / 1e9) } ?? .null,
        ]
    }

    private static func rules(_ policy: LimitPolicy) -> [JSONValue] {
        policy.rules.map { scope, values -> JSONValue in
            var object: JSONObject = [:]
            if let provider = scope.provider { object["provider"] = .string(provider.rawValue) }
            if let name = scope.organization { object["organization"] = .string(name) }
            if let key = scope.key { object["key"] = .string(key) }
            if let group = scope.group { object["group"] = .string(group) }
            for kind in LimitKind.allCases {
                switch values[kind] {
                case .limit(let limit)?: object[kind.rawValue] = .integer(limit)
                case .unlimited?: object[kind.rawValue] = .null
                case nil: break
                }
            }
            return .object(object)
        }.sorted { $0.description < $1.description }
    }
}
