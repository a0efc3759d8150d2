internal import ModelAPI

/// `/v1/fine_tuning/jobs`. The n-gram model is what is fitted: a tuned model answers with it, whatever its base is called.
enum FineTuning {
    private static let known: Set<String> = [
        "model", "training_file", "validation_file", "hyperparameters", "method", "seed", "suffix", "integrations",
        "metadata",
    ]
    /// How many jobs of an organisation may be under way.
    private static let openJobs = 3

    static func create(_ request: LabRequest, _ lab: Lab) throws -> LabReply {
        let fields = try OpenAIFields(
            body: try request.json(depth: lab.limits.jsonDepth), facts: lab.facts(for: request))
        try fields.refuseUnknown(but: known)
        let id = try fields.requiredString("model")
        let model = try lab.model(id, at: .fineTuningJobs, for: request)
        let training = try file("training_file", try fields.requiredString("training_file"), request, lab)
        let validation = try fields.string("validation_file").map { try file("validation_file", $0, request, lab) }
        let suffix = try fields.string("suffix")
        if let suffix,
            !(1...64).contains(suffix.count)
                || !suffix.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" })
        {
            throw APIError.openai(
                400, "Invalid 'suffix': expected 1 to 64 letters, digits, hyphens or underscores.", param: "suffix",
                code: "invalid_value")
        }
        if let value = fields.value("integrations"), value.array?.isEmpty != true {
            throw APIError.openai(
                400, "This lab has no integrations: it sends nothing anywhere.", param: "integrations",
                code: "unsupported_parameter")
        }
        guard lab.state.tuningJobs.count(of: request.owner, where: { !$0.status.isOver }) < openJobs else {
            throw APIError.openai(
                429,
                "This fine-tune request has been rate-limited. Your organization has reached the maximum of "
                    + "\(openJobs) active requests for fine-tuning jobs.", type: "requests",
                code: "daily_rate_limit_exceeded")
        }
        let job = TuningJob(
            id: "ftjob-" + lab.identifiers.letters(24), created: lab.now(), model: model.name,
            organization: request.owner, trainingFile: training, validationFile: validation,
            hyperparameters: try hyperparameters(fields),
            seed: try fields.integer("seed") ?? Int(lab.identifiers.number() >> 33), suffix: suffix,
            metadata: fields.value("metadata") == nil ? .null : .object(try fields.metadata()))
        lab.state.tuningJobs.add(job, id: job.id, owner: request.owner)
        let worker = TuningWorker(lab: lab, job: job.id, request: request.detached)
        Task { await worker.run() }
        return .json(job.json)
    }

    static func list(_ request: LabRequest, _ lab: Lab) throws -> LabReply {
        .json(
            try ListPage.json(
                lab.state.tuningJobs.items(of: request.owner).map { ($0.id, $0.item.json) }, for: request,
                hasFirstAndLast: false))
    }

    static func retrieve(_ request: LabRequest, _ lab: Lab) throws -> LabReply { .json(try job(request, lab).json) }

    static func cancel(_ request: LabRequest, _ lab: Lab) throws -> LabReply {
        try change(request, lab, to: .cancelled, from: [.validatingFiles, .queued, .running, .paused])
    }

    static func pause(_ request: LabRequest, _ lab: Lab) throws -> LabReply {
        try change(request, lab, to: .paused, from: [.validatingFiles, .queued, .running])
    }

    static func resume(_ request: LabRequest, _ lab: Lab) throws -> LabReply {
        try change(request, lab, to: .running, from: [.paused])
    }

    static func events(_ request: LabRequest, _ lab: Lab) throws -> LabReply {
        let events = try job(request, lab).events.map { ($0.id, $0.json) }
        return .json(try ListPage.json(events, for: request, hasFirstAndLast: false))
    }

    static func checkpoints(_ request: LabRequest, _ lab: Lab) throws -> LabReply {
        let job = try job(request, lab)
        let checkpoints: [(String, JSONValue)] = job.checkpoints.map { checkpoint in
            (
                checkpoint.id,
                [
                    "object": "fine_tuning.job.checkpoint", "id": .string(checkpoint.id),
                    "created_at": .integer(checkpoint.created),
                    "fine_tuned_model_checkpoint": .string(checkpoint.model),
                    "fine_tuning_job_id": .string(job.id), "step_number": .integer(checkpoint.step),
                    "metrics": checkpoint.metrics,
                ]
            )
        }
        return .json(try ListPage.json(checkpoints, for: request, standard: 10))
    }

    // MARK: Parts

    private static func job(_ request: LabRequest, _ lab: Lab) throws(APIError) -> TuningJob {
        guard let job = lab.state.tuningJobs.item(request.name, owner: request.owner) else {
            throw .openai(
                404, "Could not find fine tune: \(request.name)", param: "fine_tune_id", code: "fine_tune_not_found")
        }
        return job
    }

    private static func change(
        _ request: LabRequest, _ lab: Lab, to status: TuningJob.Status, from allowed: Set<TuningJob.Status>
    ) throws -> LabReply {
        let before = try job(request, lab)
        let now = lab.now()
        let event = TuningJob.Event(
            id: "ftevent-" + lab.identifiers.letters(24), created: now, message: "The job is \(status.rawValue)")
        let isChanged = lab.state.tuningJobs.update(before.id) { job in
            guard allowed.contains(job.status) else { return false }
            job.status = status
            if status.isOver { job.finished = now }
            job.events.append(event)
            return true
        }
        guard isChanged == true else {
            throw APIError.openai(
                400, "Job has status \(before.status.rawValue): it cannot be \(status.rawValue) from there.",
                code: "invalid_job_status")
        }
        return .json(try job(request, lab).json)
    }

    /// The id of a file that is there, and meant for fine-tuning.
    private static func file(
        _ name: String, _ id: String, _ request: LabRequest, _ lab: Lab
    ) throws(APIError) -> String {
        guard let file = lab.file(id, of: request) else {
            throw .openai(400, "invalid \(name): \(id)", param: name, code: "invalid_file")
        }
        guard file.purpose == .fineTune else {
            throw .openai(
                400, "invalid \(name): \(id) has the purpose '\(file.purpose.rawValue)'; it has to be 'fine-tune'",
                param: name, code: "invalid_file_purpose")
        }
        return id
    }

    private static func hyperparameters(_ fields: OpenAIFields) throws(APIError) -> Hyperparameters {
        guard let method = fields.value("method") else {
            return try Hyperparameters(fields.value("hyperparameters"), place: "hyperparameters")
        }
        guard method["type"] == "supervised" else {
            throw .openai(
                400, "This lab fits to examples: the method 'supervised' is the only one.", param: "method.type",
                code: "unsupported_value")
        }
        return try Hyperparameters(method["supervised"]?["hyperparameters"], place: "method.supervised.hyperparameters")
    }
}

extension LabRequest {
    /// The request without its connection, for work that goes on when the client has left.
    var detached: LabRequest {
        var copy = self
        copy.connection = nil
        copy.body = []
        return copy
    }
}
