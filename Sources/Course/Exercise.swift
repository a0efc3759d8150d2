public import DataFiles

/// A question with its hints, and how it is graded; the answer is in its ``Solution``.
public struct Exercise: Hashable, Sendable, Identifiable {
    public var id: ExerciseID
    public var title: String
    /// Ids of the concepts that it counts under; at least one.
    public var concepts: [String]
    /// What a full answer at the first attempt earns, before hints; over 0.
    public var points: Double
    /// Markdown.
    public var prompt: String
    /// At least three, from nudge to near-answer.
    public var hints: [Hint]
    /// The share of the points by attempt, the last repeats; never empty, each from 0 to 1.
    public var credit: [Double]
    public var kind: ExerciseKind
    /// The slip of the book that the exercise is about, by its number in the list of errata.
    public var erratum: Int?
    /// Numbers that differ from learner to learner, in the file's order: see ``variant(_:)``.
    public var variables: [Variable]
    /// Which variant this is; `nil` where there is only one, or before one was chosen.
    public internal(set) var variant: Int?
    /// Relative to the course's root.
    public var file: String

    public init(
        id: ExerciseID, title: String, concepts: [String], points: Double, prompt: String, hints: [Hint],
        credit: [Double] = [1], kind: ExerciseKind, erratum: Int? = nil, variables: [Variable] = [], file: String
    ) {
        self.id = id
        self.title = title
        self.concepts = concepts
        self.points = points
        self.prompt = prompt
        self.hints = hints
        self.credit = credit
        self.kind = kind
        self.erratum = erratum
        self.variables = variables
        self.file = file
    }

    /// The beginning of its file.
    public var place: Place { Place(file) }

    /// The share of the points that the attempt of this number (from 1) can earn.
    public func credit(forAttempt number: Int) -> Double {
        credit.isEmpty ? 1 : credit[max(0, min(number, credit.count) - 1)]
    }

    /// The ids that a solution's `missed` may name: those of checks, expectations, ideas, choices or items.
    public var criteria: [String] { Self.criteria(of: kind) }

    private static func criteria(of kind: ExerciseKind) -> [String] {
        switch kind {
        case .choice(let task): task.choices.map(\.id)
        case .number: []
        case .text(let task): task.ideas.map(\.id) + task.misconceptions.map(\.id)
        case .order(let task): task.items.map(\.id)
        case .request(let task): task.checks.map(\.id)
        case .traffic(let task): task.expectations.map(\.id) + task.expectations.flatMap { $0.checks.map(\.id) }
        case .distribution(let task): task.checks.map(\.id)
        case .predict(let task): task.inner.map(criteria(of:)) ?? []
        }
    }
}

/// A hint, and what showing it takes off the best score that can still be reached.
public struct Hint: Hashable, Sendable {
    /// Markdown.
    public var text: String
    /// In points, from 0 to those of the exercise.
    public var cost: Double

    public init(text: String, cost: Double) {
        self.text = text
        self.cost = cost
    }
}

/// What a learner hands in, and what it is graded by.
public enum ExerciseKind: Hashable, Sendable {
    case choice(ChoiceTask)
    case number(NumberTask)
    case text(TextTask)
    case order(OrderTask)
    case request(RequestTask)
    case traffic(TrafficTask)
    case distribution(DistributionTask)
    case predict(PredictTask)

    /// The word that `kind:` has in the file.
    public var name: String {
        switch self {
        case .choice: KindName.choice.rawValue
        case .number: KindName.number.rawValue
        case .text: KindName.text.rawValue
        case .order: KindName.order.rawValue
        case .request: KindName.request.rawValue
        case .traffic: KindName.traffic.rawValue
        case .distribution: KindName.distribution.rawValue
        case .predict: KindName.predict.rawValue
        }
    }
}

enum KindName: String, CaseIterable {
    case choice, number, text, order, request, traffic, distribution, predict
}
