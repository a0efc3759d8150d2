import DataFiles

/// One thing that is looked at, and what it must be.
public struct Check<Subject: CheckSubject>: Hashable, Sendable, Identifiable {
    /// `c1`, `c2`, … by position in the exercise unless the file names it.
    public var id: String
    /// What the verdict's line says; the subject unless the file says better.
    public var title: String
    public var subject: Subject
    public var matcher: Matcher
    /// Its share of the exercise's points.
    public var points: Double
    /// Said when it is missed.
    public var feedback: String?

    public init(
        id: String, title: String? = nil, subject: Subject, matcher: Matcher, points: Double = 1,
        feedback: String? = nil
    ) {
        self.id = id
        self.title = title ?? subject.description
        self.subject = subject
        self.matcher = matcher
        self.points = points
        self.feedback = feedback
    }
}

/// Something that a check can look at, with its spelling in files as description.
public protocol CheckSubject: Hashable, Sendable, CustomStringConvertible {
    /// The subject that a file's `that:` spells.
    static func parse(_ text: String) throws(SubjectError) -> Self

    /// What its values can be.
    var valueType: ValueType { get }
}

/// A subject that does not exist.
public struct SubjectError: Error, Hashable, Sendable {
    public var message: String
    public var advice: String

    public init(_ message: String, advice: String) {
        self.message = message
        self.advice = advice
    }

    static func unknown(_ text: String, among spellings: [String]) -> SubjectError {
        // Compared by its words without arguments, so that `boddy model` is near to `body PATH`.
        let words = text.split { " -_".contains($0) }.map(String.init)
        var nearest: String?
        for count in [2, 1] where nearest == nil && words.count >= count {
            let bare = Dictionary(
                spellings.map {
                    ($0.split { " -".contains($0) }.filter(isWord).prefix(count).joined(separator: " "), $0)
                },
                uniquingKeysWith: { first, _ in first })
            nearest = Suggestion.closest(to: words.prefix(count).joined(separator: " "), in: bare.keys.sorted())
                .flatMap { bare[$0] }
        }
        return SubjectError(
            "unknown subject '\(text.prefix(60))'",
            advice: nearest.map { "Did you mean '\($0)'?" } ?? "Known are \(spellings.joined(separator: ", ")).")
    }

    /// Spellings have their arguments in capitals.
    private static func isWord(_ text: Substring) -> Bool { text.allSatisfy { !$0.isUppercase } }
}
