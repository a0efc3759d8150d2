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
}
