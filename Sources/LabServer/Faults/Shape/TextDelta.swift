internal import ModelAPI

/// The assistant's text in an event of a stream, of either provider and any of their endpoints.
struct TextDelta {
    private enum Place {
        case chat(Int)
        case completion(Int)
        case message, response
    }

    private var json: JSONValue
    private let place: Place

    /// `nil` for an event that adds no text.
    init?(_ event: StreamEvent) {
        guard let json = try? JSONValue.parse(event.data) else { return nil }
        self.init(json)
    }

    init?(_ json: JSONValue) {
        self.json = json
        if let choices = json["choices"]?.array {
            if let index = choices.firstIndex(where: { $0["delta"]?["content"]?.string?.isEmpty == false }) {
                place = .chat(index)
            } else if let index = choices.firstIndex(where: { $0["text"]?.string?.isEmpty == false }) {
                place = .completion(index)
            } else {
                return nil
            }
        } else if json["delta"]?["type"]?.string == "text_delta" {
            place = .message
        } else if json["type"]?.string == "response.output_text.delta" {
            place = .response
        } else {
            return nil
        }
    }

    var text: String {
        switch place {
        case .chat(let index): json["choices"]?[index]?["delta"]?["content"]?.string ?? ""
        case .completion(let index): json["choices"]?[index]?["text"]?.string ?? ""
        case .message: json["delta"]?["text"]?.string ?? ""
        case .response: json["delta"]?.string ?? ""
        }
    }

    /// The event's data with another text.
    func data(with text: String) -> String {
        let value = JSONValue.string(text)
        switch place {
        case .chat(let index):
            return json.setting(["choices", .index(index), "delta", "content"], to: value).serialized()
        case .completion(let index): return json.setting(["choices", .index(index), "text"], to: value).serialized()
        case .message: return json.setting(["delta", "text"], to: value).serialized()
        case .response: return json.setting(["delta"], to: value).serialized()
        }
    }

    /// Which of several texts it belongs to: deltas with the same key are one text.
    var key: String {
        switch place {
        case .chat(let index), .completion(let index): "\(json["choices"]?[index]?["index"]?.int ?? index)"
        case .message: "\(json["index"]?.int ?? 0)"
        case .response: "\(json["output_index"]?.int ?? 0).\(json["content_index"]?.int ?? 0)"
        }
    }
}

extension JSONValue {
    /// A step into a value, by name or place.
    enum Member: ExpressibleByStringLiteral {
        case key(String)
        case index(Int)
        init(stringLiteral value: String) { self = .key(value) }
    }

    /// The value with one of its parts replaced, or taken out by `nil`. Without effect where the path leads nowhere.
    func setting(_ path: [Member], to value: JSONValue?) -> JSONValue {
        guard let first = path.first else { return value ?? self }
        let rest = Array(path.dropFirst())
        switch (self, first) {
        case (.object(var object), .key(let key)):
            if rest.isEmpty {
                if let value { object[key] = value } else { object.removeValue(forKey: key) }
            } else if let inner = object[key] {
                object[key] = inner.setting(rest, to: value)
            }
            return .object(object)
        case (.array(var array), .index(let index)) where array.indices.contains(index):
            if rest.isEmpty, value == nil {
                array.remove(at: index)
            } else {
                array[index] = array[index].setting(rest, to: value)
            }
            return .array(array)
        default: return self
        }
    }
}
