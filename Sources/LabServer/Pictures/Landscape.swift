internal import Foundation
internal import Sampling

/// A landscape that is drawn by rules, from the words of a prompt and a seed. No model has a part in it.
///
/// The words choose the time of day, the colours, the weather and what stands in the picture; the seed shapes the hills.
/// The same words and seed give the same picture.
struct Landscape {
    private let words: Set<String>
    private var random: SeededGenerator
    private let sky: (top: Colour, horizon: Colour)
    private let ground: Colour

    init(prompt: String, seed: UInt64) {
        words = Set(prompt.lowercased().split { !$0.isLetter }.map(String.init))
        random = SeededGenerator(seed: seed)
        let words = words
        func has(_ any: String...) -> Bool { any.contains { words.contains($0) } }
        sky =
            if has("night", "moon", "stars", "star", "midnight", "dark") {
                (Colour(0.02, 0.03, 0.12), Colour(0.13, 0.16, 0.36))
            } else if has("sunset", "sunrise", "dawn", "dusk", "evening", "morning") {
                (Colour(0.25, 0.2, 0.45), Colour(0.98, 0.62, 0.35))
            } else if has("storm", "rain", "rainy", "fog", "grey", "gray", "cloudy") {
                (Colour(0.35, 0.4, 0.46), Colour(0.68, 0.71, 0.74))
            } else {
                (Colour(0.25, 0.52, 0.88), Colour(0.8, 0.91, 0.98))
            }
        let named = Self.colours.first { words.contains($0.name) }?.colour
        ground =
            named
            ?? (has("desert", "sand", "beach", "dune")
                ? Colour(0.83, 0.68, 0.42)
                : has("snow", "winter", "ice", "arctic", "polar") ? Colour(0.88, 0.92, 0.97) : Colour(0.22, 0.45, 0.24))
    }

    private static let colours: [(name: String, colour: Colour)] = [
        ("red", Colour(0.75, 0.18, 0.16)), ("orange", Colour(0.9, 0.5, 0.12)), ("yellow", Colour(0.9, 0.78, 0.2)),
        ("green", Colour(0.18, 0.5, 0.22)), ("blue", Colour(0.15, 0.32, 0.7)), ("purple", Colour(0.42, 0.22, 0.6)),
        ("violet", Colour(0.5, 0.3, 0.7)), ("pink", Colour(0.9, 0.5, 0.65)), ("brown", Colour(0.4, 0.27, 0.16)),
        ("white", Colour(0.92, 0.92, 0.92)), ("black", Colour(0.08, 0.08, 0.09)), ("gold", Colour(0.83, 0.66, 0.2)),
    ]

    private func has(_ any: String...) -> Bool { any.contains { words.contains($0) } }

    mutating func draw(width: Int, height: Int) -> Canvas {
        var canvas = Canvas(width: width, height: height)
        drawSky(&canvas)
        let isNight = has("night", "moon", "stars", "star", "midnight")
        if isNight { drawStars(&canvas) }
        drawDisc(&canvas, isMoon: isNight)
        let layers = has("mountain", "mountains", "alps", "peak", "peaks") ? 5 : has("sea", "ocean", "lake") ? 2 : 4
        for layer in 0..<layers { drawHills(&canvas, layer: layer, of: layers) }
        if has("sea", "ocean", "lake", "river", "water", "beach") { drawWater(&canvas) }
        if has("tree", "trees", "forest", "wood", "woods", "garden", "park") { drawTrees(&canvas) }
        if has("house", "home", "village", "town", "city", "castle", "tower") { drawHouses(&canvas) }
        if has("rain", "rainy", "storm") { drawFall(&canvas, Colour(0.8, 0.85, 0.92), length: height / 40) }
        if has("snow", "snowy", "winter", "blizzard") {
            drawFall(&canvas, Colour(1, 1, 1), length: max(2, height / 250))
        }
        return canvas
    }

    private mutating func unit() -> Double { Double(random.next() >> 11) / Double(1 << 53) }

    // MARK: What is in it

    private func drawSky(_ canvas: inout Canvas) {
        for y in 0..<canvas.height {
            let colour = sky.top.mixed(with: sky.horizon, Double(y) / (Double(canvas.height) * 0.7))
            for x in 0..<canvas.width { canvas[x, y] = colour }
        }
    }

    private mutating func drawStars(_ canvas: inout Canvas) {
        for _ in 0..<220 {
            let (x, y) = (unit() * Double(canvas.width), unit() * Double(canvas.height) * 0.6)
            disc(&canvas, x, y, radius: 0.5 + unit() * Double(canvas.width) / 700, Colour(1, 1, 0.92))
        }
    }

    private mutating func drawDisc(_ canvas: inout Canvas, isMoon: Bool) {
        guard !has("storm", "rain", "fog", "cloudy") else { return }
        let radius = Double(canvas.width) * (0.04 + 0.04 * unit())
        let x = Double(canvas.width) * (0.2 + 0.6 * unit())
        let y = Double(canvas.height) * (0.15 + 0.2 * unit())
        disc(&canvas, x, y, radius: radius, isMoon ? Colour(0.93, 0.94, 0.88) : Colour(1, 0.93, 0.66))
    }

    /// A ridge of summed waves whose heights halve as their lengths do.
    private mutating func drawHills(_ canvas: inout Canvas, layer: Int, of layers: Int) {
        let depth = Double(layer + 1) / Double(layers)
        let isSteep = has("mountain", "mountains", "alps", "peak", "peaks")
        let base = Double(canvas.height) * (0.45 + 0.4 * depth)
        let waves = (0..<6).map { octave in
            (
                frequency: pow(2, Double(octave)) * (0.7 + unit() * 0.6), phase: unit() * 2 * .pi,
                height: Double(canvas.height) * (isSteep ? 0.16 : 0.07) * (1.3 - depth)
                    / pow(isSteep ? 1.8 : 2.2, Double(octave))
            )
        }
        let colour = sky.horizon.mixed(with: ground, 0.25 + 0.75 * depth)
        for x in 0..<canvas.width {
            let t = Double(x) / Double(canvas.width) * 2 * .pi
            let rise = waves.reduce(0) { sum, wave in
                let wave = (sin(t * wave.frequency + wave.phase), wave.height)
                return sum + (isSteep ? 1 - abs(wave.0) * 2 : wave.0) * wave.1
            }
            let top = Int(max(0, min(Double(canvas.height), base - rise)))
            for y in top..<canvas.height {
                canvas[x, y] = colour.mixed(with: Colour(0, 0, 0), 0.25 * Double(y - top) / Double(canvas.height))
            }
        }
    }

    private mutating func drawWater(_ canvas: inout Canvas) {
        let top = Int(Double(canvas.height) * 0.72)
        for y in top..<canvas.height {
            for x in 0..<canvas.width {
                let mirror = canvas[x, max(0, 2 * top - y - 1)]
                let wave = 0.06 * sin(Double(y) * 0.35 + Double(x) * 0.02)
                canvas[x, y] = mirror.mixed(with: Colour(0.1, 0.28, 0.45), 0.55 + wave)
            }
        }
    }

    private mutating func drawTrees(_ canvas: inout Canvas) {
        for _ in 0..<26 {
            let x = unit() * Double(canvas.width)
            let foot = Double(canvas.height) * (0.78 + 0.2 * unit())
            let size = Double(canvas.height) * (0.04 + 0.06 * unit())
            let leaf = Colour(0.08, 0.28 + 0.12 * unit(), 0.14)
            for y in 0..<Int(size) {
                let half = Double(y) * 0.32
                line(&canvas, from: x - half, to: x + half, y: foot - size + Double(y), leaf)
            }
        }
    }

    private mutating func drawHouses(_ canvas: inout Canvas) {
        for _ in 0..<(has("city", "town", "village") ? 12 : 2) {
            let width = Double(canvas.width) * (0.03 + 0.03 * unit())
            let height = width * (has("city", "tower", "castle") ? 2.5 + unit() : 0.9)
            let x = unit() * Double(canvas.width)
            let foot = Double(canvas.height) * (0.82 + 0.12 * unit())
            let wall = Colour(0.7 + 0.2 * unit(), 0.6 + 0.2 * unit(), 0.5)
            for y in 0..<Int(height) { line(&canvas, from: x, to: x + width, y: foot - Double(y), wall) }
            for y in 0..<Int(width * 0.5) {
                line(
                    &canvas, from: x + Double(y), to: x + width - Double(y), y: foot - height - Double(y),
                    Colour(0.5, 0.2, 0.16))
            }
        }
    }

    private mutating func drawFall(_ canvas: inout Canvas, _ colour: Colour, length: Int) {
        for _ in 0..<900 {
            let (x, y) = (Int(unit() * Double(canvas.width)), Int(unit() * Double(canvas.height)))
            for step in 0..<length where y + step < canvas.height {
                canvas[x, y + step] = canvas[x, y + step].mixed(with: colour, 0.6)
            }
        }
    }

    // MARK: Shapes

    private func disc(_ canvas: inout Canvas, _ x: Double, _ y: Double, radius: Double, _ colour: Colour) {
        for row in max(0, Int(y - radius - 1))..<max(0, min(canvas.height, Int(y + radius + 2))) {
            for column in max(0, Int(x - radius - 1))..<max(0, min(canvas.width, Int(x + radius + 2))) {
                let distance = ((Double(column) - x) * (Double(column) - x) + (Double(row) - y) * (Double(row) - y))
                    .squareRoot()
                canvas[column, row] = canvas[column, row].mixed(with: colour, radius + 0.5 - distance)
            }
        }
    }

    private func line(_ canvas: inout Canvas, from: Double, to: Double, y: Double, _ colour: Colour) {
        let row = Int(y)
        guard row >= 0, row < canvas.height else { return }
        let start = max(0, Int(from))
        for column in start..<max(start, min(canvas.width, Int(to) + 1)) { canvas[column, row] = colour }
    }
}
