public import LanguageModel
public import ModelAPI
internal import NIOCore

/// What a lab is made of.
public struct LabConfiguration: Sendable {
    /// The port on 127.0.0.1; 0 takes a free one.
    public var port: Int
    /// The keys that are accepted. Keys that are missing here are made when the server is.
    public var keys: [Provider: APIKey]
    /// What opens the routes below `/lab/`; `nil` makes one.
    public var token: APIKey?
    /// The models that write the answers.
    public var models: ModelCatalog
    /// Which of ``models`` writes; `nil` for the first.
    public var localModel: String?
    /// The sentence model and the tokenizers that may have been fetched.
    public var files: FetchedFiles
    /// What the providers' APIs accept, at all dates.
    public var facts: FactBook
    /// The day on which the lab lives when it starts.
    public var asOf: AsOf
    public var limits: LabLimits
    /// What clients may ask for: requests and tokens.
    package var rateLimits = LimitPolicy()
    /// Monotonic, in nanoseconds, for the limits.
    package var clock: @Sendable () -> UInt64 = { NIODeadline.now().uptimeNanoseconds }
    /// Seconds since 1970, for `created`.
    public var now: @Sendable () -> Int
    /// The source of ids, and of seeds for requests that name none. `nil` takes the system's randomness.
    public var seed: UInt64?

    public init(
        port: Int = 0, keys: [Provider: APIKey] = [:], token: APIKey? = nil, models: ModelCatalog = .embedded,
        localModel: String? = nil, files: FetchedFiles = .none,
        facts: FactBook = .builtIn, asOf: AsOf = .day(FactBook.standardDay), limits: LabLimits = LabLimits(),
        now: @escaping @Sendable () -> Int = LabConfiguration.systemTime, seed: UInt64? = nil
    ) {
        self.port = port
        self.keys = keys
        self.token = token
        self.models = models
        self.localModel = localModel
        self.files = files
        self.facts = facts
        self.asOf = asOf
        self.limits = limits
        self.now = now
        self.seed = seed
    }
}

/// What the lab puts up with from its clients.
public struct LabLimits: Hashable, Sendable {
    /// The largest body of a request, in bytes; more is answered 413.
    public var bodyBytes = 4 << 20
    /// All field lines of a request together, in bytes; more is answered 431.
    public var headBytes = 64 << 10
    /// The number of field lines.
    public var fieldLines = 100
    /// How deep a body's JSON may be nested.
    public var jsonDepth = 200
    /// From a request's first byte to its last; then 408.
    public var requestTime: Duration = .seconds(10)
    /// How long a connection may stay open without a request.
    public var idleTime: Duration = .seconds(75)
    /// How long a client may leave an answer unread.
    public var stallTime: Duration = .seconds(30)
    /// How often a connection of the projector's page carries a comment when there is nothing to show.
    public var heartbeatTime: Duration = .seconds(10)
    /// How long the lab waits for the client to close, once it has said its last.
    public var lingerTime: Duration = .seconds(1)
    /// Open connections; more are answered 503 at once.
    public var connections = 256
    /// The most choices (`n`) that one request may ask for.
    public var choices = 128
    /// How long an epoch of a fine-tuning job takes at least, so that a job can be watched and cancelled.
    public var jobStepTime: Duration = .milliseconds(200)
    /// How long a request of a batch takes at least.
    public var batchStepTime: Duration = .milliseconds(50)
    /// Threads that models are loaded on and long prompts tokenised.
    public var modelThreads = 2
    /// How many tokens of texts the models may remember together; what is beyond has to wait. With SmolLM2 a token takes 23 kB.
    public var textPositions = 65_536
    /// How many bytes of traffic the journal keeps.
    public var journalBytes = 8 << 20

    public init() {}
}
