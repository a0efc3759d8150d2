public import DataFiles
internal import Foundation

/// What a model's provider asks for, in dollars per million tokens, and for what is not counted in tokens.
public struct Price: Hashable, Sendable {
    public var input: Dollars?
    public var output: Dollars?
    /// Input that is read from a prompt cache; `nil` if the model has none.
    public var cached: Dollars?
    /// Input that is written to a prompt cache; `nil` if it costs what ``input`` does.
    public var write: Dollars?
    /// For a minute of audio.
    public var minute: Dollars?
    /// For an image.
    public var image: Dollars?

    public init(
        input: Dollars? = nil, output: Dollars? = nil, cached: Dollars? = nil, write: Dollars? = nil,
        minute: Dollars? = nil, image: Dollars? = nil
    ) {
        self.input = input
        self.output = output
        self.cached = cached
        self.write = write
        self.minute = minute
        self.image = image
    }

    /// Reads `3/6`: dollars per million tokens in and out.
    public init?(pair text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map {
            PlainScalar.decimal($0.hasPrefix("$") ? $0.dropFirst() : $0[...])
        }
        guard parts.count == 2, let input = parts[0], let output = parts[1] else { return nil }
        self.init(input: Dollars(input), output: Dollars(output))
    }
}

/// A model's price over a stretch of days.
public struct PricePeriod: Hashable, Sendable {
    public var model: String
    /// The first day.
    public var from: CivilDate
    public var price: Price
    /// The price in a batch where it is not the provider's share of the usual one.
    public var batch: Price?
    public var takesBatches: Bool
    /// For a call whose whole input is over this many tokens, ``long`` holds.
    public var longOver: Int?
    public var long: Price?
    /// Whether it was found in a source; otherwise it is still to be checked.
    public var checked: Bool
}
