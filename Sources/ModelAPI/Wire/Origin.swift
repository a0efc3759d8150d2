/// Where a server is: scheme, host and port.
public struct Origin: Hashable, Sendable, Codable {
    /// In lower case: `http` or `https`.
    public var scheme: String
    /// A name or an address; an IPv6 address without brackets.
    public var host: String
    public var port: Int

    public init(scheme: String = "http", host: String, port: Int) {
        self.scheme = scheme
        self.host = host
        self.port = port
    }

    /// What the `Host` field says (RFC 9110 section 7.2): the port is left out where it is the scheme's own.
    public var authority: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == (scheme == "https" ? 443 : 80) ? name : "\(name):\(port)"
    }
}

extension Origin: CustomStringConvertible {
    /// `http://127.0.0.1:8080`
    public var description: String { "\(scheme)://\(authority)" }
}
