import ArgumentParser
import Course
import DataFiles
import Terminal

struct ShowDemo: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract:
            "Step through a prepared list of commands with notes, one keypress a step; without a name, list them.",
        discussion: """
            Space or → runs the next step, ← shows the one before again, as it came out. r runs a step anew, n hides the \
            notes, q leaves. What you have built and answered is not touched. Where nobody can press keys, all steps run \
            one after the other. docs/demos.md says how to write one.
            """
    )

    @Argument(help: "A demo's name, or a file.", completion: .file())
    var demo: String?

    @Flag(inversion: .prefixedNo, help: "Show the notes to each step.")
    var notes = true

    @MainActor
    static func candidates(in session: Session) -> [CompletionCandidate] {
        (try? session.demoLibrary())?.entries.map { CompletionCandidate($0.name, meaning: $0.title) } ?? []
    }

    mutating func run(in session: Session) async throws {
        guard let demo else {
            session.say(DemoView.list(try session.demoLibrary().entries, width: session.output.width))
            session.hint("`demo temperature` begins one.")
            return
        }
        let (script, file) = try session.demo(named: demo)
        let stage = DemoStage(script, file: file, in: session)
        try stage.check()
        var player = DemoPlayer(stage: stage, output: session.output, showsNotes: notes)
        let result: Result<Void, any Error>
        do {
            try await player.run()
            result = .success(())
        } catch is QuitRequest {
            // It ends the demo, not the workbook around it.
            result = .success(())
        } catch {
            result = .failure(error)
        }
        await stage.close()
        try result.get()
    }
}
