package import FoundationEssentials

/// One row of the audit as the contract has it ("Audit row"). Rows are never altered: the end of a change is a second row,
/// which names the first one in ``opens``.
package struct AuditRow: Sendable, Equatable, Identifiable {
    package enum Event: String, Sendable, Codable {
        case opened, closed
    }

    /// From 1, without gaps.
    package var sequence: Int
    /// Whole milliseconds.
    package var at: Date
    package var user: String
    package var host: String
    package var context: String
    package var account: String?
    package var region: String
    package var action: String
    package var targets: [String]
    package var permission: PermissionClass
    package var event: Event
    /// The sequence of the row that this one closes; nil in an opened row.
    package var opens: Int?
    /// nil in an opened row.
    package var outcome: Outcome.Kind?
    package var requestID: String?
    package var note: String?
    /// SHA-256 over the row before and this one, 64 lower-case hexadecimal digits.
    package var hash: String

    package var id: Int { sequence }

    /// - Parameter at: Kept to the millisecond, as the JSON form has it.
    package init(
        sequence: Int, at: Date, author: Author, place: Place, action: String, targets: [String], permission: PermissionClass,
        event: Event, hash: String = ""
    ) {
        self.sequence = sequence
        self.at = Date(timeIntervalSince1970: (at.timeIntervalSince1970 * 1000).rounded() / 1000)
        self.user = author.user
        self.host = author.host
        self.context = place.context
        self.account = place.account
        self.region = place.region
        self.action = action
        self.targets = targets
        self.permission = permission
        self.event = event
        self.hash = hash
    }
}

extension AuditRow: DocumentRow {
    package func write(to json: inout JSONText) {
        writeContent(to: &json)
        json.member("hash", hash)
    }

    /// All members but the hash: what the hash is computed over.
    package var content: String { JSONText.object { writeContent(to: &$0) } }

    private func writeContent(to json: inout JSONText) {
        json.member("sequence", sequence)
        json.member("at", at)
        json.member("user", user)
        json.member("host", host)
        json.member("context", context)
        json.member("account", account)
        json.member("region", region)
        json.member("action", action)
        json.key("targets")
        json.array(targets) { $0.string($1) }
        json.member("class", permission.rawValue)
        json.member("event", event.rawValue)
        json.member("opens", opens)
        json.member("outcome", outcome?.rawValue)
        json.member("requestId", requestID)
        json.member("note", note)
    }
}

extension AuditRow: Decodable {
    private enum Key: String, CodingKey {
        case sequence, at, user, host, context, account, region, action, targets, `class`, event, opens, outcome, requestId, note
        case hash
    }

    package init(from decoder: any Decoder) throws {
        let row = try decoder.container(keyedBy: Key.self)
        guard let at = ISO8601.parse(try row.decode(String.self, forKey: .at)) else {
            throw DecodingError.dataCorruptedError(forKey: .at, in: row, debugDescription: "no ISO 8601 time")
        }
        self.at = at
        sequence = try row.decode(Int.self, forKey: .sequence)
        user = try row.decode(String.self, forKey: .user)
        host = try row.decode(String.self, forKey: .host)
        context = try row.decode(String.self, forKey: .context)
        account = try row.decodeIfPresent(String.self, forKey: .account)
        region = try row.decode(String.self, forKey: .region)
        action = try row.decode(String.self, forKey: .action)
        targets = try row.decode([String].self, forKey: .targets)
        permission = try row.decode(PermissionClass.self, forKey: .class)
        event = try row.decode(Event.self, forKey: .event)
        opens = try row.decodeIfPresent(Int.self, forKey: .opens)
        outcome = try row.decodeIfPresent(Outcome.Kind.self, forKey: .outcome)
        requestID = try row.decodeIfPresent(String.self, forKey: .requestId)
        note = try row.decodeIfPresent(String.self, forKey: .note)
        hash = try row.decodeIfPresent(String.self, forKey: .hash) ?? ""
    }
}
