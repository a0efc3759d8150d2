/// What the lab keeps while it runs. Nothing of it is written to disk.
struct LabState: Sendable {
    let files = Shelf<StoredFile>()
    let tuningJobs = Shelf<TuningJob>()
    let tunedModels = Shelf<TunedModel>()
    let batches = Shelf<OpenAIBatch>()
    let pictures = Shelf<[UInt8]>()
}
