/// The values of JSON Schema's `format` that are kept, each as a pattern. Some are narrower than their definitions, so
/// that every reader takes what is written: no 29 February, no leap second, ASCII in addresses.
public enum StringFormat: String, CaseIterable, Sendable {
    case dateTime = "date-time"
    case date
    case time
    case duration
    case email
    case hostname
    case ipv4
    case ipv6
    case uuid
    case uri

    public var pattern: Pattern {
        get throws(GrammarError) { try Pattern("^\(source)$") }
    }

    private static let days =
        #"((0[13578]|1[02])-(0[1-9]|[12]\d|3[01])|(0[469]|11)-(0[1-9]|[12]\d|30)|02-(0[1-9]|1\d|2[0-8]))"#
    private static let day = #"(19|20)\d\d-"# + days
    private static let moment = #"([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)"#
    private static let label = "[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?"
    private static let host = "(\(label)\\.){1,3}[a-z]{2,10}"
    private static let octet = #"(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"#
    private static let hours = #"(\d{1,4}H(\d{1,4}M(\d{1,4}S)?)?|\d{1,4}M(\d{1,4}S)?|\d{1,4}S)"#
    private static let years = #"(\d{1,4}Y(\d{1,4}M(\d{1,4}D)?)?|\d{1,4}M(\d{1,4}D)?|\d{1,4}D)"#

    private var source: String {
        switch self {
        case .date: Self.day
        case .time: Self.moment
        case .dateTime: "\(Self.day)T\(Self.moment)"
        case .duration: #"P(\#(Self.years)(T\#(Self.hours))?|T\#(Self.hours)|\d{1,4}W)"#
        case .email: "[A-Za-z0-9]{1,20}([._+-][A-Za-z0-9]{1,20}){0,2}@\(Self.host)"
        case .hostname: Self.host
        case .ipv4: #"(\#(Self.octet)\.){3}\#(Self.octet)"#
        case .ipv6: "([0-9a-f]{1,4}:){7}[0-9a-f]{1,4}"
        case .uuid: "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
        case .uri: "https?://\(Self.host)(/[A-Za-z0-9._~-]{1,30}){0,6}/?"
        }
    }
}
