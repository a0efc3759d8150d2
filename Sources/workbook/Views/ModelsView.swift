import DataFiles
import ModelAPI
import ModelFiles
import Terminal

/// The models that can be had, and which of them are there.
struct ModelsView {
    let models: [(model: PinnedModel, state: ModelStore.State)]
    let folder: ModelFolder

    func text(width: Int, unicode: Bool) -> [DisplayText] {
        var table = Table([
            .init("model"), .init("kind"), .init("size", alignment: .right), .init("licence"), .init("state"),
        ])
        for (model, state) in models {
            table.append([
                DisplayText(model.name, style: .bold), DisplayText(model.kind.rawValue),
                DisplayText(Self.megabytes(model.size)), DisplayText(model.licence),
                Self.words(for: state),
            ])
        }
        let origins = models.map { model, _ in
            DisplayText("\(model.name)  ") + DisplayText("\(model.origin); package \(model.wheel.label)", style: .dim)
        }
        let path = folder.url.path(percentEncoded: false)
        return table.lines(width: width, unicode: unicode)
            + ([DisplayText("")] + origins + [DisplayText("kept in ", style: .dim) + DisplayText(path)])
            .flatMap { $0.wrapped(to: width, next: "  ") }
    }

    static func megabytes(_ bytes: Int) -> String {
        bytes < 1_000_000 ? "\(Number.fixed(Double(bytes) / 1000, 1)) kB" : "\(Number.fixed(Double(bytes) / 1e6, 1)) MB"
    }

    private static func words(for state: ModelStore.State) -> DisplayText {
        switch state {
        case .present: DisplayText("present", style: .good)
        case .missing: DisplayText("not fetched", style: .dim)
        case .damaged(let files): DisplayText("damaged: \(files.joined(separator: ", "))", style: .bad)
        }
    }

    var json: JSONValue {
        .object([
            "folder": .string(folder.url.path(percentEncoded: false)),
            "models": .array(
                models.map { model, state in
                    .object([
                        "name": .string(model.name), "title": .string(model.title),
                        "kind": .string(model.kind.rawValue),
                        "licence": .string(model.licence), "origin": .string(model.origin),
                        "package": .string(model.wheel.package), "version": .string(model.wheel.version),
                        "bytes": .integer(model.size), "download_bytes": .integer(model.wheel.size),
                        "present": .bool(state == .present), "state": .string(Self.name(of: state)),
                        "files": .array(
                            model.files.map { file in
                                .object([
                                    "path": .string(folder.file(file.name, of: model.name).path(percentEncoded: false)),
                                    "bytes": .integer(file.size), "sha256": .string(file.sha256),
                                ])
                            }),
                    ])
                }),
        ])
    }

    private static func name(of state: ModelStore.State) -> String {
        switch state {
        case .present: "present"
        case .missing: "missing"
        case .damaged: "damaged"
        }
    }
}
