/// The address of a database, with the name and password in it. Shows neither.
package struct ServiceURL: Sendable, Equatable, CustomStringConvertible {
    package var scheme: String
    package var user: String?
    package var password: String?
    /// A name or an address, without brackets.
    package var host: String
    package var port: Int?
    /// What follows the first `/`, without a query.
    package var path: String

    /// - Parameter text: `scheme://[[user]:password@]host[:port][/path]`, percent signs in user and password.
    package init?(_ text: String) {
        guard let mark = text.firstRange(of: "://") else { return nil }
        scheme = text[..<mark.lowerBound].lowercased()
        let rest = text[mark.upperBound...].prefix { $0 != "?" && $0 != "#" }
        let authority = rest.prefix { $0 != "/" }
        path = String(rest[authority.endIndex...].dropFirst())
        var place = authority
        if let at = authority.lastIndex(of: "@") {
            let login = authority[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            user = login.first.flatMap { $0.isEmpty ? nil : Self.plain($0) }
            password = login.count > 1 ? Self.plain(login[1]) : nil
            place = authority[authority.index(after: at)...]
        }
        guard let (host, port) = Self.hostAndPort(place) else { return nil }
        self.host = host
        self.port = port
    }

    package var description: String { "\(scheme)://\(host)\(port.map { ":\($0)" } ?? "")/\(path)" }

    private static func hostAndPort(_ text: Substring) -> (String, Int?)? {
        let host: Substring
        let rest: Substring
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
            host = text[text.index(after: text.startIndex)..<end]
            rest = text[text.index(after: end)...]
        } else {
            host = text.prefix { $0 != ":" }
            rest = text[host.endIndex...]
        }
        guard !host.isEmpty else { return nil }
        if rest.isEmpty { return (String(host), nil) }
        guard rest.hasPrefix(":"), let port = Int(rest.dropFirst()), (1...65_535).contains(port) else { return nil }
        return (String(host), port)
    }

    private static func plain(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
