import DataFiles
import Foundation

/// Reads a whole course and checks what only shows when its files are seen together.
struct CourseLoader {
    private let folder: CourseFolder
    private let log = ProblemLog()

    init(root: URL) { folder = CourseFolder(root: root) }

    func load() -> (course: Course, problems: [Problem]) {
        let concepts = concepts()
        let known = concepts?.map(\.id)
        let folders = lessonFolders()
        var course = Course(concepts: concepts ?? [])
        course.lessons = folders.compactMap { lesson($0, known) }
        let exerciseFiles = files(in: "exercises", folders)
        let solutionFiles = files(in: "solutions", folders)
        for (id, path) in exerciseFiles {
            course.exercises[id] = read(path) {
                ExerciseReader(id: id, file: path, log: log, knownConcepts: known).read($0)
            }
        }
        for (id, path) in solutionFiles {
            course.solutions[id] = read(path) {
                SolutionReader(id: id, file: path, log: log, exercise: course.exercises[id]).read($0)
            }
        }
        checkPairs(exerciseFiles, solutionFiles)
        checkPlacement(exerciseFiles, course, folders)
        return (course, log.problems.sorted())
    }

    private func read<Value>(_ path: String, _ make: (String) -> Value?) -> Value? {
        do {
            return make(try folder.read(path))
        } catch {
            log.add(error)
            return nil
        }
    }

    // MARK: Lessons

    private func concepts() -> [Concept]? {
        guard folder.exists(CoursePath.concepts) else {
            log.report(
                "the file is missing", at: Place(CoursePath.concepts),
                advice: "It lists the concepts: 'format: 1', and 'concepts:' with 'id' and 'title' of each.")
            return nil
        }
        return read(CoursePath.concepts) { ConceptsReader(file: CoursePath.concepts, log: log).read($0) }
    }

    private func lessonFolders() -> [CourseFolder.Numbered] {
        guard let items = folder.items("lessons") else {
            log.report(
                "the folder is missing", at: Place("lessons"),
                advice: "A course has its lessons in 'lessons/NN-topic/'.")
            return []
        }
        var folders: [CourseFolder.Numbered] = []
        for item in items where item.name != "concepts.yaml" || item.isFolder {
            let path = "lessons/\(item.name)"
            guard item.isFolder, let numbered = CourseFolder.Numbered(item.name) else {
                stray(path, isFolder: item.isFolder, expected: "Lessons lie in folders named as in '03-streaming'.")
                continue
            }
            if let other = folders.first(where: { $0.number == numbered.number }) {
                log.report(
                    "lesson \(numbered.number) is also '\(other.name)'", at: Place(path),
                    advice: "Give it another number.")
            }
            if let other = folders.first(where: { $0.topic == numbered.topic }) {
                log.report(
                    "the topic '\(numbered.topic)' is also that of '\(other.name)'", at: Place(path),
                    advice: "Rename one.")
                continue
            }
            folders.append(numbered)
            for inner in folder.items(path) ?? [] where inner.name != "lesson.md" || inner.isFolder {
                stray(
                    "\(path)/\(inner.name)", isFolder: inner.isFolder,
                    expected: "A lesson's folder holds 'lesson.md' only.")
            }
        }
        return folders.sorted { ($0.number, $0.name) < ($1.number, $1.name) }
    }

    private func lesson(_ numbered: CourseFolder.Numbered, _ known: [String]?) -> Lesson? {
        let path = CoursePath.lesson(numbered.name)
        guard folder.exists(path) else {
            log.report(
                "the file is missing", at: Place(path), advice: "A lesson's folder holds its text in 'lesson.md'.")
            return nil
        }
        return read(path) {
            LessonReader(number: numbered.number, topic: numbered.topic, file: path, log: log, knownConcepts: known)
                .read($0)
        }
    }

    // MARK: Exercises and solutions

    /// The files `top/NN-topic/NAME.yaml` with their ids, in order.
    private func files(in top: String, _ lessons: [CourseFolder.Numbered]) -> [(id: ExerciseID, path: String)] {
        var files: [(id: ExerciseID, path: String)] = []
        for item in folder.items(top) ?? [] {
            let path = "\(top)/\(item.name)"
            guard item.isFolder else {
                stray(path, isFolder: false, expected: "Files lie in folders named as their lesson's.")
                continue
            }
            guard let lesson = lessons.first(where: { $0.name == item.name }) else {
                let nearest = Suggestion.closest(to: item.name, in: lessons.map(\.name))
                log.report(
                    "there is no lesson folder 'lessons/\(item.name)'", at: Place(path),
                    advice: nearest.map { "Did you mean '\($0)'?" }
                        ?? "Name it as its lesson's folder, or write the lesson.")
                continue
            }
            for inner in folder.items(path) ?? [] {
                let name = String(inner.name.dropLast(".yaml".count))
                guard !inner.isFolder, inner.name.hasSuffix(".yaml"), Identifier.isFileName(name) else {
                    stray(
                        "\(path)/\(inner.name)", isFolder: inner.isFolder,
                        expected: "Names are as in 'first-token.yaml'.")
                    continue
                }
                files.append((ExerciseID(topic: lesson.topic, name: name), "\(path)/\(inner.name)"))
            }
        }
        return files
    }

    private func stray(_ path: String, isFolder: Bool, expected: String) {
        log.report(
            "\(isFolder ? "a folder" : "a file") of this name has no place here", at: Place(path), advice: expected)
    }

    private func checkPairs(
        _ exercises: [(id: ExerciseID, path: String)], _ solutions: [(id: ExerciseID, path: String)]
    ) {
        let withExercise = Set(exercises.map(\.id))
        let withSolution = Set(solutions.map(\.id))
        for (id, path) in exercises where !withSolution.contains(id) {
            log.report(
                "the exercise has no solution", at: Place(path),
                advice: "Write \(path.replacingPrefix("exercises", with: "solutions")).")
        }
        for (id, path) in solutions where !withExercise.contains(id) {
            let names = exercises.map(\.id).filter { $0.topic == id.topic }.map(\.name)
            log.report(
                "the solution has no exercise", at: Place(path),
                advice: Suggestion.closest(to: id.name, in: names).map { "Did you mean '\($0).yaml'?" }
                    ?? "Write \(path.replacingPrefix("solutions", with: "exercises")), or delete this file.")
        }
    }

    // MARK: Placement

    private func checkPlacement(
        _ files: [(id: ExerciseID, path: String)], _ course: Course, _ folders: [CourseFolder.Numbered]
    ) {
        let known = Set(files.map(\.id))
        var placed: [ExerciseID: Place] = [:]
        for lesson in course.lessons {
            let ids = lesson.pages.flatMap(\.blocks).compactMap { block in
                if case .exercise(let id, let line) = block { (id, Place(lesson.file, line: line)) } else { nil }
            }
            if ids.isEmpty {
                log.report(
                    "the lesson places no exercise", at: Place(lesson.file),
                    advice: "Add an `exercise` block to a page.")
            }
            for (id, place) in ids {
                if let first = placed[id] {
                    log.report(
                        "the exercise '\(id)' is placed a second time", at: place,
                        advice: "It stands in \(first.file), line \(first.line) already.")
                    continue
                }
                placed[id] = place
                if id.topic != lesson.topic {
                    log.report(
                        "the exercise '\(id)' belongs to another lesson", at: place,
                        advice: "A lesson places the exercises of its own folder: '\(lesson.topic).…'.")
                } else if !known.contains(id) {
                    log.report(
                        "unknown exercise '\(id)'", at: place,
                        advice: Suggestion.closest(to: id.description, in: known.sorted().map(\.description))
                            .map { "Did you mean '\($0)'?" }
                            ?? "Write \(CoursePath.exercise(folderName(id.topic, folders), id.name)).")
                }
            }
        }
        let read = Set(course.lessons.map(\.topic))
        // A lesson that could not be read may well have placed them.
        for (id, path) in files where placed[id] == nil && read.contains(id.topic) {
            log.report(
                "no page places the exercise '\(id)'", at: Place(path),
                advice: "Add its id to an `exercise` block in \(CoursePath.lesson(folderName(id.topic, folders))).")
        }
    }

    private func folderName(_ topic: String, _ folders: [CourseFolder.Numbered]) -> String {
        folders.first { $0.topic == topic }?.name ?? topic
    }
}

extension String {
    fileprivate func replacingPrefix(_ prefix: String, with replacement: String) -> String {
        hasPrefix(prefix) ? replacement + dropFirst(prefix.count) : self
    }
}
