import AWS
package import FoundationEssentials
package import Model
import SigV4

/// The mailbox of a live deployment: its calendar, its contacts and the tenant's users, and the mails that it sends.
/// Source: `systems.md` section 0, Microsoft Graph used.
package struct GraphCalendar: WorkerCalendar, WorkerDirectory, AlertMail {
    private static let inUTC = (name: "Prefer", value: "outlook.timezone=\"Etc/GMT\"")
    /// A change that meets another one is read and tried again so often.
    private static let mostTurns = 4
    /// A list does not go on for ever.
    private static let mostPages = 10_000
    /// What Graph gives at most on one page of a calendar view; without it, ten.
    private static let pageSize = 500

    let client: GraphClient
    let mailboxPath: String
    private let zones: @Sendable (String) -> ZoneRule?

    /// - Parameter zones: The time zones of this machine, for events that come in another one than was asked for.
    package init(client: GraphClient, zones: @escaping @Sendable (String) -> ZoneRule? = { _ in nil }) {
        self.client = client
        self.zones = zones
        mailboxPath = "/v1.0/users/\(PercentEncoding.encode(client.account.mailbox))"
    }

    // MARK: The calendar

    package func meetings(from start: Date, to end: Date, of addresses: Set<String>?) async throws(Problem) -> [Meeting] {
        // What ends at the very start, or begins at the very end, is in our span and not in Graph's.
        let query = PercentEncoding.query([
            (name: "$top", value: String(Self.pageSize)),
            (name: "startDateTime", value: ISO8601.text(start.addingTimeInterval(-1))),
            (name: "endDateTime", value: ISO8601.text(end.addingTimeInterval(1))),
        ])
        let events: [GraphEvent] = try await list("\(mailboxPath)/calendar/calendarView?\(query)", headers: [Self.inUTC])
        return events.compactMap { $0.meeting(zones) }.filter { $0.start <= end && $0.end >= start }.sorted {
            $0.start < $1.start
        }
    }

    package func meeting(_ id: String) async throws(Problem) -> Meeting? {
        let response = try await client.send("GET", path(of: id), headers: [Self.inUTC])
        if response.status == 404 { return nil }
        guard response.status == 200 else { throw .graph(response, doing: "read a meeting") }
        return try decode(GraphEvent.self, response, "a meeting").meeting(zones)
    }

    /// Read right before, and written only for the version that was read, where there is one.
    package func mark(_ id: String, _ mark: MeetingMark, at now: Date) async throws(Problem) -> MarkOutcome {
        for _ in 0..<Self.mostTurns {
            guard var meeting = try await meeting(id) else { return .gone }
            guard let edit = meeting.edit(for: mark, at: now) else { return .alreadyThere(meeting) }
            let condition = meeting.version.map { [(name: "If-Match", value: $0)] } ?? []
            let response = try await client.send(
                "PATCH", path(of: id), headers: [(name: "Content-Type", value: "application/json"), Self.inUTC] + condition,
                body: Data(patch(edit, meeting).utf8))
            switch response.status {
            case 200...299:
                meeting.apply(edit)
                return .written(meeting)
            case 404: return .gone
            case 409, 412: continue
            default: throw .graph(response, doing: "change a meeting")
            }
        }
        throw Problem(
            code: "Graph.412", message: "Could not change meeting \(id): others change it all the time.", hint: "Try again.")
    }

    func path(of id: String) -> String { "\(mailboxPath)/calendar/events/\(PercentEncoding.encode(id))" }

    private func patch(_ edit: MeetingEdit, _ meeting: Meeting) -> String {
        JSONText.object { json in
            if let subject = edit.subject { json.member("subject", subject) }
            json.key("categories")
            json.array(edit.categories) { $0.string($1) }
            guard let body = edit.body else { return }
            json.key("body")
            json.object { json in
                json.member("contentType", meeting.bodyType.rawValue)
                json.member("content", body)
            }
        }
    }

    // MARK: Who calls

    package func caller(with number: String) async throws(Problem) -> WorkerCaller {
        let clauses = WorkerCaller.spellings(of: number).map { "mobilePhone eq \(Self.quoted($0))" }
        let filter = (name: "$filter", value: clauses.joined(separator: " or "))
        let contacts: [GraphContact] = try await list("\(mailboxPath)/contacts?\(PercentEncoding.query([filter]))", headers: [])
        let users: [GraphUser] = try await list(
            "/v1.0/users?\(PercentEncoding.query([filter, (name: "$count", value: "true")]))",
            headers: [(name: "ConsistencyLevel", value: "eventual")])
        var caller = WorkerCaller(number: number)
        for contact in contacts {
            caller.addresses.formUnion((contact.emailAddresses ?? []).compactMap { $0.address?.lowercased() })
            if let name = contact.displayName, !name.isEmpty { caller.name = name }
        }
        for user in users {
            if let mail = user.mail, !mail.isEmpty { caller.addresses.insert(mail.lowercased()) }
            if let name = user.displayName, !name.isEmpty { caller.name = name }
        }
        return caller
    }

    /// A quote in a filter is written twice. Source: OData 4.01 ABNF.
    static func quoted(_ text: String) -> String { "'\(text.replacing("'", with: "''"))'" }

    // MARK: Mail

    package func send(_ alert: WorkerAlert, to recipients: [String]) async throws(Problem) {
        let message = JSONText.object { json in
            json.key("message")
            json.object { json in
                json.member("subject", alert.subject)
                json.key("body")
                json.object { json in
                    json.member("contentType", "Text")
                    json.member("content", alert.body)
                }
                json.key("toRecipients")
                json.array(recipients) { json, address in
                    json.object { json in
                        json.key("emailAddress")
                        json.object { $0.member("address", address) }
                    }
                }
            }
        }
        let response = try await client.send(
            "POST", "\(mailboxPath)/sendMail", headers: [(name: "Content-Type", value: "application/json")],
            body: Data(message.utf8), mayRepeat: false)
        guard response.status == 200 || response.status == 202 else { throw .graph(response, doing: "send a mail") }
    }

    // MARK: Pages

    /// Every page, one request each. Half a list is none.
    func list<Element: Decodable>(
        _ first: String, headers: [(name: String, value: String)]
    ) async throws(Problem) -> [Element] {
        var (all, next): ([Element], String?) = ([], first)
        for _ in 0..<Self.mostPages {
            guard let path = next else { return all }
            let response = try await client.send("GET", path, headers: headers)
            guard response.status == 200 else { throw .graph(response, doing: "read a list") }
            let page = try decode(GraphPage<Element>.self, response, "a list")
            all += page.value
            next = try page.next.map { (link) throws(Problem) in try ownPath(link) }
        }
        throw Problem(code: "Graph.Pages", message: "Microsoft Graph's list does not end.", hint: "Report this.")
    }

    /// The link of the next page, which carries our token and so must lead to Graph itself.
    private func ownPath(_ link: String) throws(Problem) -> String {
        let graph = client.account.graph
        guard let address = WebAddress(link), address.scheme == graph.scheme, address.host == graph.host,
            address.port == graph.port,
            address.path.hasPrefix(graph.path)
        else {
            throw Problem(
                code: "Graph.Pages", message: "Microsoft Graph's next page is at another address.",
                hint: "Check NIGHTDESK_GRAPH_URL.")
        }
        return address.path.dropFirst(graph.path.count) + (address.query.map { "?" + $0 } ?? "")
    }

    func decode<Value: Decodable>(_ type: Value.Type, _ response: HTTPResponse, _ what: String) throws(Problem) -> Value {
        do {
            return try JSONDecoder().decode(type, from: response.body)
        } catch {
            throw Problem(
                code: "Graph.Unreadable", message: "Microsoft Graph has answered with \(what) that cannot be read.",
                hint: "It is tried again with the next run.", requestID: response.header("request-id"))
        }
    }
}
