public import Foundation

/// What a call uses.
public struct CallUsage: Hashable, Sendable {
    /// All input tokens, those included that are read from a prompt cache or written to one.
    public var input: Int
    public var output: Int
    /// How many of ``input`` are read from a prompt cache.
    public var cached: Int
    /// How many of ``input`` are written to one.
    public var written: Int
    /// Minutes of audio.
    public var minutes: Decimal
    public var images: Int

    public init(
        input: Int = 0, output: Int = 0, cached: Int = 0, written: Int = 0, minutes: Decimal = 0, images: Int = 0
    ) {
        self.input = input
        self.output = output
        self.cached = cached
        self.written = written
        self.minutes = minutes
        self.images = images
    }
}

/// What a call costs, line by line: the chapter's formula
/// `input × input price / 1,000,000 + output × output price / 1,000,000`, and what it leaves out.
public struct CallCost: Hashable, Sendable {
    public struct Line: Hashable, Sendable {
        /// `input`, `cached`, `written`, `output`, `audio`, `images`.
        public var name: String
        public var quantity: Decimal
        public var price: Dollars
        /// Whether the price is for a million.
        public var perMillion: Bool
        public var amount: Dollars
    }

    public var quote: PriceQuote
    public var lines: [Line]
    /// Whether the price of long input holds.
    public var isLong: Bool
    /// The share of the price that is paid, in a batch.
    public var batchShare: Decimal?
    public var total: Dollars

    /// - Throws: ``PriceError`` where the model has no price for what is used.
    public init(_ usage: CallUsage, at quote: PriceQuote, inBatch: Bool = false) throws(PriceError) {
        self.quote = quote
        let period = quote.period
        isLong = period.longOver.map { usage.input > $0 } ?? false
        let usual = isLong ? period.long ?? period.price : period.price
        var price = usual
        if inBatch {
            guard let share = quote.batchShare else { throw .noBatches(quote.model, day: quote.day) }
            if let batch = period.batch {
                price.input = batch.input
                price.output = batch.output
            } else {
                batchShare = share
            }
        }
        lines = try Self.lines(usage, price, quote)
        let sum = lines.reduce(Dollars.zero) { $0 + $1.amount }
        total = batchShare.map { sum * $0 } ?? sum
    }

    private static func lines(_ usage: CallUsage, _ price: Price, _ quote: PriceQuote) throws(PriceError) -> [Line] {
        var lines: [Line] = []
        func tokens(_ name: String, _ count: Int, _ price: Dollars) {
            lines.append(
                Line(
                    name: name, quantity: Decimal(count), price: price, perMillion: true,
                    amount: (price * count).millionth))
        }
        if usage.input + usage.output > 0 || usage.minutes == 0 && usage.images == 0 {
            guard let input = price.input, let output = price.output else {
                throw .notPricedBy("tokens", model: quote.model)
            }
            tokens("input", usage.input - usage.cached - usage.written, input)
            if usage.cached > 0 {
                guard let cached = price.cached else { throw .noCache(quote.model, day: quote.day) }
                tokens("cached", usage.cached, cached)
            }
            if usage.written > 0 {
                guard price.cached != nil else { throw .noCache(quote.model, day: quote.day) }
                tokens("written", usage.written, price.write ?? input)
            }
            tokens("output", usage.output, output)
        }
        if usage.minutes > 0 {
            guard let minute = price.minute else { throw .notPricedBy("minutes", model: quote.model) }
            lines.append(
                Line(
                    name: "audio", quantity: usage.minutes, price: minute, perMillion: false,
                    amount: minute * usage.minutes))
        }
        if usage.images > 0 {
            guard let image = price.image else { throw .notPricedBy("images", model: quote.model) }
            lines.append(
                Line(
                    name: "images", quantity: Decimal(usage.images), price: image, perMillion: false,
                    amount: image * usage.images))
        }
        return lines
    }
}

/// What the same calls cost in a month.
public struct MonthlyCost: Hashable, Sendable {
    public var call: Dollars
    public var requestsPerDay: Int
    public var days: Int

    public init(call: Dollars, requestsPerDay: Int, days: Int = 30) {
        self.call = call
        self.requestsPerDay = requestsPerDay
        self.days = days
    }

    public var requests: Int { requestsPerDay * days }
    public var total: Dollars { call * requests }
}

/// What it costs to move a share of the calls to another model.
public struct SwitchedCost: Hashable, Sendable {
    /// What all of it costs before, and what all of it would cost after.
    public var before: Dollars
    public var after: Dollars
    /// From 0 to 1.
    public var share: Decimal

    public init(before: Dollars, after: Dollars, share: Decimal) {
        self.before = before
        self.after = after
        self.share = share
    }

    public var kept: Dollars { before * (1 - share) }
    public var moved: Dollars { after * share }
    public var total: Dollars { kept + moved }
    /// Negative where the other model costs more.
    public var saving: Dollars { before - total }
    public var savingPercent: Decimal? { saving.percent(of: before) }
}
