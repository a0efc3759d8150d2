/// What a person does on the keyboard.
public enum Key: Hashable, Sendable {
    case character(Unicode.Scalar)
    case enter, tab, backTab, backspace, escape
    case up, down, left, right, wordLeft, wordRight
    case home, end, pageUp, pageDown, insert, delete
    /// With the letter in lower case: `.control("c")`.
    case control(Unicode.Scalar)
    /// Alt, or Escape and the character quickly after each other.
    case alt(Unicode.Scalar)
    /// Pasted text (bracketed paste), line ends as line feeds, without control characters.
    case paste(String)
    /// A turn of the mouse wheel. Comes only while a ``Screen`` asks for it.
    case wheel(Wheel)
}

/// One notch of the mouse wheel.
public struct Wheel: Hashable, Sendable {
    /// Away from the person, or else towards.
    public var isUp: Bool
    /// Where the pointer is, in characters from the upper left corner, which is 0, 0.
    public var column: Int
    public var row: Int
    /// Whether Shift was held. Many terminals keep that to themselves.
    public var shift: Bool

    public init(isUp: Bool, column: Int, row: Int, shift: Bool = false) {
        self.isUp = isUp
        self.column = column
        self.row = row
        self.shift = shift
    }

    /// - Parameter parameters: of an SGR mouse report (xterm's mode 1006), after its `<`; `nil` for other buttons.
    init?(parameters: [Int]) {
        guard parameters.count == 3, parameters[0] & 0x43 == 0x40 || parameters[0] & 0x43 == 0x41 else { return nil }
        // Bits of the button: 64 the wheel, 4 Shift, 8 Meta, 16 Control, the lowest the direction.
        self.init(
            isUp: parameters[0] & 1 == 0, column: max(0, parameters[1] - 1), row: max(0, parameters[2] - 1),
            shift: parameters[0] & 4 != 0)
    }
}
