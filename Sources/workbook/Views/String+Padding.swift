extension String {
    func leftPadded(to width: Int) -> String {
        String(repeating: " ", count: max(0, width - count)) + self
    }

    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }

    /// With no-break spaces: running text does not break in it.
    var unbroken: String { replacing(" ", with: "\u{A0}") }
}
