import Explorer
import LabServer
import LanguageModel
import ModelAPI
import Sampling
import Terminal
import Tokenization
import Traffic

// What commands show on the page for the projector. Each begins a scene; without a page it costs nothing.
extension Session {
    /// The page that follows the prompt, while there is one.
    var projector: Projector? {
        guard let projector = runningLab?.server.projector, projector.isOpen else { return nil }
        return projector
    }

    /// Shows a distribution, which the page's sliders move.
    func project(_ next: NextToken, _ trace: SamplingTrace) {
        projector?.begin(
            ProjectorScene(.distribution, command: line, heading: next.model.id, prompt: next.prompt),
            with: ProjectorFigure(
                model: next.model, promptTokens: next.tokens, trace: trace, logits: next.logits))
    }

    /// Shows a picture.
    func project(_ picture: ChartPage) {
        projector?.begin(ProjectorScene(.picture, command: line, heading: "", prompt: "", picture: picture.svg()))
    }

    /// Begins to show a text that the model writes.
    ///
    /// - Returns: what its steps are shown on; `nil` without a page.
    func projectGeneration(after prompt: String, by model: any LanguageModel) -> ProjectedGeneration? {
        guard let projector else { return nil }
        projector.begin(ProjectorScene(.generation, command: line, heading: model.id, prompt: prompt))
        return ProjectedGeneration(projector: projector, model: model, promptTokens: model.promptTokens(for: prompt))
    }

    /// Shows what somebody explores.
    func projectExploration(after prompt: String, by model: any LanguageModel) -> ProjectedExploration? {
        projector.map {
            ProjectedExploration(
                projector: $0, command: line, model: model, prompt: prompt,
                promptTokens: model.promptTokens(for: prompt))
        }
    }

    /// Begins to show an exchange.
    func projectRequest(_ draft: RequestDraft) -> ProjectedExchange? {
        guard let projector else { return nil }
        let question = draft.messages.last { $0.role == "user" }?.content ?? ""
        projector.begin(
            ProjectorScene(
                .request, command: line, heading: RequestView.summary(of: draft).plain.trimmingWhitespace(),
                prompt: question))
        return ProjectedExchange(projector: projector)
    }
}

/// A text that is being written, on the page.
struct ProjectedGeneration {
    let projector: Projector
    let model: any LanguageModel
    let promptTokens: [TokenID]
    private var completion: [TokenID] = []

    init(projector: Projector, model: any LanguageModel, promptTokens: [TokenID]) {
        self.projector = projector
        self.model = model
        self.promptTokens = promptTokens
    }

    /// Shows what a step added, and the distribution that its token was drawn from, if the step kept its trace.
    mutating func show(_ step: GenerationStep) {
        if let trace = step.trace {
            projector.show(
                ProjectorFigure(
                    model: model, promptTokens: promptTokens, completionTokens: completion, trace: trace,
                    drawn: step.token))
        }
        completion.append(step.token)
        projector.add(text: step.text)
    }

    /// Shows what the text came to.
    func finish(_ outcome: DisplayText) { projector.conclude(outcome.plain.trimmingWhitespace()) }
}

/// An exploration, on the page.
struct ProjectedExploration {
    let projector: Projector
    let command: String
    let model: any LanguageModel
    let prompt: String
    let promptTokens: [TokenID]
    private var drawn: [TokenID]?

    init(projector: Projector, command: String, model: any LanguageModel, prompt: String, promptTokens: [TokenID]) {
        self.projector = projector
        self.command = command
        self.model = model
        self.prompt = prompt
        self.promptTokens = promptTokens
    }

    /// Shows what the dials make of the logits after the prompt and `drawn`.
    mutating func show(_ reading: ExploreReading, drawn: [TokenID]) {
        let figure = ProjectorFigure(
            model: model, promptTokens: promptTokens, completionTokens: drawn, trace: reading.trace)
        guard drawn != self.drawn else { return projector.show(figure) }
        self.drawn = drawn
        let text = prompt + model.tokenizer.decode(drawn)
        projector.begin(
            ProjectorScene(.distribution, command: command, heading: model.id, prompt: text), with: figure)
    }
}

/// An exchange under way, on the page.
struct ProjectedExchange {
    let projector: Projector
    private var reader = AnswerReader()
    private var hasEvents = false

    init(projector: Projector) { self.projector = projector }

    mutating func show(_ event: TimedEvent) {
        hasEvents = true
        projector.add(event.event, at: event.at, text: reader.consume(event.event))
    }

    /// Shows an answer that did not stream, and what came of the exchange.
    func finish(_ exchange: Exchange) {
        if !hasEvents {
            projector.add(text: exchange.text ?? String(decoding: exchange.redacted().responseBody, as: UTF8.self))
        }
        let lines = ExchangeView.outcome(of: exchange).map { $0.plain.trimmingWhitespace() }
        projector.conclude(lines.joined(separator: " "))
    }
}
