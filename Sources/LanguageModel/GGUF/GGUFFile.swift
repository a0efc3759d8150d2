internal import CKernels

/// A GGUF file, mapped: metadata by key and tensors by name.
///
/// Every length and offset is checked before it is used, so that no file, whatever is in it, makes the program read
/// outside of it or take memory beyond the file's own size. Source: ggml's `docs/gguf.md`, versions 2 and 3.
final class GGUFFile: Sendable {
    let file: MappedFile
    private let metadata: [String: GGUFValue]
    private let tensors: [String: GGUFTensor]

    /// - Throws: ``FileFailure`` or ``GGUFError``.
    init(path: String) throws {
        file = try MappedFile(path: path)
        var reader = GGUFReader(file.bytes)
        guard file.bytes.count >= 4, file.bytes.prefix(4).elementsEqual("GGUF".utf8) else { throw GGUFError.notGGUF }
        _ = try reader.take(4, "the header")
        let version: UInt32 = try reader.integer("the header")
        guard (2...3).contains(version) else { throw GGUFError.unsupportedVersion(version) }
        // A tensor's description takes 24 bytes at least, a metadata entry 13.
        let tensorCount = try reader.count(of: 24, "the number of tensors")
        let entryCount = try reader.count(of: 13, "the number of metadata entries")
        metadata = try Self.readMetadata(&reader, count: entryCount)
        tensors = try Self.readTensors(&reader, count: tensorCount, alignment: try Self.alignment(metadata))
    }

    private static func readMetadata(
        _ reader: inout GGUFReader, count: Int
    ) throws(GGUFError) -> [String: GGUFValue] {
        var metadata: [String: GGUFValue] = [:]
        for index in 0..<count {
            let start = reader.offset
            let key = try reader.string("the key of metadata entry \(index)")
            let type = try reader.elementType("the type of '\(key)'")
            guard metadata.updateValue(try reader.value(of: type, key: key), forKey: key) == nil else {
                throw .malformed(part: "the metadata entry '\(key)'", offset: start, reason: "is there twice")
            }
        }
        return metadata
    }

    private static func alignment(_ metadata: [String: GGUFValue]) throws(GGUFError) -> Int {
        let key = "general.alignment"
        guard let value = metadata[key] else { return 32 }
        guard case .unsigned(let alignment) = value, alignment.nonzeroBitCount == 1, (8...65536).contains(alignment)
        else { throw .badValue(key: key, expected: "a power of two from 8 to 65536") }
        return Int(alignment)
    }

    private static func readTensors(
        _ reader: inout GGUFReader, count: Int, alignment: Int
    ) throws(GGUFError) -> [String: GGUFTensor] {
        var descriptions: [(name: String, dimensions: [Int], type: UInt32, offset: UInt64)] = []
        for index in 0..<count {
            let name = try reader.string("the name of tensor \(index)")
            let part = "the tensor '\(name)'"
            let start = reader.offset
            let rank: UInt32 = try reader.integer(part)
            guard (1...4).contains(rank) else {
                throw .malformed(part: part, offset: start, reason: "has \(rank) dimensions")
            }
            var dimensions: [Int] = []
            for _ in 0..<rank {
                let dimension: UInt64 = try reader.integer(part)
                guard (1...(1 << 40)).contains(dimension) else {
                    throw .malformed(part: part, offset: start, reason: "has the dimension \(dimension)")
                }
                dimensions.append(Int(dimension))
            }
            descriptions.append((name, dimensions, try reader.integer(part), try reader.integer(part)))
        }
        // An empty file of tensors may end without padding.
        let dataStart = (reader.offset + alignment - 1) / alignment * alignment
        let room = max(0, reader.bytes.count - dataStart)
        var tensors: [String: GGUFTensor] = [:]
        for (name, dimensions, type, offset) in descriptions {
            let tensor = GGUFTensor(name: name, dimensions: dimensions, typeNumber: type)
            guard offset % UInt64(alignment) == 0 else {
                throw .badTensor(name: name, reason: "begins at \(offset), which is not a multiple of \(alignment)")
            }
            // The size of a type that is not known cannot be checked, and such a tensor cannot be used either.
            let size = try tensor.byteCount() ?? 0
            guard offset <= UInt64(room), size <= room - Int(offset) else {
                throw .badTensor(name: name, reason: "reaches beyond the end of the file")
            }
            guard tensors.updateValue(tensor.placed(at: dataStart + Int(offset)), forKey: name) == nil else {
                throw .badTensor(name: name, reason: "is there twice")
            }
        }
        return tensors
    }
}

// MARK: Metadata

extension GGUFFile {
    func has(_ key: String) -> Bool { metadata[key] != nil }

    /// A whole number from 0 to `limit`; `nil` if the key is not there.
    func integer(_ key: String, limit: Int = 1 << 31) throws(GGUFError) -> Int? {
        switch metadata[key] {
        case nil: return nil
        case .unsigned(let value) where value <= UInt64(limit): return Int(value)
        case .signed(let value) where value >= 0 && value <= Int64(limit): return Int(value)
        default: throw .badValue(key: key, expected: "a whole number from 0 to \(limit)")
        }
    }

    func number(_ key: String) throws(GGUFError) -> Double? {
        switch metadata[key] {
        case nil: return nil
        case .float(let value) where value.isFinite: return value
        default: throw .badValue(key: key, expected: "a finite number")
        }
    }

    func string(_ key: String) throws(GGUFError) -> String? {
        switch metadata[key] {
        case nil: return nil
        case .string(let value): return value
        default: throw .badValue(key: key, expected: "a string")
        }
    }

    func bool(_ key: String) throws(GGUFError) -> Bool? {
        switch metadata[key] {
        case nil: return nil
        case .bool(let value): return value
        default: throw .badValue(key: key, expected: "true or false")
        }
    }

    private func array(_ key: String, of type: GGUFType) throws(GGUFError) -> GGUFArray {
        guard let value = metadata[key] else { throw .missingKey(key) }
        guard case .array(let array) = value, array.type == type else {
            throw .badValue(key: key, expected: "an array of \(type)")
        }
        return array
    }

    /// Gives the strings of an array, as they lie in the file.
    func forEachString(
        _ key: String, _ body: (UnsafeBufferPointer<UInt8>) throws -> Void
    ) throws {
        let array = try array(key, of: .string)
        var reader = GGUFReader(file.bytes, offset: array.range.lowerBound)
        for _ in 0..<array.count { try body(try reader.utf8(key).assumingMemoryBound(to: UInt8.self)) }
    }

    /// The 32-bit numbers of an array.
    func int32s(_ key: String) throws(GGUFError) -> [Int32] {
        let array = try array(key, of: .int32)
        let elements = UnsafeRawBufferPointer(rebasing: file.bytes[array.range])
        return (0..<array.count).map {
            Int32(littleEndian: elements.loadUnaligned(fromByteOffset: $0 * 4, as: Int32.self))
        }
    }

    /// The number of strings in an array.
    func stringCount(_ key: String) throws(GGUFError) -> Int { try array(key, of: .string).count }
}

// MARK: Tensors

extension GGUFFile {
    var tensorNames: some Collection<String> { tensors.keys }

    func hasTensor(_ name: String) -> Bool { tensors[name] != nil }

    /// A tensor of `rows` rows of `columns` elements, where it lies in the file. Valid as long as the file is.
    func matrix(_ name: String, rows: Int, columns: Int) throws(GGUFError) -> ck_matrix {
        guard let tensor = tensors[name] else { throw .missingTensor(name) }
        guard let type = tensor.type else { throw .badTensor(name: name, reason: tensor.unsupportedType) }
        let found = tensor.dimensions + [1]
        guard found[0] == columns, found[1] == rows, found.dropFirst(2).allSatisfy({ $0 == 1 }) else {
            throw .badTensor(
                name: name,
                reason: "is \(tensor.dimensions.map(String.init).joined(separator: " × ")), "
                    + "not \(columns) × \(rows)")
        }
        return ck_matrix(
            data: file.bytes.baseAddress! + tensor.offset, type: type, rows: Int32(rows), columns: Int32(columns))
    }

    /// The numbers of a tensor of single-precision floats, copied.
    func floats(_ name: String, count: Int) throws(GGUFError) -> [Float] {
        let matrix = try matrix(name, rows: 1, columns: count)
        guard matrix.type == CK_F32 else { throw .badTensor(name: name, reason: "is not of the type F32") }
        let values = [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
            UnsafeMutableRawBufferPointer(buffer).copyMemory(
                from: UnsafeRawBufferPointer(start: matrix.data, count: count * 4))
            initialized = count
        }
        return values
    }
}
