import Foundation
import ModelAPI
import Terminal

/// A view that is printed, saved as a picture, or given as numbers.
protocol ChartView {
    /// What is printed.
    var page: ChartPage { get }
    /// What is saved: the same, unless that is too long for a picture.
    var picture: ChartPage { get }
    var json: JSONValue { get }
    /// Shows it on the page for the projector.
    @MainActor func project(in session: Session)
}

extension ChartView {
    var picture: ChartPage { page }

    @MainActor func project(in session: Session) { session.project(picture) }
}

extension Session {
    /// Shows a view the way that the options ask for.
    func show(_ view: some ChartView, as options: ChartOptions) throws {
        view.project(in: self)
        if options.json {
            output.writeJSON(view.json.serialized(pretty: true))
        } else {
            page(view.page.lines(width: output.width, unicode: output.unicode))
        }
        try save(view, as: options)
    }

    /// Writes the picture, if one is asked for.
    func save(_ view: some ChartView, as options: ChartOptions) throws {
        guard let path = options.svg else { return }
        let url = URL(filePath: path, relativeTo: environment.workingDirectory)
        let picture = Data(view.picture.svg().utf8)
        do {
            // Atomic: who looks at the file sees the old picture or the new one.
            try picture.write(to: url, options: .atomic)
        } catch {
            throw Failure(
                "The picture cannot be written to \(path): \(Self.reason(error)).",
                next: "Name a file in a folder that is there, such as --svg picture.svg")
        }
        if !options.json { say(DisplayText("  picture written to \(path)", style: .dim)) }
    }

    private static func reason(_ error: any Error) -> String {
        guard let error = error as? CocoaError else { return error.localizedDescription }
        if let cause = error.userInfo[NSUnderlyingErrorKey] as? POSIXError {
            return String(cString: strerror(cause.code.rawValue)).lowercased()
        }
        return switch error.code {
        case .fileNoSuchFile, .fileReadNoSuchFile: "no such folder"
        case .fileWriteNoPermission, .fileReadNoPermission: "permission denied"
        case .fileWriteOutOfSpace: "no space left"
        case .fileWriteVolumeReadOnly: "the file system is read-only"
        default: error.localizedDescription
        }
    }
}
