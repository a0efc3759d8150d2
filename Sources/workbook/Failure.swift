/// Something a person can mend: what was found, where, and the next step.
struct Failure: Error, CustomStringConvertible {
    var found: String
    var nextStep: String

    init(_ found: String, next nextStep: String = "") {
        self.found = found
        self.nextStep = nextStep
    }

    var description: String { nextStep.isEmpty ? found : "\(found) \(nextStep)" }
}

/// Thrown by `quit`: ends the prompt or script with status 0.
struct QuitRequest: Error {}
