public import Foundation

/// Something that a learner did, other than answering.
public struct ProgressEvent: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// The hint of this number, from 1, was shown.
        case hint(Int)
        case skip
        /// The model answer was shown.
        case solution
        /// A page of a lesson was shown.
        case pageRead
    }

    public var kind: Kind
    /// The exercise's id, or the page's place.
    public var subject: String
    /// To the millisecond at least.
    public var at: Date

    public init(_ kind: Kind, of subject: String, at: Date) {
        self.kind = kind
        self.subject = subject
        self.at = at
    }
}

extension ProgressEvent.Kind {
    /// The name in the file: never changed.
    var name: String {
        switch self {
        case .hint: "hint"
        case .skip: "skip"
        case .solution: "solution"
        case .pageRead: "page-read"
        }
    }

    var number: Int? {
        if case .hint(let number) = self { number } else { nil }
    }

    init?(name: String, number: Int?) {
        switch name {
        case "hint": self = .hint(number ?? 0)
        case "skip": self = .skip
        case "solution": self = .solution
        case "page-read": self = .pageRead
        default: return nil
        }
    }
}
