#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// `base` to the power of `exponent`.
func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }

/// The cosine and the sine of an angle in radians, rounded to single precision.
func direction(of angle: Double) -> (cosine: Float, sine: Float) { (Float(cos(angle)), Float(sin(angle))) }
