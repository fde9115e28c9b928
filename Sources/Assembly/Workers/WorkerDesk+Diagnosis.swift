import Engines
import FoundationEssentials
import Model
import Services
import Store

/// One line of `worker doctor`.
package struct WorkerFinding: Sendable, Equatable {
    package var name: String
    package var isOK: Bool
    /// What was found, or why not and what to do; no secrets, addresses and numbers masked.
    package var text: String
    /// ``Problem/code``; nil for ok.
    package var code: String?
}

extension WorkerDesk {
    /// Tries what calls and checks need, one thing a line, and says of each whether it works. Whatever is tried is taken back.
    package func diagnosis() async -> [WorkerFinding] {
        let now = clock.now
        var findings = isLive ? await liveFindings(at: now) : await embeddedFindings(at: now)
        let overview = try? await overview()
        let said: Set = ["NoMail", "SecretExpiry", "SecretExpiring", "SecretUnknown"]
        for trouble in overview?.troubles(at: now) ?? [] where !said.contains(trouble.code) {
            findings.append(
                WorkerFinding(name: "checks", isOK: false, text: "\(trouble.message) \(trouble.hint)", code: trouble.code))
        }
        return findings
    }

    private func embeddedFindings(at now: Date) async -> [WorkerFinding] {
        [
            await finding("settings") { () throws(Problem) in try await settingsText() },
            await finding("calendar, reading") { () throws(Problem) in try await readingText() },
            // On a throw-away meeting, which is removed again.
            await finding("calendar, writing") { () throws(Problem) in
                try await store.tryWriting(at: now)
                return "a meeting was written, marked and removed"
            },
            await finding("people") { () throws(Problem) in
                let count = try await store.export().people.count
                guard count > 0 else {
                    throw Problem(
                        code: "Empty", message: "Nobody's number is known.", hint: "Import people: every caller would be unknown."
                    )
                }
                return "\(count) people with their numbers"
            },
            await finding("mail") { () throws(Problem) in
                guard let server = try mailServer() else {
                    return "mail: none configured; alerts go to the console's outbox. Set SMTP_HOST and MAIL_FROM for mail"
                }
                try await server.probe()
                guard try await !sources().hasNoMail else {
                    return "\(server.server) answers, but the settings name nobody: alerts go to the console's outbox"
                }
                return "\(server.server) answers"
            },
        ]
    }

    private func liveFindings(at now: Date) async -> [WorkerFinding] {
        var findings = [
            await finding("SSM parameters") { () throws(Problem) in
                let names = try await parameterNames() ?? []
                let missing = ["clientid", "clientsecret", "config", "emailuser", "tenant"].filter { !names.contains($0) }
                guard missing.isEmpty else {
                    throw .badSettings("below /\(section.app)/ there is no \(missing.joined(separator: ", ")).")
                }
                return "\(names.count) below /\(section.app)/, decrypted"
            },
            await finding("settings") { () throws(Problem) in try await settingsText() },
        ]
        findings.append(secretFinding(await secretExpiryText(), at: now))
        findings.append(await finding("calendar, reading") { () throws(Problem) in try await readingText() })
        let probes: [(String, String, (GraphCalendar) async throws(Problem) -> Void)] = [
            ("token", "Microsoft gives one", { (mailbox) async throws(Problem) in try await mailbox.probeToken() }),
            (
                "calendar, writing", "a meeting was written, marked and removed",
                { (mailbox) async throws(Problem) in try await mailbox.probeWriting(at: now) }
            ),
            ("contacts", "can be searched", { (mailbox) async throws(Problem) in try await mailbox.probeContacts() }),
            ("users", "can be searched", { (mailbox) async throws(Problem) in try await mailbox.probeUsers() }),
            ("mail", "may be sent", { (mailbox) async throws(Problem) in try await mailbox.probeMail() }),
        ]
        for (name, text, probe) in probes {
            findings.append(
                await finding(name) { () throws(Problem) in
                    guard let mailbox = try await sources().mailbox else { throw .badSettings("there is no mailbox.") }
                    try await probe(mailbox)
                    return text
                })
        }
        return findings
    }

    private func secretFinding(_ expiry: String?, at now: Date) -> WorkerFinding {
        var overview = WorkerOverview()
        overview.secretDays = SecretExpiry.days(until: expiry, now: now)
        guard let trouble = overview.troubles(at: now).first(where: WorkerOverview.isCritical) else {
            return WorkerFinding(name: "client secret", isOK: true, text: "expires in \(overview.secretDays ?? 0) days")
        }
        return WorkerFinding(
            name: "client secret", isOK: false, text: "\(trouble.message) \(trouble.hint)", code: trouble.code)
    }

    private func readingText() async throws(Problem) -> String {
        let count = try await rows(isAll: true).count
        guard count > 0 || isLive else {
            throw Problem(
                code: "Empty", message: "No meeting is stored.", hint: "Import a calendar: nightdesk worker import FILE.")
        }
        return "\(count) meetings and occurrences"
    }

    private func settingsText() async throws(Problem) -> String {
        let settings = try await sources().settings
        let (overdue, emergency) = (settings.recipients(of: .overdue).count, settings.recipients(of: .emergency).count)
        return "\(overdue) overdue and \(emergency) emergency recipients; grace \(settings.check.graceMinutes) min"
    }

    private func finding(
        _ name: String, _ probe: () async throws(Problem) -> String
    ) async -> WorkerFinding {
        do throws(Problem) {
            return WorkerFinding(name: name, isOK: true, text: try await probe())
        } catch {
            return WorkerFinding(
                name: name, isOK: false, text: Masker.masked("\(error.message) \(error.hint)"), code: error.code)
        }
    }

    /// `{"ok", "findings":[{name, ok, text, code}]}`
    package static func json(of findings: [WorkerFinding]) -> String {
        JSONText.object { json in
            json.member("ok", findings.allSatisfy(\.isOK))
            json.key("findings")
            json.array(findings) { json, finding in
                json.object { json in
                    json.member("name", finding.name)
                    json.member("ok", finding.isOK)
                    json.member("text", finding.text)
                    json.member("code", finding.code)
                }
            }
        }
    }
}
