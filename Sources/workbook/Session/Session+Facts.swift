import DataFiles
import ModelAPI

extension Session {
    /// What is known of the providers' APIs and prices: the course's own facts where it has some, read at first use.
    func factBook() -> FactBook {
        if let loadedFacts { return loadedFacts }
        var book = FactBook.builtIn
        if let root = try? courseRoot() {
            let (own, problems) = FactBook.load(from: DataRoot(root).facts)
            if problems.isEmpty {
                book = own
            } else {
                complain("\(problems.count) problems in the course's facts; `check` lists them.")
            }
        }
        loadedFacts = book
        return book
    }
}
