/// Puts GGUF files together, also such as cannot be.
struct GGUFWriter {
    struct Tensor {
        var name: String
        var dimensions: [Int]
        var type: UInt32
        var bytes: [UInt8]
        /// Where the description says that it lies, if that is not where it does.
        var claimedOffset: UInt64?
    }

    var version: UInt32 = 3
    var entries: [(key: String, bytes: [UInt8])] = []
    var tensors: [Tensor] = []
    var claimedTensorCount: UInt64?
    var claimedEntryCount: UInt64?

    mutating func add(_ key: String, uint32 value: UInt32) { set(key, little(UInt32(4)) + little(value)) }
    mutating func add(_ key: String, float value: Float) { set(key, little(UInt32(6)) + little(value.bitPattern)) }
    mutating func add(_ key: String, bool value: Bool) { set(key, little(UInt32(7)) + [value ? 1 : 0]) }
    mutating func add(_ key: String, string value: String) { set(key, little(UInt32(8)) + text(value)) }
    mutating func add(_ key: String, strings values: [String]) {
        set(key, little(UInt32(9)) + little(UInt32(8)) + little(UInt64(values.count)) + values.flatMap(text))
    }
    mutating func add(_ key: String, int32s values: [Int32]) {
        set(key, little(UInt32(9)) + little(UInt32(5)) + little(UInt64(values.count)) + values.flatMap { little($0) })
    }

    /// Replaces the entry, if it is there.
    mutating func set(_ key: String, _ bytes: [UInt8]) {
        remove(key)
        entries.append((key, bytes))
    }

    mutating func remove(_ key: String) { entries.removeAll { $0.key == key } }

    func bytes() -> [UInt8] {
        var bytes = Array("GGUF".utf8) + little(version)
        bytes +=
            little(claimedTensorCount ?? UInt64(tensors.count)) + little(claimedEntryCount ?? UInt64(entries.count))
        for (key, value) in entries { bytes += text(key) + value }
        var data: [UInt8] = []
        for tensor in tensors {
            bytes += text(tensor.name) + little(UInt32(tensor.dimensions.count))
            for dimension in tensor.dimensions { bytes += little(UInt64(dimension)) }
            bytes += little(tensor.type) + little(tensor.claimedOffset ?? UInt64(data.count))
            data += tensor.bytes
            while data.count % 32 != 0 { data.append(0) }
        }
        while bytes.count % 32 != 0 { bytes.append(0) }
        return bytes + data
    }

    private func text(_ value: String) -> [UInt8] { little(UInt64(value.utf8.count)) + Array(value.utf8) }
    private func little(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }
}
