import Course
import HTTPWire
import ModelAPI

/// What checks can see of a request: its body is read once.
struct RequestFacts {
    private let method: String
    private let path: String
    private let fields: FieldLines
    private let body: BodyFacts

    init(_ head: RequestHead, body: [UInt8]) {
        method = head.method
        path = String(head.target.prefix { $0 != "?" && $0 != "#" })
        fields = head.fields
        self.body = BodyFacts(body)
    }

    func value(of subject: RequestSubject) -> ObservedValue {
        switch subject {
        case .method: .string(method)
        case .path: .string(path)
        case .header(let name): fields[name].map { .string($0) } ?? .absent
        case .body(let path): body.value(at: path)
        case .bodyText: body.text
        }
    }
}

/// What checks can see of a body.
struct BodyFacts {
    private let bytes: [UInt8]
    private let json: JSONValue?

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        json = try? JSONValue.parse(bytes)
    }

    init(_ text: String) { self.init(Array(text.utf8)) }

    var text: ObservedValue { bytes.isEmpty ? .absent : .string(String(decoding: bytes, as: UTF8.self)) }

    /// Absent too where the body is not JSON.
    func value(at path: JSONPath) -> ObservedValue {
        var value = json
        for step in path.steps {
            switch step {
            case .key(let key): value = value?[key]
            case .index(let index): value = value?[index]
            }
        }
        return value.map(ObservedValue.init) ?? .absent
    }
}

extension ObservedValue {
    /// As ``ObservedValue`` says: arrays and objects as their JSON text, `null` as absent.
    init(_ value: JSONValue) {
        if value.isNull {
            self = .absent
        } else if let bool = value.bool {
            self = .bool(bool)
        } else if let string = value.string {
            self = .string(string)
        } else if let number = value.double {
            self = .number(number)
        } else {
            self = .string(value.serialized())
        }
    }
}
