/// A metadata value of a GGUF file.
enum GGUFValue: Sendable {
    case unsigned(UInt64)
    case signed(Int64)
    case float(Double)
    case bool(Bool)
    case string(String)
    case array(GGUFArray)
}

/// An array of metadata, which stays in the file until it is asked for.
struct GGUFArray: Sendable {
    let type: GGUFType
    let count: Int
    /// Where its elements lie in the file.
    let range: Range<Int>
}

/// The types of metadata values, by their numbers in the file.
enum GGUFType: UInt32, Sendable {
    case uint8, int8, uint16, int16, uint32, int32, float32, bool, string, array, uint64, int64, float64

    /// The bytes of one value; `nil` where that differs from value to value.
    var size: Int? {
        switch self {
        case .uint8, .int8, .bool: 1
        case .uint16, .int16: 2
        case .uint32, .int32, .float32: 4
        case .uint64, .int64, .float64: 8
        case .string, .array: nil
        }
    }
}
