import Foundation
import HTTPWire
import ModelAPI
import Testing
import Traffic

@Suite struct ExchangeTests {
    private let openAIStream = Sample.exchange(
        sent: [(Sample.request(), 100)],
        received: [
            (Sample.streamHead, 200),
            (Sample.chunk(Sample.delta("")) + Sample.chunk("data: {\"choi"), 300),
            ("", 350),
            (Sample.chunk(String(Sample.delta("Grü").dropFirst(12))), 400),
            (Sample.chunk(Sample.delta("ße") + Sample.delta("", finish: #""stop""#)), 500),
            (Sample.chunk(Sample.usageChunk + "data: [DONE]\n\n") + Sample.lastChunk, 600),
        ])

    @Test func openAIStreamGivesTextUsageAndFinishReason() {
        #expect(openAIStream.text == "Grüße")
        #expect(openAIStream.usage == TokenUsage(input: 9, output: 2))
        #expect(openAIStream.finishReason == "stop")
        #expect(openAIStream.isEventStream)
        #expect(openAIStream.response?.status == 200)
        #expect(openAIStream.request?.head.target == "/v1/chat/completions")
        #expect(openAIStream.request?.body == Array("{}".utf8))
    }

    @Test func eventHasTheTimeOfTheReadThatCompletedIt() {
        #expect(openAIStream.events.map(\.at) == [300, 400, 500, 500, 600, 600])
    }

    @Test func eventsOffsetIsWhereItsLastByteEnds() {
        let stream = openAIStream.received.flatMap(\.bytes)
        for event in openAIStream.events {
            #expect(stream[(event.offset - 2)..<event.offset].elementsEqual("\n\n".utf8))
        }
        #expect(openAIStream.events.map(\.offset) == openAIStream.events.map(\.offset).sorted())
    }

    @Test func timeToFirstTokenIsFromTheLastRequestByteToTheFirstText() {
        #expect(openAIStream.timeToFirstToken == .nanoseconds(300))
    }

    @Test func timesFollowTheReadsHoweverTheBytesWereCut() {
        let bytes = openAIStream.received.flatMap(\.bytes)
        var single = openAIStream
        single.received = bytes.enumerated().map { TimedBytes([$1], at: UInt64($0 + 1)) }
        #expect(single.events.map(\.event) == openAIStream.events.map(\.event))
        #expect(single.events.map(\.offset) == openAIStream.events.map(\.offset))
        #expect(single.events.allSatisfy { $0.at == UInt64($0.offset) })
        #expect(single.text == openAIStream.text)
    }

    @Test func anthropicStreamGivesTextUsageAndStopReason() {
        let events =
            Sample.named(
                "message_start",
                #"{"type":"message_start","message":{"type":"message","content":[],"stop_reason":null,"usage":{"input_tokens":9,"cache_read_input_tokens":4,"cache_creation_input_tokens":null,"output_tokens":1}}}"#
            )
            + Sample.named(
                "content_block_start", #"{"type":"content_block_start","content_block":{"type":"text","text":""}}"#)
            + Sample.named("ping", #"{"type":"ping"}"#)
            + Sample.named(
                "content_block_delta", #"{"type":"content_block_delta","delta":{"type":"text_delta","text":"Hel"}}"#)
            + Sample.named(
                "content_block_delta",
                #"{"type":"content_block_delta","delta":{"type":"input_json_delta","partial_json":"{}"}}"#)
            + Sample.named(
                "content_block_delta", #"{"type":"content_block_delta","delta":{"type":"text_delta","text":"lo"}}"#)
            + Sample.named("new_event", #"{"type":"new_event","text":"?"}"#)
            + Sample.named(
                "message_delta",
                #"{"type":"message_delta","delta":{"stop_reason":"max_tokens"},"usage":{"output_tokens":2}}"#)
            + Sample.named("message_stop", #"{"type":"message_stop"}"#)
        let exchange = Sample.exchange(
            sent: [(Sample.request(), 0)], received: [(Sample.streamHead + Sample.chunk(events) + Sample.lastChunk, 5)])
        #expect(exchange.text == "Hello")
        #expect(exchange.usage == TokenUsage(input: 13, output: 2))
        #expect(exchange.finishReason == "max_tokens")
        #expect(exchange.events.count == 9)
    }

    @Test func wholeAnswersGiveTheSame() {
        let openai = Sample.exchange(
            sent: [(Sample.request(), 10)],
            received: [
                (
                    Sample.response(
                        #"{"choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"length"},{"index":1,"message":{"content":"other"},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":1}}"#
                    ), 40
                )
            ])
        #expect(openai.text == "Hi")
        #expect(openai.finishReason == "length")
        #expect(openai.usage == TokenUsage(input: 3, output: 1))
        #expect(openai.timeToFirstToken == .nanoseconds(30))
        #expect(!openai.isEventStream)
        #expect(openai.events.isEmpty)
        let anthropic = Sample.exchange(
            sent: [(Sample.request(), 10)],
            received: [
                (
                    Sample.response(
                        #"{"type":"message","content":[{"type":"text","text":"H"},{"type":"tool_use"},{"type":"text","text":"i"}],"stop_reason":"end_turn","usage":{"input_tokens":3,"output_tokens":1}}"#
                    ), 40
                )
            ])
        #expect(anthropic.text == "Hi")
        #expect(anthropic.finishReason == "end_turn")
        #expect(anthropic.usage == TokenUsage(input: 3, output: 1))
    }

    @Test(arguments: [
        (
            #"{"error":{"message":"m","type":"t","param":null,"code":"c"}}"#,
            AnswerError(type: "t", code: "c", message: "m")
        ),
        (
            #"{"type":"error","error":{"type":"t","message":"m"},"request_id":"r"}"#,
            AnswerError(type: "t", message: "m")
        ),
    ])
    func providersErrorIsFoundInABodyAndWithinAStream(_ json: String, error: AnswerError) {
        let body = Sample.exchange(sent: [(Sample.request(), 0)], received: [(Sample.response(json, status: 429), 1)])
        #expect(body.providerError == error)
        #expect(body.text == nil)
        #expect(body.usage == nil)
        let stream = Sample.exchange(
            sent: [(Sample.request(), 0)],
            received: [(Sample.streamHead + Sample.chunk(Sample.delta("a") + "data: \(json)\n\n"), 1)],
            ending: .closedEarly)
        #expect(stream.providerError == error)
        #expect(stream.text == "a")
    }

    @Test func nothingReceivedMeansNothingIsKnown() {
        let exchange = Sample.exchange(sent: [(Sample.request(), 0)], received: [], ending: .cancelled)
        #expect(exchange.response == nil)
        #expect(exchange.text == nil)
        #expect(exchange.timeToFirstToken == nil)
        #expect(exchange.request?.head.method == "POST")
        #expect(Sample.exchange(sent: [], received: []).request == nil)
    }

    @Test func interimResponsesAreNotTheAnswer() {
        let exchange = Sample.exchange(
            sent: [(Sample.request(), 0)],
            received: [("HTTP/1.1 100 Continue\r\n\r\n", 1), (Sample.response("{}"), 2)])
        #expect(exchange.response?.status == 200)
        #expect(exchange.reading.response.interimHeads.map(\.status) == [100])
    }

    @Test func hugeTokenCountsDoNotOverflow() {
        let usage = #"{"input_tokens":9223372036854775807,"cache_read_input_tokens":5,"output_tokens":1}"#
        let exchange = Sample.exchange(
            sent: [(Sample.request(), 0)],
            received: [(Sample.response(#"{"type":"message","content":[],"usage":\#(usage)}"#), 1)])
        #expect(exchange.usage == TokenUsage(input: .max, output: 1))
    }

    @Test(arguments: [Exchange.Ending.complete, .closedEarly, .cancelled, .failed("no route")])
    func exchangeWithoutSecretsReadsBackAsItWas(_ ending: Exchange.Ending) throws {
        var exchange = Sample.exchange(
            sent: [(Sample.request(fields: ""), 0)], received: [(Sample.response("ä😀"), 1)], ending: ending)
        exchange.received.append(TimedBytes([0xFF, 0x00, 0xE2], at: 9))
        let decoded = try JSONDecoder().decode(Exchange.self, from: JSONEncoder().encode(exchange))
        #expect(decoded == exchange)
    }

    @Test func encodedBytesAreReadable() throws {
        let exchange = Sample.exchange(sent: [("GET / HTTP/1.1\r\n\r\n", 5)], received: [])
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let text = String(decoding: try encoder.encode(exchange), as: UTF8.self)
        #expect(text.contains(#""sent":[{"at":5,"text":"GET / HTTP/1.1\r\n\r\n"}]"#))
    }
}
