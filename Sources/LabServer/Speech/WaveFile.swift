/// Sound as samples from −1 to 1, of one channel, read from a WAVE file (Microsoft and IBM, Multimedia Programming Interface
/// and Data Specifications 1.0, 1991; `WAVE_FORMAT_EXTENSIBLE` included).
struct WaveFile: Sendable {
    enum Problem: Error, Hashable {
        case notWave
        /// PCM of 8 to 32 bits and 32-bit floats are read.
        case unknownEncoding(format: Int, bits: Int)
        case malformed(String)
        case empty
    }

    let sampleRate: Int
    let samples: [Float]

    var duration: Double { Double(samples.count) / Double(sampleRate) }

    init(sampleRate: Int, samples: [Float]) {
        self.sampleRate = sampleRate
        self.samples = samples
    }

    init(_ bytes: [UInt8]) throws(Problem) {
        guard bytes.count >= 12, bytes[0..<4].elementsEqual("RIFF".utf8), bytes[8..<12].elementsEqual("WAVE".utf8)
        else {
            throw .notWave
        }
        var format: Format?
        var position = 12
        while position + 8 <= bytes.count {
            let id = bytes[position..<position + 4]
            let size = Self.number(bytes, position + 4, 4)
            let start = position + 8
            // A stream's writer may not have known the size: then the data go on to the end.
            let end = min(bytes.count, start + size)
            if id.elementsEqual("fmt ".utf8) {
                format = try Format(bytes[start..<end])
            } else if id.elementsEqual("data".utf8) {
                guard let format else { throw .malformed("the data come before the format") }
                sampleRate = format.sampleRate
                samples = format.samples(bytes[start..<end])
                guard !samples.isEmpty else { throw .empty }
                return
            }
            position = end + (size & 1)
        }
        throw .malformed("there is no \(format == nil ? "format" : "data") chunk")
    }

    private struct Format {
        let encoding, channels, sampleRate, bits: Int

        init(_ chunk: ArraySlice<UInt8>) throws(Problem) {
            guard chunk.count >= 16 else { throw .malformed("the format chunk is cut off") }
            let bytes = Array(chunk)
            let code = WaveFile.number(bytes, 0, 2)
            channels = WaveFile.number(bytes, 2, 2)
            sampleRate = WaveFile.number(bytes, 4, 4)
            bits = WaveFile.number(bytes, 14, 2)
            // Of the extensible format the subformat's first two bytes say what the code says elsewhere.
            encoding = code == 0xFFFE && bytes.count >= 26 ? WaveFile.number(bytes, 24, 2) : code
            guard (1...32).contains(channels), (1000...384_000).contains(sampleRate) else {
                throw .malformed("\(channels) channels at \(sampleRate) Hz")
            }
            let isInteger = encoding == 1 && [8, 16, 24, 32].contains(bits)
            guard isInteger || encoding == 3 && bits == 32 else { throw .unknownEncoding(format: encoding, bits: bits) }
        }

        /// The mean of the channels.
        func samples(_ data: ArraySlice<UInt8>) -> [Float] {
            let width = bits / 8
            let frame = width * channels
            let bytes = Array(data)
            return (0..<bytes.count / frame).map { index in
                var sum: Float = 0
                for channel in 0..<channels { sum += sample(bytes, index * frame + channel * width) }
                return max(-1, min(1, sum / Float(channels)))
            }
        }

        private func sample(_ bytes: [UInt8], _ position: Int) -> Float {
            let number = WaveFile.number(bytes, position, bits / 8)
            if encoding == 3 {
                let value = Float(bitPattern: UInt32(truncatingIfNeeded: number))
                return value.isFinite ? value : 0
            }
            if bits == 8 { return Float(number - 128) / 128 }
            let half = 1 << (bits - 1)
            return Float(number >= half ? number - 2 * half : number) / Float(half)
        }
    }

    /// Little-endian.
    private static func number(_ bytes: [UInt8], _ position: Int, _ count: Int) -> Int {
        (0..<count).reduce(0) { $0 | Int(bytes[position + $1]) << (8 * $1) }
    }

    // MARK: Writing

    /// The sound at another rate: each new sample is the mean of the old ones that it covers, or lies on the line between two.
    func resampled(to rate: Int) -> WaveFile {
        guard rate != sampleRate else { return self }
        let step = Double(sampleRate) / Double(rate)
        let count = Int(Double(samples.count) / step)
        let new = (0..<count).map { index -> Float in
            let start = Double(index) * step
            let first = Int(start)
            if step > 1 {
                let covered = samples[first..<min(samples.count, max(first + 1, Int(start + step)))]
                return covered.reduce(0, +) / Float(covered.count)
            }
            let next = min(first + 1, samples.count - 1)
            return samples[first] + (samples[next] - samples[first]) * Float(start - Double(first))
        }
        return WaveFile(sampleRate: rate, samples: new)
    }

    /// A file of 16-bit PCM.
    var bytes: [UInt8] {
        func little(_ number: Int, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
        }
        let size = samples.count * 2
        var file = Array("RIFF".utf8) + little(36 + size, 4) + Array("WAVEfmt ".utf8) + little(16, 4)
        file += little(1, 2) + little(1, 2) + little(sampleRate, 4) + little(sampleRate * 2, 4) + little(2, 2)
        file += little(16, 2) + Array("data".utf8) + little(size, 4)
        file.reserveCapacity(file.count + size)
        for sample in samples { file += little(Int((sample * 32767).rounded()), 2) }
        return file
    }
}
