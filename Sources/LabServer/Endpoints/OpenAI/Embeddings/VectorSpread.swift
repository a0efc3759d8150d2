internal import Sampling

/// Makes vectors of a named model's size from the shorter ones of the local encoder.
///
/// A vector is repeated until the size is reached, the first time as it is, then each time in another order and with other
/// signs, always the same, and all is scaled to length 1. So the first numbers are the encoder's own, and for whole multiples of
/// the encoder's size the cosine of two vectors is exactly what the encoder gives. A vector is shortened as OpenAI documents it:
/// the first numbers, scaled to length 1.
struct VectorSpread: Sendable {
    private struct Place: Sendable {
        var source: Int
        var sign: Float
    }

    private let places: [Place]

    /// - Parameters:
    ///   - width: the size of the vectors that are spread.
    ///   - size: how many numbers they get.
    init(width: Int, to size: Int) {
        var places: [Place] = []
        var generator = SeededGenerator(seed: 384)
        while places.count < size {
            var block = (0..<width).map { Place(source: $0, sign: 1) }
            if !places.isEmpty {
                block.shuffle(using: &generator)
                for index in block.indices where generator.next() & 1 == 1 { block[index].sign = -1 }
            }
            places += block
        }
        self.places = Array(places.prefix(size))
    }

    func spread(_ vector: [Float]) -> [Float] {
        var sum = 0.0
        for place in places { sum += Double(vector[place.source]) * Double(vector[place.source]) }
        let scale = sum > 0 ? Float(1 / sum.squareRoot()) : 0
        return places.map { vector[$0.source] * $0.sign * scale }
    }
}
