import ArgumentParser
import LabServer

/// What is to go wrong with a lab from its first request on.
struct DisturbanceOptions: ParsableArguments {
    @Option(help: "A fault to arm, such as \"500 times=2\" (see `help fault`); can be repeated.")
    var fault: [String] = []

    @Option(help: "How fast to answer, such as \"20 jitter=0.2\" or \"interval=50ms latency=1s\" (see `help pace`).")
    var pace: String?

    func apply(to lab: LabServer) throws {
        for line in fault { try lab.arm(fault: line) }
        if let pace { try lab.set(pace: pace) }
    }
}
