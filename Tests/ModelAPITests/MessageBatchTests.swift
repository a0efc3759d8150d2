import ModelAPI
import Testing

@Suite struct MessageBatchTests {
    private let facts = APIFacts.june2024.anthropic

    @Test func batchTellsItsTimesAndWhereItsResultsAre() {
        var batch = MessageBatch(id: "msgbatch_1", requests: 3, created: 1_709_164_800)
        var json = batch.json(origin: "http://127.0.0.1:1")
        #expect(json["created_at"] == "2024-02-29T00:00:00Z" && json["expires_at"] == "2024-03-01T00:00:00Z")
        #expect(json["results_url"] == .null && json[path: "request_counts.processing"] == 3)
        (batch.status, batch.ended) = (.ended, 1_709_164_801)
        json = batch.json(origin: "http://127.0.0.1:1")
        #expect(json["results_url"] == "http://127.0.0.1:1/v1/messages/batches/msgbatch_1/results")
        #expect(json["ended_at"] == "2024-02-29T00:00:01Z")
    }

    @Test(arguments: [
        ("{}", "requests: Field required"), (#"{"requests":{}}"#, "requests: Input should be a valid list"),
        (#"{"requests":[]}"#, "requests: List should have at least 1 item after validation, not 0"),
        (#"{"requests":[1]}"#, "requests.0: Input should be a valid dictionary"),
        (#"{"requests":[{"custom_id":"a"}]}"#, "requests.0.params: Field required"),
        (#"{"requests":[{"params":{}}]}"#, "requests.0.custom_id: Field required"),
        (
            #"{"requests":[{"custom_id":"a b","params":{}}]}"#,
            "requests.0.custom_id: String should match pattern '^[a-zA-Z0-9_-]{1,64}$'"
        ),
        (
            #"{"requests":[{"custom_id":"a","params":{}},{"custom_id":"a","params":{}}]}"#,
            "requests: Found duplicate custom_id in requests: a"
        ),
        (#"{"requests":[],"model":"m"}"#, "model: Extra inputs are not permitted"),
    ])
    func batchRequestSaysWhatIsWrong(_ text: String, _ message: String) throws {
        let error = try #require(throws: APIError.self) { try MessageBatchRequest(JSONValue.parse(text), facts: facts) }
        #expect(error.message == message && error.status == 400)
    }

    @Test func parametersAreNotLookedAt() throws {
        let json = try JSONValue.parse(#"{"requests":[{"custom_id":"a","params":{"nonsense":1}}]}"#)
        #expect(try MessageBatchRequest(json, facts: facts).entries.map(\.customID) == ["a"])
    }
}
