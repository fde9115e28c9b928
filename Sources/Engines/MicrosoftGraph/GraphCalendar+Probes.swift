import AWS
package import FoundationEssentials
package import Model
import SigV4

/// What `worker doctor` tries of the mailbox, one call each, and the look-up the other way: whom to call back.
extension GraphCalendar {
    /// - Throws: ``Problem`` where the client is refused.
    package func probeToken() async throws(Problem) { try await client.signIn() }

    /// The people of the mailbox's contacts, without their names.
    package func probeContacts() async throws(Problem) {
        let _: [GraphContact] = try await list("\(mailboxPath)/contacts?\(Self.nobody)", headers: [])
    }

    package func probeUsers() async throws(Problem) {
        let _: [GraphUser] = try await list(
            "/v1.0/users?\(Self.nobody)&%24count=true", headers: [(name: "ConsistencyLevel", value: "eventual")])
    }

    private static var nobody: String {
        PercentEncoding.query([(name: "$filter", value: "mobilePhone eq '+440000000000'")])
    }

    /// Whether mails may be sent, without sending one: the token says so, or Graph refuses a mail to nobody as that and as nothing else.
    package func probeMail() async throws(Problem) {
        if let permissions = try await client.permissions() {
            guard permissions.contains("Mail.Send") else {
                throw Problem(
                    code: "Graph.Unauthorized.403", message: "The app registration lacks the permission Mail.Send.",
                    hint: "Grant it, as an application permission with the administrator's consent.")
            }
            return
        }
        let nobody = #"{"message":{"subject":"Nightdesk","body":{"contentType":"Text","content":""},"toRecipients":[]}}"#
        let response = try await client.send(
            "POST", "\(mailboxPath)/sendMail", headers: [(name: "Content-Type", value: "application/json")],
            body: Data(nobody.utf8), mayRepeat: false)
        guard [200, 202, 400].contains(response.status) else { throw .graph(response, doing: "send a mail") }
    }

    /// Makes a meeting of long ago, to which nobody is invited, marks it, and removes it, also where marking failed.
    package func probeWriting(at now: Date) async throws(Problem) {
        let body = JSONText.object { json in
            json.member("subject", "Nightdesk: a check of permissions, to be removed at once")
            for (key, time) in [("start", "2000-01-01T00:00:00"), ("end", "2000-01-01T00:05:00")] {
                json.key(key)
                json.object { json in
                    json.member("dateTime", time)
                    json.member("timeZone", "UTC")
                }
            }
        }
        let response = try await client.send(
            "POST", "\(mailboxPath)/calendar/events", headers: [(name: "Content-Type", value: "application/json")],
            body: Data(body.utf8), mayRepeat: false)
        guard (200...299).contains(response.status) else { throw .graph(response, doing: "make a meeting") }
        struct Made: Decodable { var id: String }
        let id = try decode(Made.self, response, "a meeting").id
        var trouble: Problem?
        do throws(Problem) {
            if try await mark(id, .checkedIn(.hand), at: now) == .gone {
                trouble = Problem(code: "Graph.404", message: "A meeting was made and is not there.")
            }
        } catch {
            trouble = error
        }
        let removed = try await client.send("DELETE", path(of: id))
        guard (200...299).contains(removed.status) || removed.status == 404 else {
            throw .graph(removed, doing: "remove the meeting of 2000-01-01 that this check has made")
        }
        if let trouble { throw trouble }
    }

    /// The mobile numbers of whoever has one of these addresses, contacts first.
    package func phones(of addresses: [String]) async throws(Problem) -> [String] {
        var phones: [String] = []
        for address in addresses {
            let contact = PercentEncoding.query([
                (name: "$filter", value: "emailAddresses/any(a:a/address eq \(Self.quoted(address)))")
            ])
            let contacts: [GraphContact] = try await list("\(mailboxPath)/contacts?\(contact)", headers: [])
            let user = PercentEncoding.query([(name: "$filter", value: "mail eq \(Self.quoted(address))")])
            let users: [GraphUser] = try await list(
                "/v1.0/users?\(user)&%24select=displayName,mail,mobilePhone", headers: [])
            phones += contacts.compactMap(\.mobilePhone) + users.compactMap(\.mobilePhone)
        }
        var seen: Set<String> = []
        return phones.filter { !$0.isEmpty && seen.insert($0).inserted }
    }
}
