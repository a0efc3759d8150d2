internal import HTTPWire
internal import ModelAPI

/// What a request to transcribe asks for.
struct TranscriptionRequest {
    enum Format: String, CaseIterable {
        case json, text, srt, vtt
        case verbose = "verbose_json"
    }

    var sound: WaveFile
    var model: String
    var format: Format
    var wantsWords: Bool
    var wantsSegments: Bool
    var wantsLogprobs: Bool
    var streams: Bool

    private static let formats = ["flac", "m4a", "mp3", "mp4", "mpeg", "mpga", "oga", "ogg", "wav", "webm"]

    init(_ form: MultipartForm) throws(APIError) {
        guard let file = form["file"], file.fileName != nil else {
            throw .openai(400, "Missing required parameter: 'file'.", param: "file", code: "missing_required_parameter")
        }
        guard let model = form["model"]?.text, !model.isEmpty else {
            throw .openai(400, "you must provide a model parameter")
        }
        self.model = model
        let isWhisper = model.hasPrefix("whisper")
        let name = form["response_format"]?.text ?? "json"
        guard let format = Format(rawValue: name) else {
            throw .openai(
                400,
                "Invalid value: '\(name)'. Supported values are: 'json', 'text', 'srt', 'verbose_json', and 'vtt'.",
                param: "response_format", code: "invalid_value")
        }
        guard isWhisper || format == .json || format == .text else {
            throw .openai(
                400, "response_format '\(name)' is not compatible with model '\(model)'. Use 'json' or 'text' instead.",
                param: "response_format", code: "unsupported_value")
        }
        self.format = format
        let granularities = form.texts("timestamp_granularities")
        if let unknown = granularities.first(where: { $0 != "word" && $0 != "segment" }) {
            throw .openai(
                400, "Invalid value: '\(unknown)'. Supported values are: 'word' and 'segment'.",
                param: "timestamp_granularities", code: "invalid_value")
        }
        guard granularities.isEmpty || format == .verbose else {
            throw .openai(
                400, "timestamp_granularities needs response_format 'verbose_json'.", param: "timestamp_granularities",
                code: "invalid_value")
        }
        wantsWords = granularities.contains("word")
        wantsSegments = granularities.isEmpty || granularities.contains("segment")
        if let text = form["temperature"]?.text {
            guard let number = Double(text), (0...1).contains(number) else {
                throw .openai(
                    400, "Invalid 'temperature': expected a number from 0 to 1, but got '\(text)'.",
                    param: "temperature", code: "invalid_value")
            }
        }
        if let language = form["language"]?.text, !["en", "english"].contains(language.lowercased()) {
            throw .openai(
                400, "This lab hears English only: leave 'language' out, or say 'en'.", param: "language",
                code: "unsupported_value")
        }
        wantsLogprobs = form.texts("include").contains("logprobs")
        if wantsLogprobs, isWhisper || format != .json {
            throw .openai(
                400, "logprobs are for response_format 'json' and models other than whisper-1.", param: "include",
                code: "unsupported_value")
        }
        // whisper-1 leaves `stream` unheeded.
        streams = form["stream"]?.text?.lowercased() == "true" && !isWhisper
        sound = try Self.sound(file)
    }

    private static func sound(_ file: MultipartForm.Part) throws(APIError) -> WaveFile {
        do {
            return try WaveFile(file.bytes)
        } catch {
            let list = formats.map { "'\($0)'" }.joined(separator: ", ")
            let found =
                switch error {
                case .notWave: "This lab reads WAV only."
                case .unknownEncoding(let format, let bits): "WAV with encoding \(format) of \(bits) bits is not read."
                case .malformed(let what): "The WAV is malformed: \(what)."
                case .empty: "The WAV holds no sound."
                }
            throw .openai(
                400, "Invalid file format. Supported formats: [\(list)]. (The lab adds: \(found))", param: "file")
        }
    }
}
