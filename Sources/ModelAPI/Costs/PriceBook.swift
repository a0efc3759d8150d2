public import DataFiles
public import Foundation

/// What calls cost, by model and day.
public struct PriceBook: Hashable, Sendable {
    /// In the order of days for each model.
    public var periods: [PricePeriod]
    /// By provider: the day from which it takes batches, and the share of the price that they cost.
    public var batches: [Provider: BatchShare]

    public struct BatchShare: Hashable, Sendable {
        public var from: CivilDate
        public var share: Decimal
    }

    public init(periods: [PricePeriod] = [], batches: [Provider: BatchShare] = [:]) {
        self.periods = periods
        self.batches = batches
    }

    /// The price of a model of this very name on a day; `nil` before the first.
    public func period(of model: String, on day: CivilDate) -> PricePeriod? {
        periods.last { $0.model == model && $0.from <= day }
    }
}

extension FactBook {
    /// The price of a model on a day.
    ///
    /// An alias costs what the model costs that it serves on the day, and a tuned model (`ft:gpt-4o-mini-2024-07-18:…`) what
    /// tuned models of its base cost.
    ///
    /// - Throws: ``PriceError`` if the model is unknown, not out yet, or its price is; a retired model keeps its last price, and
    ///   ``PriceQuote/isRetired`` tells.
    public func price(of model: String, on day: CivilDate) throws(PriceError) -> PriceQuote {
        if model.hasPrefix("ft:") { return try tunedPrice(of: model, on: day) }
        guard let entry = entry(model) else {
            throw .unknownModel(
                model, suggestion: Suggestion.closest(to: model, in: pricedModels))
        }
        guard entry.life.stage(on: day) != .unborn else { throw .notYet(model, from: entry.life.released) }
        var isRetired = false
        if let retires = entry.life.retires, day >= retires { isRetired = true }
        let served = entry.served(on: day) ?? model
        guard let period = prices.period(of: served, on: day) ?? prices.period(of: model, on: day) else {
            throw .noPrice(model)
        }
        return PriceQuote(
            model: model, served: served, day: day, period: period, isRetired: isRetired,
            batchShare: batchShare(for: period, provider: provider(of: model), on: day))
    }

    private func tunedPrice(of model: String, on day: CivilDate) throws(PriceError) -> PriceQuote {
        let base = String(model.dropFirst(3).prefix { $0 != ":" })
        let bases = prices.periods.filter {
            $0.model.hasPrefix("ft:") && (base + "-").hasPrefix($0.model.dropFirst(3) + "-")
        }
        // `gpt-4o-mini-2024-07-18` begins with `gpt-4o` too: the longest counts.
        guard let name = bases.map(\.model).max(by: { $0.count < $1.count }) else {
            throw .unknownModel(model, suggestion: Suggestion.closest(to: model, in: pricedModels))
        }
        guard let period = prices.period(of: name, on: day) else {
            throw .notYet(model, from: prices.periods.first { $0.model == name }?.from ?? day)
        }
        return PriceQuote(
            model: model, served: name, day: day, period: period, isRetired: false,
            batchShare: batchShare(for: period, provider: .openai, on: day))
    }

    private func batchShare(for period: PricePeriod, provider: Provider, on day: CivilDate) -> Decimal? {
        guard period.takesBatches, let batches = prices.batches[provider], batches.from <= day else { return nil }
        return batches.share
    }

    /// All names that have a price at some date, aliases among them.
    public var pricedModels: [String] {
        let priced = Set(prices.periods.map(\.model))
        let entries = (openai.models + anthropic.models).filter { entry in
            priced.contains(entry.id) || entry.serves.contains { priced.contains($0.model) }
        }
        return entries.map(\.id) + priced.filter { $0.hasPrefix("ft:") }.sorted()
    }
}

/// A price, and how it came about.
public struct PriceQuote: Hashable, Sendable {
    /// The name that was asked for.
    public var model: String
    /// The model whose price this is.
    public var served: String
    public var day: CivilDate
    public var period: PricePeriod
    /// The model no longer answers on the day: its last price is given.
    public var isRetired: Bool
    /// The share of the price that a batch costs; `nil` if the model takes none on the day.
    public var batchShare: Decimal?

    /// A price that somebody gives, of no model in the book.
    public init(_ price: Price, named name: String, day: CivilDate) {
        model = name
        served = name
        self.day = day
        period = PricePeriod(model: name, from: day, price: price, takesBatches: true, checked: true)
        isRetired = false
        batchShare = Decimal(sign: .plus, exponent: -1, significand: 5)
    }

    init(
        model: String, served: String, day: CivilDate, period: PricePeriod, isRetired: Bool, batchShare: Decimal?
    ) {
        self.model = model
        self.served = served
        self.day = day
        self.period = period
        self.isRetired = isRetired
        self.batchShare = batchShare
    }
}

/// Why there is no price.
public enum PriceError: Error, Hashable, Sendable {
    case unknownModel(String, suggestion: String?)
    /// The model came out later.
    case notYet(String, from: CivilDate)
    /// The model is known, its price is not.
    case noPrice(String)
    /// It is not priced by this: `tokens`, `minutes`, `images`.
    case notPricedBy(String, model: String)
    case noCache(String, day: CivilDate)
    case noBatches(String, day: CivilDate)
}

extension PriceError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unknownModel(let model, let suggestion):
            "There is no price of a model '\(model)'."
                + (suggestion.map { " Did you mean '\($0)'?" } ?? " See 'cost --prices', or give a price such as 3/6.")
        case .notYet(let model, let day): "The model \(model) came out on \(day)."
        case .noPrice(let model): "The price of \(model) is not known here. Give one, such as 3/6."
        case .notPricedBy(let unit, let model): "The model \(model) is not priced by \(unit)."
        case .noCache(let model, let day): "The model \(model) had no price for cached input on \(day)."
        case .noBatches(let model, let day): "The model \(model) took no batches on \(day)."
        }
    }
}
