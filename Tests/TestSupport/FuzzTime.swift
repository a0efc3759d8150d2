internal import Foundation

/// For how long a test tries random input.
public enum FuzzTime {
    /// `WORKBOOK_FUZZ_SECONDS`, or half a second.
    public static var duration: Duration {
        .seconds(ProcessInfo.processInfo.environment["WORKBOOK_FUZZ_SECONDS"].flatMap { Double($0) } ?? 0.5)
    }

    /// Runs `body` again and again, each time with other random numbers, until the time is over.
    public static func run(_ body: (inout TestRandom) throws -> Void) rethrows {
        let end = ContinuousClock.now + duration
        var random = TestRandom(seed: UInt64.random(in: 0...UInt64.max))
        repeat { try body(&random) } while ContinuousClock.now < end
    }
}
