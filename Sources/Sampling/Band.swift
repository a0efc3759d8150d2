/// Neighbours in the ranking of tokens by logit: where they begin and where they end.
struct Band: Hashable, Sendable {
    /// A logit, and of those that equal it a place.
    struct End: Hashable, Sendable {
        var logit: Double
        /// `nil`: beyond all with this logit.
        var place: Int?

        /// Whether a token ranks here or before.
        func includes(_ other: Double, place otherPlace: Int) -> Bool {
            other > logit || other == logit && (place.map { otherPlace <= $0 } ?? true)
        }
    }

    /// The first token; `nil` if the band begins with the first of all.
    var first: End?
    /// The last token; `nil` if the band ends with the last that is not excluded.
    var last: End?

    func contains(token: Int, logit: Double) -> Bool {
        if logit == -.infinity { return false }
        if let last, !last.includes(logit, place: token) { return false }
        guard let first, let place = first.place else { return true }
        return logit < first.logit || logit == first.logit && token >= place
    }
}
