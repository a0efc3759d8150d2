/// UTF-8 as the Encoding standard's decoder reads it.
enum UTF8Repair {
    /// The text, each maximal part of an ill-formed sequence replaced by one U+FFFD.
    ///
    /// The standard library repairs in the same way; a test compares it with the standard's own steps, for all bytes
    /// that can follow one another.
    static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
}
