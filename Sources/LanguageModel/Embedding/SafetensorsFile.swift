internal import Foundation

/// A file of named tensors, mapped into memory: an 8-byte little-endian header length, a JSON header, the tensors' bytes.
///
/// Every length, offset and shape is checked when the file is opened, so that whatever a tensor says of itself lies within the
/// file: tensors follow each other without gap or overlap, as the format asks (safetensors, README, "Format").
public final class SafetensorsFile: Sendable {
    public struct Tensor: Hashable, Sendable {
        public let dataType: String
        public let shape: [Int]
        /// Where its bytes lie in the file.
        public let range: Range<Int>
    }

    public let tensors: [String: Tensor]
    private let file: MappedFile

    /// The longest header that is read, in bytes.
    public static let longestHeader = 1 << 24

    /// Throws ``FileFailure`` or ``SafetensorsError``.
    public init(path: String) throws {
        file = try MappedFile(path: path)
        let bytes = file.bytes
        guard bytes.count >= 8 else { throw SafetensorsError.cut(needed: 8, size: bytes.count) }
        let length = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
        guard length <= UInt64(Self.longestHeader) else { throw SafetensorsError.headerTooLong(length) }
        let start = 8 + Int(length)
        guard start <= bytes.count else { throw SafetensorsError.cut(needed: start, size: bytes.count) }
        let header = try Self.header(Data(bytes[8..<start]))
        tensors = try Self.checked(header, dataStart: start, fileSize: bytes.count)
    }

    /// The values of a tensor of 32-bit floats with this shape, where they lie; valid as long as the file object is.
    func floats(_ name: String, shape: [Int]) throws(SafetensorsError) -> UnsafeBufferPointer<Float> {
        guard let tensor = tensors[name] else { throw .missing(name) }
        guard tensor.dataType == "F32", tensor.shape == shape else {
            throw .unexpected(name, found: "\(tensor.dataType) \(tensor.shape)", wanted: "F32 \(shape)")
        }
        let bytes = UnsafeRawBufferPointer(rebasing: file.bytes[tensor.range])
        // A map begins at a page, so this is a matter of the offset alone.
        guard tensor.range.lowerBound.isMultiple(of: 4) else { throw .notAligned(name) }
        return bytes.bindMemory(to: Float.self)
    }

    // MARK: The header

    private struct Entry: Decodable {
        var dataType: String
        var shape: [Int]
        var offsets: [Int]

        enum CodingKeys: String, CodingKey {
            case dataType = "dtype"
            case shape
            case offsets = "data_offsets"
        }
    }

    private struct AnyName: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    private struct Header: Decodable {
        var entries: [(name: String, entry: Entry)] = []

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: AnyName.self)
            for key in container.allKeys where key.stringValue != "__metadata__" {
                entries.append((key.stringValue, try container.decode(Entry.self, forKey: key)))
            }
        }
    }

    private static func header(_ json: Data) throws -> Header {
        do {
            return try JSONDecoder().decode(Header.self, from: json)
        } catch DecodingError.dataCorrupted {
            throw SafetensorsError.headerNotJSON
        } catch let error as DecodingError {
            throw SafetensorsError.headerUnreadable(Self.place(of: error))
        } catch {
            throw SafetensorsError.headerNotJSON
        }
    }

    private static func place(of error: DecodingError) -> String {
        let path: [any CodingKey]
        switch error {
        case .keyNotFound(let key, let context): path = context.codingPath + [key]
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            path = context.codingPath
        @unknown default: path = []
        }
        return path.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
    }

    private static func checked(
        _ header: Header, dataStart: Int, fileSize: Int
    ) throws(SafetensorsError) -> [String: Tensor] {
        var tensors: [String: Tensor] = [:]
        for (name, entry) in header.entries {
            guard let size = sizes[entry.dataType] else { throw .unknownType(name, entry.dataType) }
            guard entry.offsets.count == 2, let begin = entry.offsets.first, let end = entry.offsets.last,
                begin >= 0, begin <= end, end <= fileSize - dataStart
            else { throw .outsideFile(name) }
            guard let bytes = byteCount(entry.shape, size), bytes == end - begin else { throw .sizeMismatch(name) }
            tensors[name] = Tensor(
                dataType: entry.dataType, shape: entry.shape, range: dataStart + begin..<dataStart + end)
        }
        var reached = dataStart
        let inOrder = tensors.sorted {
            ($0.value.range.lowerBound, $0.value.range.upperBound) < (
                $1.value.range.lowerBound, $1.value.range.upperBound
            )
        }
        for (name, tensor) in inOrder {
            guard tensor.range.lowerBound == reached else { throw .gapOrOverlap(name) }
            reached = tensor.range.upperBound
        }
        guard reached == fileSize else { throw .trailingBytes(fileSize - reached) }
        return tensors
    }

    /// `nil` where the product is more than an `Int` holds.
    private static func byteCount(_ shape: [Int], _ size: Int) -> Int? {
        var count = size
        for dimension in shape {
            guard dimension >= 0 else { return nil }
            let (product, overflow) = count.multipliedReportingOverflow(by: dimension)
            guard !overflow else { return nil }
            count = product
        }
        return count
    }

    private static let sizes = [
        "BOOL": 1, "U8": 1, "I8": 1, "F8_E5M2": 1, "F8_E4M3": 1, "I16": 2, "U16": 2, "F16": 2, "BF16": 2, "I32": 4,
        "U32": 4, "F32": 4, "F64": 8, "I64": 8, "U64": 8,
    ]
}
