import LanguageModel
import ModelAPI
import Sampling
import Terminal
import Tokenization

/// The likely continuations of a text as a tree.
struct TreeView: ChartView {
    let tree: ContinuationTree
    let prompt: String
    let settings: SamplingSettings

    /// The prompt and the tokens chosen so far, as text.
    var text: String { prompt + tree.model.tokenizer.decode(tree.path) }

    var page: ChartPage {
        var charts: [any Chart] = []
        if tree.branches.isEmpty {
            charts.append(
                ChartNotes([DisplayText("\"\(text)\"", style: .bold), "The text has ended here: nothing comes after."]))
        } else {
            charts.append(TreeChart(root: DisplayText(text), branches: tree.branches.enumerated().map(node)))
            charts.append(
                ChartNotes([
                    DisplayText(
                        "\(settings.summary) · \(tree.model.id) · per cent after what stands above\(isDeep ? ", then of the whole path" : "")",
                        style: .dim)
                ]))
        }
        return ChartPage(title: "", charts: charts)
    }

    private var isDeep: Bool { tree.branches.contains { !$0.children.isEmpty } }

    private func node(_ index: Int, _ branch: ContinuationTree.Branch) -> TreeChart.Node {
        let name = branch.isEnd ? "end of text" : tree.model.quoted(Int(branch.token))
        let path = isDeep ? Number.percent(branch.pathProbability).leftPadded(to: 9) : ""
        return TreeChart.Node(
            label: DisplayText("\(index + 1) ", style: .dim) + DisplayText(name),
            share: branch.probability, text: Number.percent(branch.probability) + path,
            children: branch.children.enumerated().map(node))
    }

    // MARK: JSON

    var json: JSONValue {
        .object([
            "model": .string(tree.model.id), "prompt": .string(prompt), "settings": settings.json,
            "path": .array(tree.path.map { .integer(Int($0)) }), "text": .string(text),
            "branches": .array(tree.branches.map(json)),
        ])
    }

    private func json(_ branch: ContinuationTree.Branch) -> JSONValue {
        .object([
            "id": .integer(Int(branch.token)), "token": .string(tree.model.tokenizer.displayText(of: branch.token)),
            "probability": .number(branch.probability), "path_probability": .number(branch.pathProbability),
            "is_end": .bool(branch.isEnd), "branches": .array(branch.children.map(json)),
        ])
    }
}
