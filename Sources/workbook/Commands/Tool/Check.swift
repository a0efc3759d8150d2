import ArgumentParser
import Assessment
import Foundation
import LanguageModel

struct Check: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Prove a course: read every file, run every model answer and every wrong one through the grader.",
        discussion:
            "Prints each problem as file:line:column, what was found and what to do, and fails when there is one."
    )

    @Argument(help: "The course's folder; this workbook's own when left out.", completion: .directory)
    var folder: String?

    mutating func run(in session: Session) async throws {
        let root = try folder.map { URL(filePath: $0, directoryHint: .isDirectory) } ?? session.courseRoot()
        // A course proves the same on every machine: what names no model is answered by the one that is everywhere.
        let models = ModelCatalog([(NGramModel.name, { @Sendable in NGramModel.shared })], before: session.models)
        let report = try await CourseProof(
            root: root, models: models,
            runner: SessionRunner(environment: session.environment, models: models, courseRoot: root)
        ).run()
        for problem in report.problems { session.say("\(problem.description)") }
        session.say("\(report.summary)")
        if !report.problems.isEmpty { throw ScriptFailure(status: 1) }
    }
}
