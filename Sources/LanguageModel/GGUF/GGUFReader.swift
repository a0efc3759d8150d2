/// Reads numbers and strings one after the other, and never beyond the end.
struct GGUFReader {
    let bytes: UnsafeRawBufferPointer
    private(set) var offset: Int

    init(_ bytes: UnsafeRawBufferPointer, offset: Int = 0) {
        self.bytes = bytes
        self.offset = offset
    }

    /// The next `count` bytes.
    mutating func take(_ count: Int, _ part: @autoclosure () -> String) throws(GGUFError) -> UnsafeRawBufferPointer {
        guard count >= 0, count <= bytes.count - offset else { throw .truncated(part: part(), offset: offset) }
        defer { offset += count }
        return UnsafeRawBufferPointer(rebasing: bytes[offset..<(offset + count)])
    }

    /// The next number, which is little-endian.
    mutating func integer<T: FixedWidthInteger>(
        _ part: @autoclosure () -> String, as type: T.Type = T.self
    ) throws(GGUFError) -> T {
        T(littleEndian: try take(MemoryLayout<T>.size, part()).loadUnaligned(as: T.self))
    }

    /// A count or length. One that could not fit the rest of the file, at `size` bytes each, is refused.
    mutating func count(of size: Int, _ part: @autoclosure () -> String) throws(GGUFError) -> Int {
        let start = offset
        let count: UInt64 = try integer(part())
        guard count <= UInt64((bytes.count - offset) / size) else {
            throw .malformed(part: part(), offset: start, reason: "says \(count), more than the file has room for")
        }
        return Int(count)
    }

    /// The bytes of the next string.
    mutating func utf8(_ part: @autoclosure () -> String) throws(GGUFError) -> UnsafeRawBufferPointer {
        let count = try count(of: 1, part())
        return try take(count, part())
    }

    mutating func string(_ part: @autoclosure () -> String) throws(GGUFError) -> String {
        let start = offset
        guard let text = String(validating: try utf8(part()), as: UTF8.self) else {
            throw .malformed(part: part(), offset: start, reason: "is not UTF-8")
        }
        return text
    }

    mutating func value(of type: GGUFType, key: String) throws(GGUFError) -> GGUFValue {
        let part = "the value of '\(key)'"
        switch type {
        case .uint8: return .unsigned(UInt64(try integer(part, as: UInt8.self)))
        case .uint16: return .unsigned(UInt64(try integer(part, as: UInt16.self)))
        case .uint32: return .unsigned(UInt64(try integer(part, as: UInt32.self)))
        case .uint64: return .unsigned(try integer(part, as: UInt64.self))
        case .int8: return .signed(Int64(try integer(part, as: Int8.self)))
        case .int16: return .signed(Int64(try integer(part, as: Int16.self)))
        case .int32: return .signed(Int64(try integer(part, as: Int32.self)))
        case .int64: return .signed(try integer(part, as: Int64.self))
        case .float32: return .float(Double(Float(bitPattern: try integer(part, as: UInt32.self))))
        case .float64: return .float(Double(bitPattern: try integer(part, as: UInt64.self)))
        case .bool: return .bool(try integer(part, as: UInt8.self) != 0)
        case .string: return .string(try string(part))
        case .array: return .array(try array(key: key))
        }
    }

    /// Reads over an array: its strings are checked for length, not made.
    private mutating func array(key: String) throws(GGUFError) -> GGUFArray {
        let part = "the array '\(key)'"
        let type = try elementType(part)
        // An empty string takes 8 bytes.
        let count = try count(of: type.size ?? 8, part)
        let start = offset
        switch type {
        case .array: throw .malformed(part: part, offset: start, reason: "is an array of arrays")
        case .string: for _ in 0..<count { _ = try utf8(part) }
        default: _ = try take(count * (type.size ?? 0), part)
        }
        return GGUFArray(type: type, count: count, range: start..<offset)
    }

    mutating func elementType(_ part: @autoclosure () -> String) throws(GGUFError) -> GGUFType {
        let start = offset
        let number: UInt32 = try integer(part())
        guard let type = GGUFType(rawValue: number) else {
            throw .malformed(part: part(), offset: start, reason: "has the unknown type \(number)")
        }
        return type
    }
}
