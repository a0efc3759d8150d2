// Literals are made safe like everything else: they may hold what a colleague pasted.
extension DisplayText: ExpressibleByStringInterpolation {
    public init(stringLiteral value: String) { self.init(value) }

    public init(stringInterpolation: StringInterpolation) { self = stringInterpolation.text }

    public struct StringInterpolation: StringInterpolationProtocol, Sendable {
        fileprivate var text = DisplayText()

        public init(literalCapacity: Int, interpolationCount: Int) {}

        public mutating func appendLiteral(_ literal: String) { text.append(DisplayText(literal)) }

        /// Keeps the styles of `value`.
        public mutating func appendInterpolation(_ value: DisplayText) { text.append(value) }

        /// The value's description, made safe.
        public mutating func appendInterpolation(_ value: some Any) {
            text.append(DisplayText(String(describing: value)))
        }

        /// The value's description, made safe, in a style.
        public mutating func appendInterpolation(_ value: some Any, style: TextStyle) {
            text.append(DisplayText(String(describing: value), style: style))
        }
    }
}
