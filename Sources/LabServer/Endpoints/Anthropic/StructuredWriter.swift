internal import LanguageModel
internal import ModelAPI
internal import Sampling

/// Has the local model fill in a JSON value of a given schema: what the schema fixes is written down, what it leaves open is
/// asked of the model, value by value.
///
/// The value is well-formed and has the schema's shape whatever the model says: objects have their required members, enumerations
/// one of their values, numbers and lengths keep their bounds.
struct StructuredWriter: Sendable {
    let engine: Engine
    /// What the model reads before the JSON text.
    let task: TextTask
    /// What the assistant has written before it.
    let opening: String
    /// The schema that references point into.
    let root: JSONValue
    let identifiers: Identifiers
    /// How many tokens the text may have.
    let limit: Int
    let tokenCount: @Sendable (String) -> Int

    /// The text became too long.
    struct Exhausted: Error {}

    private static let depth = 12
    /// How many tokens the model may take for one value.
    private static let valueTokens = 16

    /// Writes the value of `schema`, piece by piece. Throws ``Exhausted`` once ``limit`` is reached.
    func write(_ schema: JSONValue, to text: inout String, emit: (String) async throws -> Void) async throws {
        try await write(schema, depth: 0, to: &text, emit: emit)
    }

    private func add(_ piece: String, to text: inout String, emit: (String) async throws -> Void) async throws {
        guard tokenCount(text + piece) <= limit else { throw Exhausted() }
        text += piece
        try await emit(piece)
    }

    private func write(
        _ schema: JSONValue, depth: Int, to text: inout String, emit: (String) async throws -> Void
    ) async throws {
        let schema = SchemaShape(schema, root: root)
        switch schema.kind {
        case .fixed(let value): try await add(value.serialized(), to: &text, emit: emit)
        case .oneOf(let values):
            let index = try await choice(of: values.map { $0.serialized() }, after: text)
            try await add(values[index].serialized(), to: &text, emit: emit)
        case .object(let members):
            try await add("{", to: &text, emit: emit)
            // What refers to itself without end comes to an end.
            for (index, member) in (depth < Self.depth ? members : []).enumerated() {
                let key = JSONValue.string(member.key).serialized()
                try await add((index > 0 ? ", " : "") + key + ": ", to: &text, emit: emit)
                try await write(member.value, depth: depth + 1, to: &text, emit: emit)
            }
            try await add("}", to: &text, emit: emit)
        case .array(let element, let count):
            try await add("[", to: &text, emit: emit)
            for index in 0..<(depth < Self.depth ? count : 0) {
                if index > 0 { try await add(", ", to: &text, emit: emit) }
                try await write(element, depth: depth + 1, to: &text, emit: emit)
            }
            try await add("]", to: &text, emit: emit)
        case .string(let bounds):
            let said = try await answer(after: text + "\"", until: ["\"", "\n"])
            try await add(JSONValue.string(bounds.fit(said)).serialized(), to: &text, emit: emit)
        case .number(let bounds):
            let said = try await answer(after: text, until: [",", "}", "]", "\n"])
            try await add(bounds.fit(said).serialized(), to: &text, emit: emit)
        case .boolean:
            let index = try await choice(of: ["true", "false"], after: text)
            try await add(["true", "false"][index], to: &text, emit: emit)
        }
    }

    // MARK: Asking the model

    /// What the model writes after `text`.
    private func answer(after text: String, until stops: [String]) async throws -> String {
        guard case .turns(var turns) = task.prompt else { return "" }
        let said = opening + text
        if turns.last?.role == .assistant {
            turns[turns.count - 1].text += said
        } else {
            turns.append(ChatTurn(.assistant, said))
        }
        var task = task
        task.prompt = .turns(turns)
        task.stop = stops
        task.maxTokens = nil
        task.output = Self.valueTokens
        let running = try await engine.begin(try await engine.prepare(task), seed: identifiers.number())
        guard !Task.isCancelled else { throw ClientLeft() }
        return try await running.rest().text
    }

    /// The choice that the model's own words begin most like.
    func choice(of choices: [String], after text: String) async throws -> Int {
        guard choices.count > 1 else { return 0 }
        let said = try await answer(after: text, until: ["\n"])
        let words = Array(said.drop(while: \.isWhitespace))
        let shared = choices.map { choice in zip(choice, words).prefix { $0 == $1 }.count }
        return shared.indices.max { shared[$0] < shared[$1] } ?? 0
    }
}
