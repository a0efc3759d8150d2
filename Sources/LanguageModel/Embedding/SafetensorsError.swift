/// Why a safetensors file, or a model in one, cannot be used.
public enum SafetensorsError: Error, Hashable, Sendable {
    /// The file ends before what it announces.
    case cut(needed: Int, size: Int)
    case headerTooLong(UInt64)
    case headerNotJSON
    /// The value at this path is missing or of another type.
    case headerUnreadable(String)
    case unknownType(String, String)
    case outsideFile(String)
    /// The shape and the byte range of a tensor disagree.
    case sizeMismatch(String)
    case gapOrOverlap(String)
    case trailingBytes(Int)
    case notAligned(String)
    /// A tensor that the model needs.
    case missing(String)
    case unexpected(String, found: String, wanted: String)
}

extension SafetensorsError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .cut(let needed, let size):
            "the safetensors file has \(size) bytes, but \(needed) are announced: it was cut"
        case .headerTooLong(let length):
            "the safetensors header is said to be \(length) bytes long; \(SafetensorsFile.longestHeader) are the most"
        case .headerNotJSON: "the safetensors header is not JSON"
        case .headerUnreadable(let path): "the safetensors header lacks a proper value at '\(path)'"
        case .unknownType(let name, let type): "tensor '\(name)' is of the unknown type '\(type)'"
        case .outsideFile(let name): "tensor '\(name)' does not lie within the file"
        case .sizeMismatch(let name): "the shape of tensor '\(name)' does not fit its bytes"
        case .gapOrOverlap(let name): "tensor '\(name)' does not begin where the one before it ends"
        case .trailingBytes(let count): "the last \(count) bytes of the safetensors file belong to no tensor"
        case .notAligned(let name): "tensor '\(name)' does not begin at a multiple of 4 bytes"
        case .missing(let name): "the model has no tensor '\(name)'"
        case .unexpected(let name, let found, let wanted): "tensor '\(name)' is \(found), but must be \(wanted)"
        }
    }
}
