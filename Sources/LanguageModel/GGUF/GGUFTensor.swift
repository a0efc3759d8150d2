internal import CKernels

/// A tensor of a GGUF file: what it is called, how large it is, how and where it is stored.
struct GGUFTensor: Sendable {
    let name: String
    /// The row's length first: ggml counts from the innermost dimension.
    let dimensions: [Int]
    let typeNumber: UInt32
    /// The first byte, from the start of the file.
    private(set) var offset = 0

    init(name: String, dimensions: [Int], typeNumber: UInt32) {
        self.name = name
        self.dimensions = dimensions
        self.typeNumber = typeNumber
    }

    func placed(at offset: Int) -> GGUFTensor {
        var tensor = self
        tensor.offset = offset
        return tensor
    }

    /// `nil` for a type that there is no arithmetic for here.
    var type: ck_type? {
        let type = ck_type(rawValue: typeNumber)
        return [CK_F32, CK_F16, CK_Q4_0, CK_Q4_1, CK_Q8_0].contains(type) ? type : nil
    }

    var unsupportedType: String {
        let name = Self.typeNames[typeNumber] ?? "number \(typeNumber)"
        return "has the type \(name); F32, F16, Q4_0, Q4_1 and Q8_0 can be used"
    }

    /// The tensor's size; `nil` for a type that is not known.
    ///
    /// - Throws: ``GGUFError/badTensor(name:reason:)`` if it has more elements than can be counted, or a quantised row
    ///   that is no whole number of blocks.
    func byteCount() throws(GGUFError) -> Int? {
        guard let type else { return nil }
        var elements = 1
        for dimension in dimensions {
            let (product, overflow) = elements.multipliedReportingOverflow(by: dimension)
            guard !overflow, product <= 1 << 48 else { throw .badTensor(name: name, reason: "is too large") }
            elements = product
        }
        if type != CK_F32, type != CK_F16, dimensions[0] % Int(CK_BLOCK) != 0 {
            throw .badTensor(name: name, reason: "has rows of \(dimensions[0]), which is no multiple of 32")
        }
        return ck_bytes(type, elements)
    }

    // ggml.h, `enum ggml_type`.
    private static let typeNames: [UInt32: String] = [
        6: "Q5_0", 7: "Q5_1", 9: "Q8_1", 10: "Q2_K", 11: "Q3_K", 12: "Q4_K", 13: "Q5_K", 14: "Q6_K", 15: "Q8_K",
        16: "IQ2_XXS", 17: "IQ2_XS", 18: "IQ3_XXS", 19: "IQ1_S", 20: "IQ4_NL", 21: "IQ3_S", 22: "IQ2_S", 23: "IQ4_XS",
        24: "I8", 25: "I16", 26: "I32", 27: "I64", 28: "F64", 29: "IQ1_M", 30: "BF16", 34: "TQ1_0", 35: "TQ2_0",
        39: "MXFP4",
    ]
}
