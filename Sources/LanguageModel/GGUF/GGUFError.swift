/// Why a file is no GGUF file, or none that can be used.
public enum GGUFError: Error, Hashable, Sendable {
    /// The first four bytes are not `GGUF`.
    case notGGUF
    case unsupportedVersion(UInt32)
    /// The file ends before `part` does.
    case truncated(part: String, offset: Int)
    /// Something that cannot be, at `offset`.
    case malformed(part: String, offset: Int, reason: String)
    /// A metadata value that must be there.
    case missingKey(String)
    /// A metadata value of another type, or out of range.
    case badValue(key: String, expected: String)
    case missingTensor(String)
    case badTensor(name: String, reason: String)
}

extension GGUFError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notGGUF: "not a GGUF file: it does not begin with the letters GGUF"
        case .unsupportedVersion(let version): "GGUF version \(version) is not supported: versions 2 and 3 are"
        case .truncated(let part, let offset): "the file ends within \(part), which begins at byte \(offset)"
        case .malformed(let part, let offset, let reason): "\(part) at byte \(offset): \(reason)"
        case .missingKey(let key): "the metadata value '\(key)' is missing"
        case .badValue(let key, let expected): "the metadata value '\(key)' must be \(expected)"
        case .missingTensor(let name): "the tensor '\(name)' is missing"
        case .badTensor(let name, let reason): "the tensor '\(name)' \(reason)"
        }
    }
}
