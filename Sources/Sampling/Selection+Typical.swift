internal import CKernels

extension Selection {
    /// Keeps the tokens whose surprise, −log p, lies nearest to the entropy, as many as it takes for `share` of the mass.
    ///
    /// C. Meister and others, "Locally Typical Sampling", 2023. With `ties`, as Hugging Face does: until the mass reaches
    /// `share`, and all that lie as far as the last. Without, as llama.cpp: until it exceeds `share`, one token after
    /// another; of equally typical ones the less probable first, which llama.cpp leaves to chance.
    ///
    /// Surprise and entropy both hold the logarithm of the total: their difference is the distance below the highest
    /// logit less its mean.
    mutating func keepTypical(_ share: Double, ties: Bool) {
        guard share < 1 else { return }
        let sums = sums()
        let mean = Double(sums.moment) / Double(sums.mass)
        let softmax = softmax
        var members = keptMembers { logit in
            let distance = softmax.distance(to: logit)
            return (key: -abs(distance - mean), weight: ck_weight(-distance))
        }
        let target =
            ties
            ? Self.reaching(share, of: sums.mass)
            : UInt64((Double(sums.mass) * share * (1 + Self.slack)).rounded(.down)) + 1
        let last = members.withUnsafeMutableBufferPointer {
            ck_entries_find($0.baseAddress, Int64($0.count), target, 1)
        }
        let logits = logits
        // Those that lie as far as the last: below the mean in ranking order, then above it backwards. So the kept tokens
        // are neighbours in the ranking, however many of these are taken.
        let edge = members.filter { $0.key == last.entry.key }.map(\.order).sorted { left, right in
            let (a, b) = (logits[Int(left)], logits[Int(right)])
            let (aIsBelow, bIsBelow) = (softmax.distance(to: a) >= mean, softmax.distance(to: b) >= mean)
            if aIsBelow != bIsBelow { return aIsBelow }
            return (a != b ? a > b : left < right) == aIsBelow
        }
        var kept = members.filter { $0.key > last.entry.key }
        var keptMass = kept.reduce(0) { $0 + $1.weight }
        for place in edge {
            if !ties && keptMass >= target { break }
            let weight = softmax.weight(of: logits[Int(place)])
            kept.append(ck_entry(key: last.entry.key, weight: weight, order: place))
            keptMass += weight
        }
        guard kept.count < count else { return }
        keepBand(of: kept.map(\.order).sorted())
        if isRecorded { note(kept: keptMass, of: sums.mass) }
    }

    /// The kept tokens by place, with a key and a weight made of each one's logit.
    private func keptMembers(_ measure: (Double) -> (key: Double, weight: UInt64)) -> [ck_entry] {
        places(from: lowest).compactMap { place in
            let logit = logits[Int(place)]
            guard band.contains(token: token(at: Int(place)), logit: logit) else { return nil }
            let (key, weight) = measure(logit)
            return ck_entry(key: key, weight: weight, order: place)
        }
    }

    /// Keeps the tokens at `places`, which are in order and neighbours in the ranking.
    private mutating func keepBand(of places: [UInt32]) {
        var (first, last) = (places[0], places[0])
        for place in places.dropFirst() {
            // In order of places: an equal logit comes later in the ranking.
            if logits[Int(place)] > logits[Int(first)] { first = place }
            if logits[Int(place)] <= logits[Int(last)] { last = place }
        }
        let (highest, lowest) = (logits[Int(first)], logits[Int(last)])
        band = Band(
            first: self.places(from: self.highest).first == first
                ? band.first : Band.End(logit: highest, place: token(at: Int(first))),
            last: Band.End(logit: lowest, place: token(at: Int(last))))
        keepCopy(of: places)
        rebase(highest: highest, lowest: lowest)
    }
}
