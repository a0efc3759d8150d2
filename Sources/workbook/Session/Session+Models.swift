import DataFiles
import Foundation
import ModelFiles

extension Session {
    /// Where fetched models lie.
    var modelFolder: ModelFolder {
        ModelFolder(
            environment: environment.variables, data: environment.folder(.data),
            workingDirectory: environment.workingDirectory)
    }

    var modelStore: ModelStore { ModelStore(modelFolder) }
}
