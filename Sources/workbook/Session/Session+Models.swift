import DataFiles
import Foundation
import ModelFiles

extension Session {
    /// Where fetched models lie.
    var modelFolder: ModelFolder { environment.modelFolder }

    var modelStore: ModelStore { ModelStore(modelFolder) }
}
