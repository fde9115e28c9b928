package import FoundationEssentials

/// Notifications as `nightdesk notification add` reads them: one object or a list of
/// `{"id","event","saleAt","sendAt","recipients":[{"channel","target"}]}`; only `id` and `recipients` are needed.
package enum NotificationFile {
    private struct Entry: Decodable {
        struct Recipient: Decodable {
            var channel: String
            var target: String
        }
        var id: String
        var event: String?
        var saleAt: String?
        var sendAt: String?
        var recipients: [Recipient]
    }

    /// - Parameter channels: That a recipient may name.
    /// - Throws: ``Problem`` with what is wrong and where; no target is quoted.
    package static func read(_ data: Data, channels: [String]) throws(Problem) -> [NewNotification] {
        let entries: [Entry]
        do {
            let isList = data.first { ![0x20, 0x0A, 0x0D, 0x09].contains($0) } == UInt8(ascii: "[")
            entries =
                isList ? try JSONDecoder().decode([Entry].self, from: data) : [try JSONDecoder().decode(Entry.self, from: data)]
        } catch let error as DecodingError {
            throw bad(reason(error))
        } catch {
            throw bad("it is not JSON")
        }
        var found: [NewNotification] = []
        for (number, entry) in entries.enumerated() { found.append(try make(entry, number, channels)) }
        guard Set(found.map(\.id)).count == found.count else { throw bad("an id occurs twice") }
        return found
    }

    private static func make(_ entry: Entry, _ number: Int, _ channels: [String]) throws(Problem) -> NewNotification {
        guard !entry.id.isEmpty, entry.id.utf8.count <= 200 else { throw bad("entry \(number + 1): id has 1 to 200 bytes") }
        guard !entry.recipients.isEmpty else { throw bad("entry \(number + 1): recipients is empty") }
        for recipient in entry.recipients where !channels.contains(recipient.channel) {
            throw bad(
                "entry \(number + 1): \"\(HarmlessText.line(recipient.channel))\" is no channel; there are \(channels.joined(separator: ", "))"
            )
        }
        return NewNotification(
            id: entry.id, event: entry.event, saleAt: try date(entry.saleAt, "saleAt", number),
            sendAt: try date(entry.sendAt, "sendAt", number),
            recipients: entry.recipients.map { .init(channel: $0.channel, target: $0.target) })
    }

    private static func date(_ text: String?, _ key: String, _ number: Int) throws(Problem) -> Date? {
        guard let text else { return nil }
        guard let date = ISO8601.parse(text) else {
            throw bad("entry \(number + 1): \(key) is no time like 2026-11-21T03:10:00Z")
        }
        return date
    }

    private static func reason(_ error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, _): "\(key.stringValue) is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            "\(context.codingPath.map(\.stringValue).joined(separator: ".")) has the wrong type"
        default: "it is not JSON"
        }
    }

    private static func bad(_ reason: String) -> Problem {
        Problem(code: "BadNotifications", message: "The notifications cannot be read: \(reason).", hint: "Nothing was added.")
    }
}
