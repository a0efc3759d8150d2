/// Say what will come out, before it does: commands are run afterwards, and the prediction is compared with what they did.
public struct PredictTask: Hashable, Sendable {
    /// Commands as typed at the prompt, shown with what they print; at least one.
    public var run: [String]
    /// Commands that are run after them and not shown, such as the same one with `--json`.
    public var measure: [String]
    /// What is looked at in what came out. Items of an order have subjects of their own.
    public var outcome: OutcomeSubject?
    /// A regular expression: its first group, or else all that it finds, is what counts of the outcome's text.
    public var find: String?
    public var guess: Guess
    /// The model that the commands mean where they name none. The prediction waits until it is there.
    public var model: String?

    public init(
        run: [String], measure: [String] = [], outcome: OutcomeSubject?, find: String? = nil, guess: Guess,
        model: String? = nil
    ) {
        self.run = run
        self.measure = measure
        self.outcome = outcome
        self.find = find
        self.guess = guess
        self.model = model
    }

    /// What a learner predicts. The right answer is never among it: it is computed from what comes out.
    public enum Guess: Hashable, Sendable {
        /// Which of some statements will be so.
        case choice([Prospect], multiple: Bool)
        case number(NumberTask)
        /// In which order some things will stand.
        case order([Ranked], rising: Bool)
        /// A word or a line, compared without regard to case, white space and quotation marks.
        case text

        public enum Name: String, CaseIterable, Sendable {
            case choice, number, order, text
        }

        public var name: Name {
            switch self {
            case .choice: .choice
            case .number: .number
            case .order: .order
            case .text: .text
            }
        }
    }

    /// A statement on what will come out, and when it is so.
    public struct Prospect: Hashable, Sendable, Identifiable {
        public var id: String
        /// Markdown.
        public var text: String
        /// What is looked at, where that is not the task's outcome.
        public var subject: OutcomeSubject?
        public var matcher: Matcher

        public init(id: String, text: String, subject: OutcomeSubject? = nil, matcher: Matcher) {
            self.id = id
            self.text = text
            self.subject = subject
            self.matcher = matcher
        }
    }

    /// A thing that has a place by a number that comes out.
    public struct Ranked: Hashable, Sendable, Identifiable {
        public var id: String
        /// Markdown.
        public var text: String
        public var value: OutcomeSubject

        public init(id: String, text: String, value: OutcomeSubject) {
            self.id = id
            self.text = text
            self.value = value
        }
    }

    /// The task of another kind that a prediction is read and compared as; `nil` for a text.
    public var inner: ExerciseKind? {
        switch guess {
        case .choice(let prospects, let multiple):
            .choice(
                ChoiceTask(choices: prospects.map { Choice(id: $0.id, text: $0.text) }, allowsMultiple: multiple))
        case .number(let task): .number(task)
        case .order(let items, _): .order(OrderTask(items: items.map { OrderItem(id: $0.id, text: $0.text) }))
        case .text: nil
        }
    }
}
