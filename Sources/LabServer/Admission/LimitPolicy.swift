package import ModelAPI

/// Which limits hold for whom.
package struct LimitPolicy: Hashable, Sendable {
    /// For whom a rule is. What is `nil` does not matter.
    package struct Scope: Hashable, Sendable {
        package var provider: Provider?
        package var organization: String?
        /// A project's, a workspace's or a key's own limit, beside its organisation's.
        package var key: String?
        /// A group of models, by ``LimitFacts/group(of:_:)``.
        package var group: String?

        package init(
            provider: Provider? = nil, organization: String? = nil, key: String? = nil, group: String? = nil
        ) {
            self.provider = provider
            self.organization = organization
            self.key = key
            self.group = group
        }

        /// A narrower rule stands before a wider one; among models and organisations, the model's.
        fileprivate var rank: Int {
            (group == nil ? 0 : 4) + (organization == nil ? 0 : 2) + (provider == nil ? 0 : 1)
        }
    }

    /// What a rule says of one kind.
    package enum Value: Hashable, Sendable {
        case limit(Int)
        case unlimited
    }

    package var isOn = true
    /// The lab's minute, in nanoseconds.
    package var window: UInt64 = 60_000_000_000
    /// The lab's day, in nanoseconds: it is not shortened with the minute.
    package static let day: UInt64 = 86_400_000_000_000
    /// The usage tier, by name, of organisations; `nil` as key for all others. Without one the lab is generous.
    package var tiers: [String?: String] = [:]
    package var rules: [Scope: [LimitKind: Value]] = [:]

    package init() {}

    func period(of kind: LimitKind) -> UInt64 { kind.isDaily ? Self.day : window }

    /// What holds for an organisation and a group of models.
    func limits(
        _ provider: Provider, organization: String, group: String, facts: LimitFacts, day: String
    ) -> LimitSet {
        guard isOn else { return [:] }
        let tier = tiers[organization] ?? tiers[nil]
        var limits =
            tier.map { tier in
                LimitSet(
                    facts.limits(provider, tier: tier, group: group, on: day).compactMap { name, limit in
                        LimitKind(rawValue: name).map { ($0, limit) }
                    }, uniquingKeysWith: { first, _ in first })
            } ?? Self.generous(provider)
        let matching = rules.filter { scope, _ in
            scope.key == nil && (scope.provider ?? provider) == provider
                && (scope.organization ?? organization) == organization && (scope.group ?? group) == group
        }
        for (_, values) in matching.sorted(by: { $0.key.rank < $1.key.rank }) { Self.apply(values, to: &limits) }
        return Self.known(limits, to: provider)
    }

    /// What holds for a key alone, beside its organisation's limits; empty for most.
    func limits(_ provider: Provider, key: String, group: String) -> LimitSet {
        guard isOn else { return [:] }
        var limits: LimitSet = [:]
        let matching = rules.filter { $0.key.key == key && ($0.key.group ?? group) == group }
        for (_, values) in matching.sorted(by: { $0.key.rank < $1.key.rank }) { Self.apply(values, to: &limits) }
        return Self.known(limits, to: provider)
    }

    private static func apply(_ values: [LimitKind: Value], to limits: inout LimitSet) {
        for (kind, value) in values {
            switch value {
            case .limit(let limit): limits[kind] = limit
            case .unlimited: limits[kind] = nil
            }
        }
    }

    /// OpenAI counts tokens of both directions together.
    private static func known(_ limits: LimitSet, to provider: Provider) -> LimitSet {
        provider == .anthropic
            ? limits : limits.filter { $0.key != .inputTokensPerMinute && $0.key != .outputTokensPerMinute }
    }

    /// So much that nobody on one machine comes near, and yet every answer says how much is left.
    private static func generous(_ provider: Provider) -> LimitSet {
        switch provider {
        case .openai: [.requestsPerMinute: 10_000_000, .tokensPerMinute: 1_000_000_000]
        case .anthropic:
            [
                .requestsPerMinute: 10_000_000, .inputTokensPerMinute: 1_000_000_000,
                .outputTokensPerMinute: 1_000_000_000,
            ]
        }
    }
}
