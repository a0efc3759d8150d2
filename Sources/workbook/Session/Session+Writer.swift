import LanguageModel
import ModelAPI
import Terminal
import Traffic

extension Session {
    /// Says which local model wrote an answer, whatever model the request names; with the first answer that a learner gets
    /// also how small it is.
    func sayWriter(of exchange: Exchange) throws {
        guard let writer = exchange.writer else { return }
        let named = exchange.requestedModel.map { ", for \($0)" } ?? ""
        let isHandicap = writer == NGramModel.name && models.names.first != NGramModel.name
        let why = isHandicap ? ": the small tier's short answers come from the weakest model" : ""
        sayQuietly("written by \(writer), here on this machine\(named)\(why)")
        guard try stored(.howSmall) == nil else { return }
        try keep("told", as: .howSmall)
        let size =
            writer == NGramModel.name
            ? "only counts which words follow which in a small text"
            : "has 135 million parameters, where those it stands for have a great many more"
        sayQuietly("It \(size): it is often wrong. What to look at here are the bytes, the times and the errors.")
    }

    /// A remark below an answer.
    func sayQuietly(_ text: String) {
        say(DisplayText("  " + text, style: .dim).wrapped(to: output.width, next: "  "))
    }
}
