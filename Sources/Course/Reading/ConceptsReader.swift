import DataFiles

/// Reads `concepts.yaml`.
struct ConceptsReader {
    var file: String
    var log: ProblemLog

    func read(_ text: String) -> [Concept]? {
        CharacterCheck(file: file, log: log, isMarkdown: false).check(text)
        do {
            return read(try YAMLDocument.parse(text, file: file))
        } catch {
            log.add(error)
            return nil
        }
    }

    private func read(_ value: YAMLValue?) -> [Concept]? {
        guard var reader = MappingReader(value, what: "the list of concepts", file: file, log: log) else { return nil }
        reader.readFormat()
        let values = reader.list("concepts")
        reader.finish()
        var register = IDRegister(log: log)
        var concepts: [(concept: Concept, needs: [(text: String, place: Place)])] = []
        for value in values ?? [] {
            guard var reader = MappingReader(value, what: "a concept", log: log) else { continue }
            let id = register.take(&reader)
            let title = reader.prose("title")
            let needs = reader.optionalStrings("needs") ?? []
            reader.finish()
            if let id { concepts.append((Concept(id: id, title: title ?? id, needs: needs.map(\.text)), needs)) }
        }
        checkNeeds(concepts)
        return values == nil ? nil : concepts.map(\.concept)
    }

    private func checkNeeds(_ concepts: [(concept: Concept, needs: [(text: String, place: Place)])]) {
        let order = Dictionary(uniqueKeysWithValues: concepts.enumerated().map { ($1.concept.id, $0) })
        let graph = Dictionary(uniqueKeysWithValues: concepts.map { ($0.concept.id, $0.concept.needs) })
        var told: Set<String> = []
        for (index, (concept, needs)) in concepts.enumerated() {
            for (need, place) in needs {
                guard let other = order[need] else {
                    log.report(
                        "unknown concept '\(need)'", at: place,
                        advice: Suggestion.closest(to: need, in: concepts.map(\.concept.id)).map {
                            "Did you mean '\($0)'?"
                        }
                            ?? "Add it to this file, before '\(concept.id)'.")
                    continue
                }
                if let way = Self.way(from: need, to: concept.id, in: graph) {
                    // Each cycle is told once, at its first concept.
                    if told.isDisjoint(with: way) {
                        log.report(
                            "the concepts need each other: \(([concept.id] + way).joined(separator: " → "))", at: place,
                            advice: "Delete one of these needs.")
                    }
                    told.formUnion(way)
                } else if other >= index {
                    log.report(
                        "'\(concept.id)' needs '\(need)', which comes later", at: place,
                        advice: "Concepts stand in teaching order: move one of them.")
                }
            }
        }
    }

    /// A way along needs, both ends included; found breadth first, so it is a shortest one.
    private static func way(from start: String, to end: String, in graph: [String: [String]]) -> [String]? {
        var cameFrom: [String: String] = [:]
        var queue = [start]
        var next = 0
        while next < queue.count {
            let id = queue[next]
            next += 1
            if id == end {
                var way = [id]
                while let last = way.last, last != start, let before = cameFrom[last] { way.append(before) }
                return way.reversed()
            }
            for need in graph[id] ?? [] where need != start && cameFrom[need] == nil {
                cameFrom[need] = id
                queue.append(need)
            }
        }
        return nil
    }
}
