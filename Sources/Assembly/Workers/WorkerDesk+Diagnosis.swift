import Engines
package import FoundationEssentials
import Model
import Store

/// One line of `worker doctor`.
package struct WorkerFinding: Sendable, Equatable {
    package var name: String
    package var isOK: Bool
    package var text: String
}

extension WorkerDesk {
    /// Tries what calls and checks need, and says of each whether it works.
    package func diagnosis(at now: Date) async -> [WorkerFinding] {
        var findings = [await finding("settings") { () throws(Problem) in try await self.settingsText() }]
        findings.append(
            await finding("calendar, reading") { () throws(Problem) in
                let count = try await self.rows(isAll: true).count
                guard count > 0 || self.isLive else {
                    throw Problem(code: "Empty", message: "No meeting is stored: import a calendar.")
                }
                return "\(count) meetings and occurrences"
            })
        findings += isLive ? await liveFindings(at: now) : await embeddedFindings(at: now)
        let overview = try? await overview()
        for trouble in overview?.troubles(at: now) ?? [] where !["NoMail", "SecretExpiry"].contains(trouble.code) {
            findings.append(WorkerFinding(name: "checks", isOK: false, text: "\(trouble.message) \(trouble.hint)"))
        }
        return findings
    }

    private func embeddedFindings(at now: Date) async -> [WorkerFinding] {
        [
            await finding("calendar, writing") { () throws(Problem) in try await self.tryWriting(at: now) },
            WorkerFinding(name: "mail", isOK: true, text: "mail: none configured; alerts go to the console's outbox"),
        ]
    }

    private func liveFindings(at now: Date) async -> [WorkerFinding] {
        var findings = [
            await finding("contacts and users") { () throws(Problem) in
                _ = try await self.sources().directory.caller(with: "+440000000000")
                return "both can be searched"
            }
        ]
        let days = SecretExpiry.days(until: await secretExpiryText(), now: now)
        let isValid = days <= 366
        findings.append(
            WorkerFinding(
                name: "client secret", isOK: isValid && days >= 7,
                text: isValid ? "expires in \(days) days" : "its expiry is not known: set clientsecretexpiry to YYYY-MM-DD"))
        return findings
    }

    private func settingsText() async throws(Problem) -> String {
        let settings = try await sources().settings
        let (overdue, emergency) = (settings.recipients(of: .overdue).count, settings.recipients(of: .emergency).count)
        return "\(overdue) overdue and \(emergency) emergency recipients; grace \(settings.check.graceMinutes) min"
    }

    /// On a throw-away meeting of long ago, which is removed again.
    private func tryWriting(at now: Date) async throws(Problem) -> String {
        try await store.tryWriting(at: now)
        return "a meeting was written, marked and removed"
    }

    private func finding(
        _ name: String, _ probe: () async throws(Problem) -> String
    ) async -> WorkerFinding {
        do throws(Problem) {
            return WorkerFinding(name: name, isOK: true, text: try await probe())
        } catch {
            return WorkerFinding(name: name, isOK: false, text: "\(error.message) \(error.hint)")
        }
    }

    /// `{"ok", "findings":[{name, ok, text}]}`
    package static func json(of findings: [WorkerFinding]) -> String {
        JSONText.object { json in
            json.member("ok", findings.allSatisfy(\.isOK))
            json.key("findings")
            json.array(findings) { json, finding in
                json.object { json in
                    json.member("name", finding.name)
                    json.member("ok", finding.isOK)
                    json.member("text", finding.text)
                }
            }
        }
    }
}
