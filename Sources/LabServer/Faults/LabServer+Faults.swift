extension LabServer {
    /// Arms a fault: `500 times=2 path=/v1/messages`. What can be said is told by `/lab/faults`.
    ///
    /// - Throws: ``LabError/unreadable(_:)``.
    public func arm(fault line: String) throws {
        do throws(FaultError) {
            _ = disturbance.faults.arm(try FaultRule(words: line.split(separator: " ").map(String.init)))
        } catch {
            throw LabError.unreadable(error.message)
        }
    }

    /// Sets how fast it answers: `20 jitter=0.2`, `interval=50ms latency=1s`.
    ///
    /// - Throws: ``LabError/unreadable(_:)``.
    public func set(pace line: String) throws {
        do throws(FaultError) {
            disturbance.pace.set(try Pace(words: line.split(separator: " ").map(String.init)))
        } catch {
            throw LabError.unreadable(error.message)
        }
    }
}
