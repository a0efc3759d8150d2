internal import LanguageModel
internal import ModelAPI

/// A fine-tuning job: what was asked for, and how far it has come.
struct TuningJob: Sendable {
    enum Status: String {
        case validatingFiles = "validating_files"
        case queued, running, paused, succeeded, failed, cancelled

        var isOver: Bool { self == .succeeded || self == .failed || self == .cancelled }
    }

    struct Event: Sendable {
        var id: String
        var created: Int
        var level = "info"
        var message: String
        var metrics: JSONValue?

        var json: JSONValue {
            [
                "object": "fine_tuning.job.event", "id": .string(id), "created_at": .integer(created),
                "level": .string(level), "message": .string(message), "data": metrics ?? [:],
                "type": metrics == nil ? "message" : "metrics",
            ]
        }
    }

    struct Checkpoint: Sendable {
        var id: String
        var created: Int
        var model: String
        var step: Int
        var metrics: JSONValue
    }

    var id: String
    var created: Int
    var finished: Int?
    var model: String
    var organization: String
    var trainingFile: String
    var validationFile: String?
    var hyperparameters: Hyperparameters
    var seed: Int
    var suffix: String?
    var metadata: JSONValue
    var status = Status.validatingFiles
    var error: (code: String, message: String, param: String)?
    var tunedModel: String?
    var trainedTokens: Int?
    var resultFiles: [String] = []
    var events: [Event] = []
    var checkpoints: [Checkpoint] = []

    var json: JSONValue {
        let isWorking = !status.isOver
        return [
            "object": "fine_tuning.job", "id": .string(id), "model": .string(model), "created_at": .integer(created),
            "finished_at": finished.map { .integer($0) } ?? .null,
            "fine_tuned_model": tunedModel.map { .string($0) } ?? .null, "organization_id": .string(organization),
            "result_files": .array(resultFiles.map { .string($0) }), "status": .string(status.rawValue),
            "validation_file": validationFile.map { .string($0) } ?? .null, "training_file": .string(trainingFile),
            "hyperparameters": hyperparameters.json,
            "trained_tokens": trainedTokens.map { .integer($0) } ?? .null,
            "error": error.map {
                ["code": .string($0.code), "message": .string($0.message), "param": .string($0.param)]
            } ?? .null,
            "user_provided_suffix": suffix.map { .string($0) } ?? .null, "seed": .integer(seed),
            "estimated_finish": isWorking ? .integer(created + hyperparameters.epochs + 2) : .null,
            "integrations": [], "metadata": metadata,
            "method": ["type": "supervised", "supervised": ["hyperparameters": hyperparameters.json]],
        ]
    }
}

/// How to fit: passes over the examples, and how much each pass counts.
struct Hyperparameters: Hashable, Sendable {
    var epochs: Int
    var batchSize: Int
    var learningRateMultiplier: Double

    var json: JSONValue {
        [
            "n_epochs": .integer(epochs), "batch_size": .integer(batchSize),
            "learning_rate_multiplier": .number(learningRateMultiplier),
        ]
    }

    /// What `auto` becomes for a number of examples, and what is given within bounds.
    init(_ json: JSONValue?, place: String) throws(APIError) {
        func number(_ name: String, _ range: ClosedRange<Double>) throws(APIError) -> Double? {
            guard let value = json?[name], !value.isNull, value != "auto" else { return nil }
            guard let number = value.double, range.contains(number) else {
                throw .openai(
                    400,
                    "Invalid value for '\(place).\(name)': expected 'auto' or a number from \(range.lowerBound) to "
                        + "\(range.upperBound), but got \(value.serialized()) instead.", param: "\(place).\(name)",
                    code: "invalid_value")
            }
            return number
        }
        epochs = Int(try number("n_epochs", 1...50) ?? 3)
        batchSize = Int(try number("batch_size", 1...256) ?? 1)
        learningRateMultiplier = try number("learning_rate_multiplier", 0.001...100) ?? 2
    }
}

/// A model that a job has made.
struct TunedModel: Sendable {
    var id: String
    var base: String
    var created: Int
    var model: any LanguageModel

    var json: JSONValue {
        ["id": .string(id), "object": "model", "created": .integer(created), "owned_by": "user-lab"]
    }
}
