import LabServer
import ModelAPI

/// Runs a lab for the time of `body`.
func withRunningLab(
    _ configuration: LabConfiguration = LabConfiguration(seed: 1), _ body: (LabServer, Origin) async throws -> Void
) async throws {
    let lab = LabServer(configuration: configuration)
    let origin = try await lab.start()
    do { try await body(lab, origin) } catch {
        await lab.stop()
        throw error
    }
    await lab.stop()
}
