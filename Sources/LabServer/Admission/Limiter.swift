package import ModelAPI
internal import NIOCore
internal import Synchronization

/// Keeps the limits: what organisations and keys may ask of groups of models, and what is left of it.
///
/// Every call is one step under one lock: of any number of requests at once exactly as many are admitted as there is room for.
package final class Limiter: Sendable {
    /// Whose buckets: an organisation's, or a single key's.
    struct Subject: Hashable, Sendable {
        enum Holder: Hashable, Sendable {
            case organization(String)
            case key(String)
        }
        var provider: Provider
        var holder: Holder
        var group: String
    }

    struct Account: Sendable {
        var buckets: [LimitKind: TokenBucket] = [:]
        /// How many requests at once; `nil` for any number.
        var slots: Int?
        var running = 0
    }

    struct State: Sendable {
        var policy: LimitPolicy
        var accounts: [Subject: Account] = [:]
        /// Organisations whose money is used up.
        var exhausted: Set<String> = []
    }

    let facts: LimitFacts
    /// The lab's day, `2024-06-01`.
    private let day: @Sendable () -> String
    private let clock: @Sendable () -> UInt64
    let state: Mutex<State>

    /// - Parameters:
    ///   - day: the calendar day for which tiers and ways of counting hold.
    ///   - clock: monotonic, in nanoseconds.
    package init(
        policy: LimitPolicy = LimitPolicy(), facts: LimitFacts = .embedded,
        day: @escaping @Sendable () -> String = { "2024-06-01" },
        clock: @escaping @Sendable () -> UInt64 = { NIODeadline.now().uptimeNanoseconds }
    ) {
        self.facts = facts
        self.day = day
        self.clock = clock
        state = Mutex(State(policy: policy))
    }

    /// Models for which no group is known count apart; requests without a model count together.
    static let noModel = "requests without a model"

    package func group(of model: String?, _ provider: Provider) -> String {
        model.map { facts.group(of: $0, provider) } ?? Self.noModel
    }

    // MARK: Taking

    /// Takes the claim from everything that limits it, or nothing.
    ///
    /// - Parameter needsOutput: whether there has to be room for output, although none is taken yet.
    func take(
        _ claim: LimitClaim, for caller: Caller, group: String, needsOutput: Bool = false
    ) throws(LimitRefusal) {
        let refusal: LimitRefusal? = state.withLock { state in
            let now = clock()
            let subjects = subjects(of: caller, group: group, in: &state, now: now)
            var worst: LimitRefusal?
            for subject in subjects {
                guard let account = state.accounts[subject] else { continue }
                for (kind, bucket) in account.buckets {
                    var cost = kind.cost(of: claim)
                    if needsOutput, kind == .outputTokensPerMinute { cost = max(1, cost) }
                    guard cost > 0, let refusal = LimitRefusal(kind, bucket, cost: cost, at: now, subject) else {
                        continue
                    }
                    if worst.map({ refusal.isWorse(than: $0) }) ?? true { worst = refusal }
                }
                if worst == nil, claim.requests > 0, let slots = account.slots, account.running >= slots {
                    worst = LimitRefusal(slots: slots, running: account.running, subject)
                }
            }
            guard worst == nil else { return worst }
            for subject in subjects {
                for kind in state.accounts[subject]?.buckets.keys.sorted(by: { $0.rawValue < $1.rawValue }) ?? [] {
                    state.accounts[subject]?.buckets[kind]?.charge(kind.cost(of: claim), at: now)
                }
                state.accounts[subject]?.running += claim.requests
            }
            return nil
        }
        if let refusal { throw refusal }
    }

    /// Sets right what was taken: `more` is charged, whether or not there is room, and `less` comes back.
    func settle(more: LimitClaim, less: LimitClaim, for caller: Caller, group: String) {
        state.withLock { state in
            let now = clock()
            for subject in subjects(of: caller, group: group, in: &state, now: now) {
                for kind in LimitKind.allCases {
                    state.accounts[subject]?.buckets[kind]?.charge(kind.cost(of: more), at: now)
                    state.accounts[subject]?.buckets[kind]?.giveBack(kind.cost(of: less), at: now)
                }
            }
        }
    }

    /// Frees the place of a request whose answer has ended.
    func leave(_ caller: Caller, group: String) {
        state.withLock { state in
            for subject in subjects(of: caller, group: group, in: &state, now: clock()) {
                let running = state.accounts[subject]?.running ?? 0
                state.accounts[subject]?.running = max(0, running - 1)
            }
        }
    }

    /// Whether the number of requests at once is limited.
    func hasPlaces(_ caller: Caller, group: String) -> Bool {
        state.withLock { state in
            subjects(of: caller, group: group, in: &state, now: clock()).contains { state.accounts[$0]?.slots != nil }
        }
    }

    // MARK: Telling

    /// What is left of each kind, the least of the organisation's and the key's.
    func readings(for caller: Caller, group: String) -> [LimitReading] {
        state.withLock { state in
            let now = clock()
            var readings: [LimitKind: LimitReading] = [:]
            for subject in subjects(of: caller, group: group, in: &state, now: now) {
                for (kind, bucket) in state.accounts[subject]?.buckets ?? [:] {
                    let reading = LimitReading(kind, bucket, at: now)
                    if readings[kind].map({ reading.remaining < $0.remaining }) ?? true { readings[kind] = reading }
                }
            }
            return Array(readings.values)
        }
    }

    /// Every account that has been used, with its buckets as they are now.
    func table() -> [(subject: Subject, readings: [LimitReading], slots: Int?, running: Int)] {
        state.withLock { state in
            let now = clock()
            return state.accounts.map { subject, account in
                let readings = LimitKind.allCases.compactMap { kind in
                    account.buckets[kind].map { LimitReading(kind, $0, at: now) }
                }
                return (subject, readings, account.slots, account.running)
            }
        }
    }

    package var policy: LimitPolicy { state.withLock { $0.policy } }

    // MARK: Setting

    /// Changes the policy. Buckets keep the share that is owed.
    package func update(_ change: (inout LimitPolicy) -> Void) {
        state.withLock { state in
            change(&state.policy)
            let now = clock()
            for (subject, account) in state.accounts {
                state.accounts[subject] = rebuilt(account, subject, state.policy, now)
            }
        }
    }

    /// Fills every bucket.
    package func refill() {
        state.withLock { state in
            let now = clock()
            for (subject, account) in state.accounts {
                var fresh = Account()
                fresh.running = account.running
                state.accounts[subject] = rebuilt(fresh, subject, state.policy, now)
            }
        }
    }

    func setExhausted(_ isExhausted: Bool, organization: String) {
        state.withLock { state in
            if isExhausted { state.exhausted.insert(organization) } else { state.exhausted.remove(organization) }
        }
    }

    func isExhausted(_ organization: String) -> Bool { state.withLock { $0.exhausted.contains(organization) } }

    // MARK: Accounts

    /// The accounts that a request counts for, made where they are missing.
    private func subjects(of caller: Caller, group: String, in state: inout State, now: UInt64) -> [Subject] {
        var subjects = [
            Subject(provider: caller.provider, holder: .organization(caller.organization), group: group)
        ]
        if state.policy.rules.keys.contains(where: { $0.key == caller.keyID }) {
            subjects.append(Subject(provider: caller.provider, holder: .key(caller.keyID), group: group))
        }
        for subject in subjects where state.accounts[subject] == nil {
            state.accounts[subject] = rebuilt(Account(), subject, state.policy, now)
        }
        return subjects
    }

    private func rebuilt(_ account: Account, _ subject: Subject, _ policy: LimitPolicy, _ now: UInt64) -> Account {
        var limits =
            switch subject.holder {
            case .organization(let name):
                policy.limits(
                    subject.provider, organization: name, group: subject.group, facts: facts, day: day())
            case .key(let id): policy.limits(subject.provider, key: id, group: subject.group)
            }
        // Tokens are of models.
        if subject.group == Self.noModel { limits = limits.filter { $0.key.countsRequests } }
        var account = account
        account.slots = limits.removeValue(forKey: .concurrent)
        let old = account.buckets
        account.buckets = [:]
        for (kind, limit) in limits {
            let period = policy.period(of: kind)
            account.buckets[kind] =
                old[kind]?.resized(limit: limit, period: period, at: now)
                ?? TokenBucket(limit: limit, period: period, at: now)
        }
        return account
    }
}

/// A bucket as it was at a moment.
struct LimitReading: Hashable, Sendable {
    var kind: LimitKind
    var limit: Int
    var remaining: Int
    /// Nanoseconds until it is full; `nil` if it holds nothing.
    var reset: UInt64?

    init(_ kind: LimitKind, _ bucket: TokenBucket, at now: UInt64) {
        self.kind = kind
        limit = bucket.limit
        remaining = bucket.remaining(at: now)
        reset = bucket.timeToFull(at: now)
    }
}
