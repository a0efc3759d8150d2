internal import HTTPWire
internal import ModelAPI

/// `POST /v1/audio/transcriptions`, heard by a recogniser on this machine.
enum Transcriptions {
    static func handle(_ request: LabRequest, _ lab: Lab) async throws -> LabReply {
        let form = try request.form()
        let transcription = try TranscriptionRequest(form)
        _ = try lab.model(transcription.model, at: .audioTranscriptions, for: request)
        let recogniser: SpeechRecogniser
        do { recogniser = try SpeechRecogniser() } catch {
            throw APIError.openai(
                503, "This lab hears with pocketsphinx, which is not on this machine. \(SpeechRecogniser.advice).",
                type: "server_error", code: "recogniser_missing")
        }
        let heard = try await lab.engine.run {
            Transcription(
                utterances: try recogniser.utterances(in: transcription.sound), duration: transcription.sound.duration)
        }
        let prompt = try await lab.engine.tokenCount(of: form["prompt"]?.text ?? "")
        return reply(heard, transcription, promptTokens: prompt).written(by: SpeechRecogniser.name)
    }

    private static func reply(
        _ heard: Transcription, _ request: TranscriptionRequest, promptTokens: Int
    ) -> LabReply {
        let whole = heard.json(request, promptTokens: promptTokens)
        if request.streams { return stream(heard, whole, withLogprobs: request.wantsLogprobs) }
        let plain = { (text: String) in LabReply.bytes(Array(text.utf8), type: "text/plain; charset=utf-8") }
        switch request.format {
        case .json: return .json(whole)
        case .verbose: return .json(heard.verboseJSON(request))
        case .text: return plain(heard.text + "\n")
        case .srt: return plain(heard.srt)
        case .vtt: return plain(heard.vtt)
        }
    }

    /// An event a word, and the whole at the end.
    private static func stream(_ heard: Transcription, _ whole: JSONValue, withLogprobs: Bool) -> LabReply {
        .events { events in
            var isFirst = true
            for word in heard.utterances.joined() {
                let delta: JSONObject = [
                    "type": "transcript.text.delta", "delta": .string((isFirst ? "" : " ") + word.text),
                ]
                isFirst = false
                try await events.write(data: JSONValue.object(delta).serialized())
            }
            var done: JSONObject = ["type": "transcript.text.done", "text": .string(heard.text)]
            if withLogprobs { done["logprobs"] = .array(heard.logprobs) }
            done["usage"] = whole["usage"]
            try await events.write(data: JSONValue.object(done).serialized())
        }
    }
}
