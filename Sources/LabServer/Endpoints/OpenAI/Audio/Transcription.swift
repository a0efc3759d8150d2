internal import Foundation
internal import ModelAPI

/// What was heard, in the forms that the API gives it.
struct Transcription: Sendable {
    var utterances: [[SpeechRecogniser.Word]]
    var duration: Double

    private static func text(of words: [SpeechRecogniser.Word]) -> String {
        words.map(\.text).joined(separator: " ")
    }

    var text: String { utterances.map(Self.text).joined(separator: " ") }
    private var words: [SpeechRecogniser.Word] { utterances.flatMap { $0 } }

    func json(_ request: TranscriptionRequest, promptTokens: Int) -> JSONValue {
        var json: JSONObject = ["text": .string(text)]
        if request.model.hasPrefix("whisper") {
            json["usage"] = usage
        } else {
            // These models bill tokens: an hour has 36,000, ten a second.
            let audio = Int((duration * 10).rounded(.up))
            let output = words.count
            json["usage"] = [
                "type": "tokens", "input_tokens": .integer(audio + promptTokens), "output_tokens": .integer(output),
                "total_tokens": .integer(audio + promptTokens + output),
                "input_token_details": ["audio_tokens": .integer(audio), "text_tokens": .integer(promptTokens)],
            ]
            if request.wantsLogprobs { json["logprobs"] = .array(logprobs) }
        }
        return .object(json)
    }

    /// A word's logarithm of the recogniser's probability.
    var logprobs: [JSONValue] {
        words.enumerated().map { index, word in
            let token = (index == 0 ? "" : " ") + word.text
            return [
                "token": .string(token), "logprob": .number(log(max(word.probability, 1e-9))),
                "bytes": .array(token.utf8.map { .integer(Int($0)) }),
            ]
        }
    }

    private var usage: JSONValue { ["type": "duration", "seconds": .integer(Int(duration.rounded(.up)))] }

    func verboseJSON(_ request: TranscriptionRequest) -> JSONValue {
        var json: JSONObject = [
            "task": "transcribe", "language": "english", "duration": .number(duration), "text": .string(text),
        ]
        if request.wantsWords {
            json["words"] = .array(
                words.map { ["word": .string($0.text), "start": .number($0.start), "end": .number($0.end)] })
        }
        if request.wantsSegments {
            json["segments"] = .array(
                utterances.enumerated().map { index, words in
                    let mean = words.reduce(0) { $0 + log(max($1.probability, 1e-9)) } / Double(words.count)
                    return [
                        "id": .integer(index), "seek": 0, "start": .number(words[0].start),
                        "end": .number(words[words.count - 1].end), "text": .string(" " + Self.text(of: words)),
                        "tokens": [], "temperature": 0.0, "avg_logprob": .number(mean), "compression_ratio": 1.0,
                        "no_speech_prob": 0.0,
                    ]
                })
        }
        json["usage"] = usage
        return .object(json)
    }

    /// SubRip, as players read it.
    var srt: String {
        utterances.enumerated().map { index, words in
            "\(index + 1)\n\(cue(words, ","))\n\(Self.text(of: words))\n\n"
        }.joined()
    }

    /// W3C WebVTT.
    var vtt: String {
        "WEBVTT\n\n" + utterances.map { "\(cue($0, "."))\n\(Self.text(of: $0))\n\n" }.joined()
    }

    private func cue(_ words: [SpeechRecogniser.Word], _ mark: String) -> String {
        "\(Self.clock(words[0].start, mark)) --> \(Self.clock(words[words.count - 1].end, mark))"
    }

    /// `00:00:01.250`
    static func clock(_ seconds: Double, _ mark: String) -> String {
        let thousandths = Int((seconds * 1000).rounded())
        func pad(_ number: Int, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let whole = thousandths / 1000
        return
            "\(pad(whole / 3600, 2)):\(pad(whole / 60 % 60, 2)):\(pad(whole % 60, 2))\(mark)\(pad(thousandths % 1000, 3))"
    }
}
