/// Why a fault cannot be armed, or a pace not be set.
enum FaultError: Error, Hashable, Sendable {
    case unknownKind(String)
    case unknownParameter(String, of: String, known: [String])
    case unreadable(String, value: String, wanted: String)
    case noSuchRule(Int)
    case empty

    var message: String {
        switch self {
        case .unknownKind(let name):
            "There is no fault '\(name)'. The faults are: \(FaultKind.all.map(\.name).joined(separator: ", "))."
        case .unknownParameter(let name, let kind, let known):
            "\(kind) has no '\(name)'. It takes \(known.joined(separator: ", "))."
        case .unreadable(let name, let value, let wanted): "\(name) is '\(value)', but has to be \(wanted)."
        case .noSuchRule(let number): "No fault with the number \(number) is armed."
        case .empty: "Name a fault, such as 500 or 'cut after-events=3'."
        }
    }
}
