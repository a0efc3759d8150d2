import Course
public import DataFiles
public import Foundation
import Grading
public import LanguageModel
internal import ModelAPI

/// Proves a course: reads every file, its facts among them, then runs what the course claims through the real grader.
///
/// Every model answer must get full marks, every listed wrong answer its stated score, the question repeated and an empty
/// answer nothing; every `try` line must run. All problems are found in one run, each with its place.
public struct CourseProof {
    private let root: URL
    private let grader: Grader
    private let runner: any CommandRunner

    public init(root: URL, models: ModelCatalog, runner: any CommandRunner) {
        self.root = root
        self.runner = runner
        grader = Grader(models: models)
    }

    /// Throws `CancellationError` if the task is cancelled.
    public func run() async throws -> ProofReport {
        let (course, found) = Course.load(from: root)
        let problems = found + FactBook.load(from: DataRoot(root).facts).problems
        var report = ProofReport(lessons: course.lessons.count, exercises: course.exercises.count, problems: problems)
        for exercise in course.exercises.values.sorted(by: { $0.id < $1.id }) {
            guard let solution = course.solutions[exercise.id] else { continue }
            try Task.checkCancellation()
            await prove(exercise, solution, &report)
        }
        for lesson in course.lessons {
            try Task.checkCancellation()
            await proveTries(of: lesson, &report)
        }
        try Task.checkCancellation()
        report.problems.sort()
        return report
    }

    // MARK: Answers

    /// How many variants of an exercise are proved: more for those that nothing is run for.
    private static let variants = 12
    private static let variantsThatRun = 3

    private func prove(_ exercise: Exercise, _ solution: Solution, _ report: inout ProofReport) async {
        guard !exercise.variables.isEmpty else {
            await proveVariant(exercise, solution.variant(of: exercise), &report)
            return
        }
        var runs = false
        if case .predict = exercise.kind { runs = true }
        for number in 1...(runs ? Self.variantsThatRun : Self.variants) {
            let variant = exercise.variant(number)
            let before = report.problems.count
            await proveVariant(variant, solution.variant(of: variant), &report)
            guard report.problems.count == before else {
                // What is wrong in one is wrong in others: it is told once, with the variant that shows it.
                report.problems[before].message += " in variant \(number)"
                return
            }
        }
    }

    private func proveVariant(_ exercise: Exercise, _ solution: Solution, _ report: inout ProofReport) async {
        report.answers += 1
        var outcome: Result<RunOutcome, any Error>?
        if case .predict(let task) = exercise.kind {
            do {
                outcome = .success(try await runner.run(task.run + task.measure, model: task.model))
            } catch {
                report.add(exercise.place, "what is predicted in \(exercise.id) cannot be run", "\(error)")
                return
            }
        }
        func judge(_ answer: Answer, _ exercise: Exercise, _ solution: Solution) async -> Result<Verdict, any Error> {
            await self.judge(answer, exercise, solution, outcome)
        }
        switch await judge(solution.answer, exercise, solution) {
        case .success(let verdict) where !verdict.isFull:
            report.add(
                solution.place, "the model answer of \(exercise.id) gets \(verdict.score) of \(verdict.maximum) points",
                verdict.shortcomings)
        case .failure(let error):
            report.add(solution.place, "the model answer of \(exercise.id) cannot be graded", "\(error)")
        case .success: break
        }
        for wrong in solution.wrong {
            report.answers += 1
            switch await judge(wrong.answer, exercise, solution) {
            case .success(let verdict): compare(verdict, with: wrong, exercise, &report)
            case .failure(let error): report.add(wrong.place, "this wrong answer cannot be graded", "\(error)")
            }
        }
        guard exercise.kind.isAnsweredInWords else { return }
        for (name, text) in [("an empty answer", ""), ("the question repeated", exercise.prompt)] {
            report.answers += 1
            // An answer that cannot be read gets nothing either.
            if case .success(let verdict) = await judge(.text(text), exercise, solution), verdict.score > 0 {
                report.add(
                    exercise.place, "\(name) gets \(verdict.score) of \(verdict.maximum) points", "It must get none.")
            }
        }
    }

    private func compare(_ verdict: Verdict, with wrong: WrongAnswer, _ exercise: Exercise, _ report: inout ProofReport)
    {
        if abs(verdict.score - wrong.score) > 0.005 {
            report.add(
                wrong.place, "this wrong answer gets \(verdict.score) of \(verdict.maximum) points, not \(wrong.score)",
                verdict.shortcomings)
        }
        let missed = Set(verdict.criteria.filter { $0.state != .met }.map(\.id))
        for id in wrong.missed where !missed.contains(id) {
            report.add(
                wrong.place, "this wrong answer does not miss '\(id)'",
                "It misses \(missed.sorted().joined(separator: ", ")).")
        }
    }

    private func judge(
        _ answer: Answer, _ exercise: Exercise, _ solution: Solution, _ outcome: Result<RunOutcome, any Error>?
    ) async -> Result<Verdict, any Error> {
        do {
            let evidence: Evidence
            switch exercise.kind {
            case .request:
                guard let request = try await runner.run(answer.commands).request else { throw ProofError.noRequest }
                evidence = .request(request)
            case .traffic: evidence = .exchanges(try await runner.run(answer.commands).exchanges)
            case .predict:
                guard let outcome else { throw ProofError.noRun }
                try grader.validate(prediction: answer.typed, for: exercise)
                evidence = .prediction(answer.typed, try outcome.get())
            case .choice, .number, .text, .order, .distribution: evidence = .answer(answer.typed)
            }
            return .success(try grader.grade(exercise, solution, evidence))
        } catch {
            return .failure(error)
        }
    }

    // MARK: Lines to try

    private func proveTries(of lesson: Lesson, _ report: inout ProofReport) async {
        let lines = lesson.pages.flatMap(\.tryLines)
        report.tries += lines.count
        guard !lines.isEmpty else { return }
        do {
            let outputs = try await runner.run(lines.map(\.text)).outputs
            var first = 0
            for page in lesson.pages {
                let count = page.tryLines.count
                proveOutputs(of: page, in: lesson, Array(outputs.dropFirst(first).prefix(count)), &report)
                first += count
            }
        } catch let failure as CommandFailure {
            report.add(Place(lesson.file, line: lines[failure.index].line), "\(failure)", "Every `try` line must run.")
        } catch {
            report.add(Place(lesson.file), "the `try` lines cannot be run: \(error)", "")
        }
    }

    /// Whether each `output` block shows what the `try` blocks before it on its page print.
    private func proveOutputs(of page: Page, in lesson: Lesson, _ outputs: [String], _ report: inout ProofReport) {
        var next = 0
        var printed = ""
        var isAfterOutput = false
        for block in page.blocks {
            switch block {
            case .tries(let lines):
                // Each block of output belongs to the lines since the one before it.
                if isAfterOutput { printed = "" }
                isAfterOutput = false
                printed += outputs.dropFirst(next).prefix(lines.count).joined()
                next += lines.count
            case .output(let expected, let line):
                isAfterOutput = true
                report.outputs += 1
                guard let missing = ShownOutput(expected).firstMissing(in: printed) else { continue }
                report.add(
                    Place(lesson.file, line: line + missing.offset),
                    "the program does not print '\(missing.line)'"
                        + (missing.offset > 0 ? " after what stands above it" : ""),
                    missing.nearest.map { "It prints '\($0)'. Show that, or write '…' for what varies." }
                        ?? "Run the lines and show what they print; '…' stands for what varies.")
            case .markdown, .exercise: continue
            }
        }
    }
}

/// What proving a course came to.
public struct ProofReport: Sendable {
    public var lessons: Int
    public var exercises: Int
    /// Answers that were put through the grader.
    public var answers = 0
    /// `try` lines that were run.
    public var tries = 0
    /// `output` blocks that were compared with what they print.
    public var outputs = 0
    /// Sorted by place.
    public var problems: [Problem]

    public var summary: String {
        let found = problems.isEmpty ? "no problems" : problems.count == 1 ? "1 problem" : "\(problems.count) problems"
        return "\(lessons) lessons, \(exercises) exercises, \(answers) answers graded, \(tries) lines run: \(found)"
    }

    fileprivate mutating func add(_ place: Place, _ message: String, _ advice: String) {
        problems.append(Problem(at: place, message, advice: advice))
    }
}

enum ProofError: Error, CustomStringConvertible {
    case noRequest
    case noRun

    var description: String {
        switch self {
        case .noRequest: "its commands build no request"
        case .noRun: "its commands were not run"
        }
    }
}

extension Verdict {
    /// What was not met, in one line.
    fileprivate var shortcomings: String {
        let missed = criteria.filter { $0.state != .met }.map {
            "\($0.id): \($0.detail.isEmpty ? $0.title : $0.detail)"
        }
        return missed.isEmpty ? "" : "Not met: " + missed.joined(separator: "; ") + "."
    }
}

extension Answer {
    /// The lines of an answer that is a list of commands.
    fileprivate var commands: [String] { typed.split(separator: "\n").map(String.init) }
}

extension ExerciseKind {
    fileprivate var isAnsweredInWords: Bool {
        switch self {
        case .request, .traffic: false
        case .choice, .number, .text, .order, .distribution, .predict: true
        }
    }
}
