/// Which item of a table a notification is: the key's attributes, each a pattern of which one holds `{id}`.
package struct NotificationKey: Sendable, Equatable {
    fileprivate struct Part: Sendable, Equatable {
        var name: String
        var prefix: String
        /// nil where the value is the same for all.
        var suffix: String?

        func value(of id: String) -> String { suffix.map { prefix + id + $0 } ?? prefix }
    }

    private let parts: [Part]
    private let holder: Part

    /// `pk = notification#{id}`, `sk = metadata`.
    package static let standard = NotificationKey(
        holder: Part(name: "pk", prefix: "notification#", suffix: ""),
        others: [
            Part(name: "sk", prefix: "metadata", suffix: nil)
        ])

    private init(holder: Part, others: [Part]) {
        self.holder = holder
        parts = [holder] + others
    }

    /// - Parameter patterns: By attribute, one or two.
    /// - Returns: nil unless exactly one holds `{id}`, once.
    package init?(patterns: [(name: String, pattern: String)]) {
        guard (1...2).contains(patterns.count) else { return nil }
        let parts = patterns.map { Part(name: $0.name, pattern: $0.pattern) }
        let holders = parts.filter { $0.suffix != nil }
        guard holders.count == 1, let holder = holders.first else { return nil }
        self.init(holder: holder, others: parts.filter { $0.suffix == nil })
    }

    package func item(of id: String) -> [String: AttributeValue] {
        Dictionary(parts.map { ($0.name, .string($0.value(of: id))) }) { $1 }
    }

    /// - Returns: nil for an item that is no notification.
    package func id(of item: [String: AttributeValue]) -> String? {
        for part in parts where part.suffix == nil {
            guard item[part.name] == .string(part.prefix) else { return nil }
        }
        guard case .string(let text)? = item[holder.name] else { return nil }
        return inside(text)
    }

    /// `123` of `123` and of `notification#123`. Ids are compared byte by byte.
    package func bareID(_ text: String) -> String { inside(text) ?? text }

    /// `notification#123`, as logs have it.
    package func fullID(_ id: String) -> String { holder.value(of: id) }

    /// The filter that leaves only notifications, for a Scan.
    package var filter: (text: String, names: [String: String], values: [String: AttributeValue]) {
        var (terms, names, values): ([String], [String: String], [String: AttributeValue]) = ([], [:], [:])
        for (number, part) in parts.enumerated() where !part.prefix.isEmpty {
            names["#k\(number)"] = part.name
            values[":k\(number)"] = .string(part.prefix)
            terms.append(part.suffix == nil ? "#k\(number) = :k\(number)" : "begins_with(#k\(number), :k\(number))")
        }
        return (terms.joined(separator: " AND "), names, values)
    }

    private func inside(_ text: String) -> String? {
        let (bytes, prefix, suffix) = (Array(text.utf8), Array(holder.prefix.utf8), Array((holder.suffix ?? "").utf8))
        guard bytes.count > prefix.count + suffix.count, bytes.starts(with: prefix),
            bytes.reversed().starts(with: suffix.reversed())
        else { return nil }
        return String(decoding: bytes[prefix.count..<bytes.count - suffix.count], as: UTF8.self)
    }
}

extension NotificationKey.Part {
    private static let mark = Array("{id}".utf8)

    fileprivate init(name: String, pattern: String) {
        let bytes = Array(pattern.utf8)
        let places = bytes.indices.filter { bytes[$0...].starts(with: Self.mark) }
        guard places.count == 1, let place = places.first else {
            self.init(name: name, prefix: pattern, suffix: nil)
            return
        }
        self.init(
            name: name, prefix: String(decoding: bytes[..<place], as: UTF8.self),
            suffix: String(decoding: bytes[(place + Self.mark.count)...], as: UTF8.self))
    }
}
