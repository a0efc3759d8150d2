internal import ModelAPI

/// What endpoints work with.
struct Lab: Sendable {
    let calendar: LabCalendar
    let limits: LabLimits
    let keys: KeyRing
    let limiter: Limiter
    /// What ``ControlRoutes`` are opened with.
    let token: APIKey
    let engine: Engine
    let identifiers: Identifiers
    let connections: ConnectionRegistry
    let journal: Journal
    let projector: Projector
    let state = LabState()
    let files: FetchedFiles
    let responses: ResponseStore
    let disturbance: LabDisturbance
    let anthropic: AnthropicState
    let now: @Sendable () -> Int

    /// What the provider's API accepts on the day for which the request is answered.
    func facts(for request: LabRequest) -> ProviderFacts {
        calendar.facts(on: request.day ?? calendar.day)[request.provider]
    }
}
