/// Variants: the same question with other numbers.
extension Exercise {
    /// Variants have numbers from 1 to this.
    public static let variantCount = 999

    /// The variant that a learner with this seed gets.
    public func variantNumber(forSeed seed: UInt64) -> Int {
        1 + Int(VariantHash.of("\(seed) \(id)") % UInt64(Self.variantCount))
    }

    /// The exercise with its variables filled in. One without variables stays as it is.
    public func variant(_ number: Int) -> Exercise {
        guard !variables.isEmpty else { return self }
        let values = VariantValues(self, number: number)
        var exercise = self
        exercise.variant = number
        exercise.title = values.filled(title)
        exercise.prompt = values.filled(prompt)
        for index in hints.indices { exercise.hints[index].text = values.filled(hints[index].text) }
        exercise.kind = kind.filled(with: values)
        return exercise
    }
}

extension Solution {
    /// The solution to a variant of its exercise; formulas are computed also where there is one variant only.
    public func variant(of exercise: Exercise) -> Solution {
        let values = VariantValues(exercise, number: exercise.variant ?? 1)
        let fills = !exercise.variables.isEmpty
        var solution = self
        func filled(_ answer: Answer) -> Answer {
            if case .text(let text) = answer, !fills, !text.hasPrefix("=") || !exercise.kind.hasNumberForAnswer {
                return answer
            }
            return values.answer(answer)
        }
        solution.answer = filled(answer)
        if fills { solution.why = values.filled(why) }
        for index in wrong.indices {
            solution.wrong[index].answer = filled(wrong[index].answer)
            if fills { solution.wrong[index].feedback = wrong[index].feedback.map(values.filled) }
        }
        return solution
    }
}

extension ExerciseKind {
    /// Whether variables reach all that an answer is graded by.
    var takesVariables: Bool {
        switch self {
        case .choice, .number, .order, .text, .predict: true
        case .request, .traffic, .distribution: false
        }
    }

    fileprivate var hasNumberForAnswer: Bool {
        switch self {
        case .number: true
        case .predict(let task): task.guess.name == .number
        case .choice, .order, .text, .request, .traffic, .distribution: false
        }
    }

    fileprivate func filled(with values: VariantValues) -> ExerciseKind {
        switch self {
        case .choice(var task):
            for index in task.choices.indices { task.choices[index].text = values.filled(task.choices[index].text) }
            return .choice(task)
        case .order(var task):
            for index in task.items.indices { task.items[index].text = values.filled(task.items[index].text) }
            return .order(task)
        case .predict(var task):
            task.run = task.run.map(values.filled)
            task.measure = task.measure.map(values.filled)
            task.guess = task.guess.filled(with: values)
            return .predict(task)
        case .number, .text, .request, .traffic, .distribution: return self
        }
    }
}

extension PredictTask.Guess {
    fileprivate func filled(with values: VariantValues) -> PredictTask.Guess {
        switch self {
        case .choice(var prospects, let multiple):
            for index in prospects.indices { prospects[index].text = values.filled(prospects[index].text) }
            return .choice(prospects, multiple: multiple)
        case .order(var items, let rising):
            for index in items.indices { items[index].text = values.filled(items[index].text) }
            return .order(items, rising: rising)
        case .number, .text: return self
        }
    }
}
