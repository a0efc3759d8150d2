internal import ModelAPI

/// The requests of a batch's input file.
struct BatchInput {
    struct Item: Sendable {
        var customID: String
        var body: JSONValue
    }

    static let requestLimit = 50_000
    /// How many lines' problems are told.
    private static let problemLimit = 20

    var items: [Item] = []
    var model: String?
    var problems: [OpenAIBatch.Problem] = []

    /// Reads every line, and notes what is wrong with each.
    init(_ bytes: [UInt8], endpoint: String, depth: Int) {
        var seen: Set<String> = []
        for line in JSONLines(bytes) {
            guard problems.count < Self.problemLimit else { return }
            guard items.count < Self.requestLimit else {
                problems = [
                    .init(
                        code: "too_many_tasks",
                        message: "The batch input file contains more than the limit of \(Self.requestLimit) requests.")
                ]
                return
            }
            do throws(OpenAIBatch.Problem) {
                let item = try item(Array(line.bytes), line.number, endpoint: endpoint, depth: depth)
                guard seen.insert(item.customID).inserted else {
                    throw OpenAIBatch.Problem(
                        code: "duplicate_custom_id",
                        message: "The custom_id for this request is a duplicate of another request.",
                        line: line.number, param: "custom_id")
                }
                items.append(item)
            } catch {
                problems.append(error)
            }
        }
        if items.isEmpty, problems.isEmpty {
            problems = [
                .init(
                    code: "empty_file",
                    message: "The input file is empty. Please ensure that the batch has at least one request.")
            ]
        }
    }

    private mutating func item(
        _ bytes: [UInt8], _ line: Int, endpoint: String, depth: Int
    ) throws(OpenAIBatch.Problem) -> Item {
        guard let json = try? JSONValue.parse(bytes, limits: .init(depth: depth)), json.object != nil else {
            throw .init(code: "invalid_json_line", message: "This line is not parseable as valid JSON.", line: line)
        }
        guard let id = json["custom_id"]?.string, !id.isEmpty else { throw Self.missing("custom_id", line) }
        guard let method = json["method"]?.string else { throw Self.missing("method", line) }
        guard method == "POST" else {
            throw .init(
                code: "invalid_method", message: "The HTTP method of a request has to be POST.", line: line,
                param: "method")
        }
        guard let url = json["url"]?.string else { throw Self.missing("url", line) }
        guard url == endpoint else {
            throw .init(
                code: "mismatched_endpoint",
                message: "The URL provided for this request does not match the batch endpoint.", line: line,
                param: "url")
        }
        guard let body = json["body"], body.object != nil else { throw Self.missing("body", line) }
        if let named = body["model"]?.string {
            guard model ?? named == named else {
                throw .init(
                    code: "mismatched_model",
                    message: "The provided model does not match the model of the other requests of the batch.",
                    line: line, param: "body.model")
            }
            model = named
        }
        return Item(customID: id, body: body)
    }

    private static func missing(_ name: String, _ line: Int) -> OpenAIBatch.Problem {
        .init(
            code: "missing_required_parameter", message: "Missing required parameter: '\(name)'.", line: line,
            param: name)
    }
}
