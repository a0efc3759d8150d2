internal import LanguageModel
internal import ModelAPI
internal import Tokenization

/// Does a job: reads the files, fits the n-gram model to the examples, epoch by epoch, and keeps what it made.
struct TuningWorker: Sendable {
    let lab: Lab
    let job: String
    let request: LabRequest

    private struct Cancelled: Error {}

    func run() async {
        do {
            say("Created fine-tuning job: \(job)")
            say("Validating training file: \(current?.trainingFile ?? "")")
            try await pause()
            let (training, validation) = try files()
            move(to: .queued, "Files validated, moving job to queued state")
            try await pause()
            move(to: .running, "Fine-tuning job started")
            try await fit(training, validation)
        } catch let problem as TrainingFile.Problem {
            lab.state.tuningJobs.update(job) { job in
                guard !job.status.isOver else { return }
                job.status = .failed
                job.finished = lab.now()
                job.error = (
                    problem.code, "The job failed due to an invalid training file. \(problem.message)", "training_file"
                )
            }
            say("The job failed due to an invalid training file. \(problem.message)", level: "error")
        } catch {
            // Cancelled, or the lab has stopped: whoever did it has said so.
        }
    }

    private var current: TuningJob? { lab.state.tuningJobs.item(job, owner: request.owner) }

    private func files() throws -> (training: TrainingFile, validation: TrainingFile?) {
        guard let current else { throw Cancelled() }
        func read(_ id: String, isTraining: Bool) throws -> TrainingFile {
            guard let file = lab.file(id, of: request) else {
                throw TrainingFile.Problem(code: "file_not_found", message: "The file \(id) is gone.")
            }
            return try TrainingFile(file.bytes, depth: lab.limits.jsonDepth, isTraining: isTraining)
        }
        return (
            try read(current.trainingFile, isTraining: true),
            try current.validationFile.map { try read($0, isTraining: false) }
        )
    }

    private func fit(_ training: TrainingFile, _ validation: TrainingFile?) async throws {
        guard let current else { throw Cancelled() }
        let parameters = current.hyperparameters
        let base =
            current.model.split(separator: ":").count > 1
            ? String(current.model.split(separator: ":")[1]) : current.model
        let name = "ft:\(base):lab:\(current.suffix ?? ""):\(lab.identifiers.letters(8))"
        let stepsPerEpoch = max(1, (training.examples.count + parameters.batchSize - 1) / parameters.batchSize)
        var rows = ["step,train_loss,train_accuracy,valid_loss,valid_mean_token_accuracy"]
        for epoch in 1...parameters.epochs {
            try await pause()
            let weight = max(1, Int((Double(epoch) * parameters.learningRateMultiplier).rounded()))
            let isLast = epoch == parameters.epochs
            let id = isLast ? name : "\(name):ckpt-step-\(epoch * stepsPerEpoch)"
            let (model, trained, validated) = try await lab.engine.run {
                let model = NGramModel.tuned(id: id, to: training.examples, weight: weight)
                return (
                    model, try model.fit(to: training.examples),
                    try validation.flatMap { try model.fit(to: $0.examples) }
                )
            }
            let metrics = Self.metrics(step: epoch * stepsPerEpoch, trained, validated)
            rows.append(Self.row(step: epoch * stepsPerEpoch, trained, validated))
            let total = parameters.epochs * stepsPerEpoch
            say(
                "Step \(epoch * stepsPerEpoch)/\(total): training loss=\(Self.short(trained?.loss))"
                    + (validated.map { ", validation loss=\(Self.short($0.loss))" } ?? ""), metrics)
            keep(TunedModel(id: id, base: base, created: lab.now(), model: model))
            let checkpoint = TuningJob.Checkpoint(
                id: "ftckpt_" + lab.identifiers.letters(24), created: lab.now(), model: id, step: epoch * stepsPerEpoch,
                metrics: metrics)
            // The API keeps the last three.
            let dropped = lab.state.tuningJobs.update(job) { job -> String? in
                job.checkpoints.append(checkpoint)
                return job.checkpoints.count > 3 ? job.checkpoints.removeFirst().model : nil
            }
            if let dropped = dropped ?? nil { lab.state.tunedModels.remove(dropped, owner: request.owner) }
        }
        let result = lab.keepFile(
            "step_metrics.csv", .fineTuneResults, Array((rows.joined(separator: "\n") + "\n").utf8), for: request.owner)
        let tokens = training.examples.reduce(0) { $0 + NGramModel.shared.tokenizer.encode($1.answer).count }
        let isDone = lab.state.tuningJobs.update(job) { job in
            guard !job.status.isOver else { return false }
            job.status = .succeeded
            job.finished = lab.now()
            job.tunedModel = name
            job.trainedTokens = tokens * parameters.epochs
            job.resultFiles = [result.id]
            return true
        }
        guard isDone == true else { throw Cancelled() }
        say("New fine-tuned model created")
        say("The job has successfully completed")
    }

    private func keep(_ model: TunedModel) { lab.state.tunedModels.add(model, id: model.id, owner: request.owner) }

    // MARK: Telling

    private func say(_ message: String, level: String = "info", _ metrics: JSONValue? = nil) {
        let event = TuningJob.Event(
            id: "ftevent-" + lab.identifiers.letters(24), created: lab.now(), level: level, message: message,
            metrics: metrics)
        lab.state.tuningJobs.update(job) { $0.events.append(event) }
    }

    private func move(to status: TuningJob.Status, _ message: String) {
        lab.state.tuningJobs.update(job) { if !$0.status.isOver { $0.status = status } }
        say(message)
    }

    /// Lets the job be watched: a real one takes minutes. Throws once the job is over or gone; waits while it is paused.
    private func pause() async throws {
        repeat { try await Task.sleep(for: lab.limits.jobStepTime) } while current?.status == .paused
        guard let current, !current.status.isOver else { throw Cancelled() }
    }

    private static func metrics(
        step: Int, _ trained: (loss: Double, accuracy: Double)?, _ validated: (loss: Double, accuracy: Double)?
    ) -> JSONValue {
        var json: JSONObject = ["step": .integer(step)]
        json["train_loss"] = trained.map { .number($0.loss) }
        json["train_mean_token_accuracy"] = trained.map { .number($0.accuracy) }
        json["valid_loss"] = validated.map { .number($0.loss) }
        json["valid_mean_token_accuracy"] = validated.map { .number($0.accuracy) }
        return .object(json)
    }

    private static func row(
        step: Int, _ trained: (loss: Double, accuracy: Double)?, _ validated: (loss: Double, accuracy: Double)?
    ) -> String {
        let numbers = [trained?.loss, trained?.accuracy, validated?.loss, validated?.accuracy]
        return "\(step)," + numbers.map { $0.map { "\($0)" } ?? "" }.joined(separator: ",")
    }

    /// Two decimals.
    private static func short(_ number: Double?) -> String {
        guard let number, number.isFinite else { return "-" }
        let hundredths = Int((number * 100).rounded())
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }
}
