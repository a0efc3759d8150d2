public import ModelAPI

extension ClientVerdict {
    public var json: JSONValue {
        [
            "clean": .bool(isClean), "requests": .integer(attempts), "calls": .integer(calls),
            "findings": .array(
                findings.map { finding in
                    [
                        "name": .string(finding.name), "severity": .string(finding.severity.rawValue),
                        "text": .string(finding.text), "exchanges": .array(finding.exchanges.map { .integer($0) }),
                    ]
                }),
        ]
    }
}
