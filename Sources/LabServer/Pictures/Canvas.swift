/// A picture in red, green and blue, a byte each, row by row.
struct Canvas: Sendable {
    let width: Int
    let height: Int
    private(set) var bytes: [UInt8]

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        bytes = [UInt8](repeating: 0, count: width * height * 3)
    }

    subscript(x: Int, y: Int) -> Colour {
        get {
            let index = (y * width + x) * 3
            return Colour(Double(bytes[index]) / 255, Double(bytes[index + 1]) / 255, Double(bytes[index + 2]) / 255)
        }
        set {
            let index = (y * width + x) * 3
            bytes[index] = Self.byte(newValue.red)
            bytes[index + 1] = Self.byte(newValue.green)
            bytes[index + 2] = Self.byte(newValue.blue)
        }
    }

    private static func byte(_ part: Double) -> UInt8 { UInt8(max(0, min(255, (part * 255).rounded()))) }
}

/// Parts from 0 to 1.
struct Colour: Hashable, Sendable {
    var red, green, blue: Double

    init(_ red: Double, _ green: Double, _ blue: Double) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    func mixed(with other: Colour, _ share: Double) -> Colour {
        let share = max(0, min(1, share))
        return Colour(
            red + (other.red - red) * share, green + (other.green - green) * share, blue + (other.blue - blue) * share)
    }
}
