internal import ModelAPI

/// Everything that is done to answers on purpose: faults, recordings, pace.
///
/// What one request asks for in its fields counts before what the lab has been told.
final class LabDisturbance: Sendable {
    let faults = FaultBook()
    let pace = PaceSetting()

    /// The fields by which a request asks for a fault, a pace or a latency of its own.
    static let fieldNames = ["x-lab-fault", "x-lab-pace", "x-lab-latency"]

    /// What is done to the answer of a request whose body has come; `nil` for nothing, which costs next to nothing.
    func shape(for request: LabRequest, seed: () -> UInt64, active: Int) throws(APIError) -> Shape? {
        let asks = Self.fieldNames.contains { request.fields[$0] != nil }
        guard faults.isArmed || pace.isSet || asks else { return nil }
        do throws(FaultError) {
            let pace = try pace.current.applying(request.fields)
            let context = Self.context(of: request, seed: seed())
            var shape = Shape()
            if let own = try Self.ownFault(of: request, context) {
                shape = own
            } else if let struck = try faults.strike(context) {
                shape = struck
            }
            shape.headDelay += pace.headDelay(active: active)
            if let shaper = pace.shaper(seed: context.seed) { shape.shapers.insert(shaper, at: 0) }
            return shape
        } catch {
            throw Envelope.error(status: 400, error.message, provider: request.provider, requestID: request.id)
        }
    }

    private static func ownFault(of request: LabRequest, _ context: FaultContext) throws(FaultError) -> Shape? {
        guard let line = request.fields["x-lab-fault"] else { return nil }
        let rule = try FaultRule(words: line.split(separator: " ").map(String.init))
        guard rule.kind.fits(isStream: context.isStream) else { return nil }
        // An SDK sends its fields with every try. Which it is, it tells.
        let attempt = request.fields["x-stainless-retry-count"].flatMap { Int($0) } ?? 0
        if line.contains("times="), let times = rule.times, attempt >= times { return nil }
        var context = context
        context.settings = rule.settings
        var shape = try rule.kind.shape(context)
        shape.name = rule.kind.name
        return shape
    }

    private static func context(of request: LabRequest, seed: UInt64) -> FaultContext {
        let json = request.body.first == UInt8(ascii: "{") ? try? JSONValue.parse(request.body) : nil
        return FaultContext(
            provider: request.provider, path: request.path, model: json?["model"]?.string,
            isStream: json?["stream"]?.bool == true, settings: FaultSettings(), seed: seed)
    }
}
