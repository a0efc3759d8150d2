internal import ModelAPI

/// A batch of OpenAI's: requests from a file, answered in the background into another.
struct OpenAIBatch: Sendable {
    enum Status: String {
        case validating, failed
        case inProgress = "in_progress"
        case finalizing, completed, expired, cancelling, cancelled
    }

    /// What is wrong with a line of the input.
    struct Problem: Error, Sendable {
        var code: String
        var message: String
        var line: Int?
        var param: String?

        var json: JSONValue {
            [
                "code": .string(code), "message": .string(message), "param": param.map { .string($0) } ?? .null,
                "line": line.map { .integer($0) } ?? .null,
            ]
        }
    }

    static let window = 86_400

    var id: String
    var endpoint: String
    var inputFile: String
    var created: Int
    var metadata: JSONValue
    /// How long the files that it writes are kept, in seconds.
    var outputLife: Int?
    var status = Status.validating
    /// When each status was reached.
    var times: [String: Int] = [:]
    var problems: [Problem] = []
    var model: String?
    var total = 0
    var completed = 0
    var failed = 0
    var input = 0
    var output = 0
    var outputFile: String?
    var errorFile: String?

    mutating func move(to status: Status, at time: Int) {
        self.status = status
        times[status.rawValue] = time
    }

    var json: JSONValue {
        let time = { (status: Status) -> JSONValue in times[status.rawValue].map { .integer($0) } ?? .null }
        return [
            "id": .string(id), "object": "batch", "endpoint": .string(endpoint),
            "model": model.map { .string($0) } ?? .null,
            "errors": problems.isEmpty ? .null : ["object": "list", "data": .array(problems.map(\.json))],
            "input_file_id": .string(inputFile), "completion_window": "24h", "status": .string(status.rawValue),
            "output_file_id": outputFile.map { .string($0) } ?? .null,
            "error_file_id": errorFile.map { .string($0) } ?? .null, "created_at": .integer(created),
            "in_progress_at": time(.inProgress), "expires_at": .integer(created + Self.window),
            "finalizing_at": time(.finalizing), "completed_at": time(.completed), "failed_at": time(.failed),
            "expired_at": time(.expired), "cancelling_at": time(.cancelling), "cancelled_at": time(.cancelled),
            "request_counts": [
                "total": .integer(total), "completed": .integer(completed), "failed": .integer(failed),
            ],
            "usage": [
                "input_tokens": .integer(input), "input_tokens_details": ["cached_tokens": 0],
                "output_tokens": .integer(output), "output_tokens_details": ["reasoning_tokens": 0],
                "total_tokens": .integer(input + output),
            ],
            "metadata": metadata,
        ]
    }
}
