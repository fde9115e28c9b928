/// The `notifications` of a process as the original's table has them: EDN text of a list or vector of maps.
///
/// What is not understood in it (unknown keys, tags, odd numbers) is kept and written back as it was.
package struct OriginalProcess: Sendable, Equatable {
    /// Characters that the table's columns take. Source: `systems.md` section 4.
    package static let maximumIDCharacters = 40
    package static let maximumTextCharacters = 2048

    /// One element of the list, with what it says as far as that is needed.
    package struct Element: Sendable, Equatable {
        package var value: EDNValue
        package var notification: EscalationNotification
    }

    package private(set) var elements: [Element]

    /// - Parameters:
    ///   - text: The column; nil is an error too, since such a process has nothing that could ever be sent.
    ///   - targetKeys: From channel to the key of its target. Unknown channels have no target.
    /// - Throws: ``EDNError``, also where an element has no `:channel` string or no `:at` number.
    package init(text: String?, targetKeys: [String: String]) throws(EDNError) {
        guard let text else { throw EDNError(expected: "a list, found SQL's null", position: 0) }
        guard let values = try EDNReader.value(text).elements else { throw EDNError(expected: "a list or vector", position: 0) }
        elements = []
        for (index, value) in values.enumerated() {
            guard let channel = value["channel"]?.text else {
                throw EDNError(expected: "a :channel in notification \(index + 1)", position: 0)
            }
            guard let at = value["at"]?.number else {
                throw EDNError(expected: "a number as :at in notification \(index + 1)", position: 0)
            }
            let target = targetKeys[channel].flatMap { value[$0]?.text }
            elements.append(Element(value: value, notification: EscalationNotification(channel: channel, at: at, target: target)))
        }
    }

    package init(_ notifications: [EscalationNotification], targetKeys: [String: String]) {
        elements = notifications.map { Element(value: Self.map($0, targetKeys), notification: $0) }
    }

    private static func map(_ notification: EscalationNotification, _ targetKeys: [String: String]) -> EDNValue {
        var entries: [EDNValue.Entry] = [
            .init(.keyword("channel"), .string(notification.channel)), .init(.keyword("at"), .number(spelling(notification.at))),
        ]
        if let key = targetKeys[notification.channel], let target = notification.target {
            entries.append(.init(.keyword(key), .string(target)))
        }
        return .map(entries)
    }

    private static func spelling(_ at: Double) -> String { Int64(exactly: at).map(String.init) ?? String(at) }

    package var notifications: [EscalationNotification] { elements.map(\.notification) }

    /// Without the elements at these places.
    package func without(_ places: Set<Int>) -> OriginalProcess {
        var copy = self
        copy.elements = elements.enumerated().filter { !places.contains($0.offset) }.map(\.element)
        return copy
    }

    /// The column `at`: the earliest whole second at which something is due. nil where nothing is left.
    package var at: Int64? { notifications.map { Self.column($0.at) }.min() }

    private static func column(_ at: Double) -> Int64 {
        let second = at.rounded(.up)
        return Int64(exactly: second) ?? (second > 0 ? .max : .min)
    }

    /// The column `notifications`, always as a list.
    package var text: String { EDNValue.list(elements.map(\.value)).edn }

    /// Why the original's table cannot hold this process; nil when it can.
    package func refusal(id: String) -> String? {
        let idCharacters = id.unicodeScalars.count
        let textCharacters = text.unicodeScalars.count
        if idCharacters > Self.maximumIDCharacters {
            return "the process id has \(idCharacters) characters, the original's table takes \(Self.maximumIDCharacters)"
        }
        if textCharacters > Self.maximumTextCharacters {
            return "its \(elements.count) notifications take \(textCharacters) characters, the original's table takes "
                + "\(Self.maximumTextCharacters): send fewer"
        }
        if id.utf8.contains(0) || text.utf8.contains(0) { return "it has a zero character, which PostgreSQL cannot hold" }
        return nil
    }
}
