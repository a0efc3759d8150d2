internal import DataFiles
internal import Foundation

extension PriceBook {
    /// Reads the file of prices; `nil` reads nothing. Problems go to the reader's log.
    ///
    /// - Parameter models: the models that have facts; a price of any other is a problem. None if their files were unreadable.
    init(from reader: MappingReader?, models: [String]) {
        self.init()
        guard var reader else { return }
        _ = reader.int("format", in: 1...1)
        if let currency = reader.prose("currency"), currency != "USD" {
            reader.log.report("the currency has to be USD", at: reader.place(of: "currency"))
        }
        let sources = FactSources(from: &reader)
        for value in reader.list("batches") ?? [] {
            guard var entry = MappingReader(value, what: "the price of batches", log: reader.log) else { continue }
            let provider = entry.choice("provider", of: Provider.self)
            let from = entry.date("from")
            let share = entry.optionalDecimal("share")
            if let provider, let from, let share { batches[provider] = BatchShare(from: from, share: share) }
            entry.finish()
        }
        let known = Set(models)
        for value in reader.list("prices") ?? [] {
            guard var entry = MappingReader(value, what: "a price", log: reader.log) else { continue }
            if let period = PricePeriod(from: &entry, sources: sources) {
                if !known.isEmpty, !period.model.hasPrefix("ft:"), !known.contains(period.model) {
                    reader.log.report(
                        "there are no facts of the model '\(period.model)'", at: entry.place(of: "model"),
                        advice: Suggestion.closest(to: period.model, in: models).map { "Did you mean '\($0)'?" } ?? "")
                }
                if let last = periods.last(where: { $0.model == period.model }), last.from >= period.from {
                    reader.log.report(
                        "the prices of a model have to stand in the order of days", at: entry.place(of: "from"))
                }
                periods.append(period)
            }
            entry.finish()
        }
        reader.finish()
    }
}

extension PricePeriod {
    fileprivate init?(from reader: inout MappingReader, sources: FactSources) {
        let model = reader.prose("model")
        let from = reader.date("from")
        let price = Price(from: &reader)
        if price.input == nil, price.minute == nil, price.image == nil {
            reader.log.report("a price needs 'input' and 'output', or 'minute', or 'image'", at: reader.place)
        }
        let batch = Price(
            input: reader.optionalDecimal("batch-input").map(Dollars.init),
            output: reader.optionalDecimal("batch-output").map(Dollars.init))
        let takesBatches = reader.optionalBool("batch") ?? (price.input != nil)
        var long: (over: Int, price: Price)?
        if let value = reader.value("long"),
            var tier = MappingReader(value, what: "the price of long input", log: reader.log)
        {
            let over = tier.int("over", in: 1...(1 << 30))
            let price = Price(from: &tier)
            if let over { long = (over, price) }
            tier.finish()
        }
        let checked = sources.check(&reader)
        guard let model, let from else { return nil }
        self.init(
            model: model, from: from, price: price, batch: batch.input == nil ? nil : batch,
            takesBatches: takesBatches, longOver: long?.over, long: long?.price, checked: checked)
    }
}

extension Price {
    fileprivate init(from reader: inout MappingReader) {
        func read(_ key: String) -> Dollars? { reader.optionalDecimal(key).map(Dollars.init) }
        self.init(
            input: read("input"), output: read("output"), cached: read("cached"), write: read("write"),
            minute: read("minute"), image: read("image"))
        if (input == nil) != (output == nil) {
            reader.log.report(
                "'input' and 'output' belong together", at: reader.place(of: input == nil ? "output" : "input"))
        }
    }
}
