internal import Synchronization

/// A model that is loaded when it is first asked for, and kept. A load that fails is tried again.
public final class OnceLoaded: Sendable {
    private let load: @Sendable () throws -> any LanguageModel
    private let kept: Mutex<(any LanguageModel)?> = Mutex(nil)

    public init(_ load: @escaping @Sendable () throws -> any LanguageModel) { self.load = load }

    /// The model. Whoever asks while it is being loaded waits.
    public func value() throws -> any LanguageModel {
        try kept.withLock { kept in
            if let kept { return kept }
            let model = try load()
            kept = model
            return model
        }
    }
}
