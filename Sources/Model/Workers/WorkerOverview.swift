package import FoundationEssentials

/// Figures of a day about all lone workers, and whether anybody looks after them.
package struct WorkerOverview: Sendable, Equatable {
    /// Since midnight UTC, by the names of `systems.md` section 0.
    package var counters: [String: Int] = [:]
    package var lastCheckAt: Date?
    package var lastGoodCheckAt: Date?
    /// Why the newest check failed; nil after a good one.
    package var failure: Problem?
    /// Emergencies that could not be mailed yet.
    package var unsentCount = 0
    /// True where the calendar is the mailbox of a live deployment.
    package var isLive = false
    /// Where the deployed functions are; nil where that is not known.
    package var lambdaRegion: String?
    /// Of the client secret of a live deployment, ``unknownSecretDays`` where it cannot be told; nil where there is no secret.
    package var secretDays: Int?
    /// True when alerts stay in the console, because no mail server is given, or nobody to mail to.
    package var hasNoMail = false
    /// How often the check runs; nil where nobody here runs it.
    package var interval: Duration?
    package var costs: WorkerCosts?
    /// Alerts of the last day that only this console shows, newest first.
    package var outbox: [OutboxAlert] = []
    /// Why the figures are not known; then they are not 0.
    package var figuresFailure: Problem?

    /// Of a date that is missing or is none.
    package static let unknownSecretDays = 1000
    /// Longer than any secret is made for: the date is wrong.
    private static let longestSecretDays = 366

    package init() {}

    /// What has to be said loudly, worst first. Silence is not safety.
    package func troubles(at now: Date) -> [Problem] {
        var troubles: [Problem] = []
        if let failure { troubles.append(failure) }
        if unsentCount > 0 {
            troubles.append(
                Problem(
                    code: "NotTold", message: "\(unsentCount) emergency alert\(unsentCount == 1 ? "" : "s") could not be mailed.",
                    hint: "Tell the emergency list by hand; every check tries again."))
        }
        if let interval, isLate(interval, at: now) {
            let last = lastGoodCheckAt.map { "the last good one was \(Int(now.timeIntervalSince($0) / 60)) min ago" }
            troubles.append(
                Problem(
                    code: "NoCheck", message: "Nobody has checked for missed check-ins: \(last ?? never).",
                    hint: "Run nightdesk worker check."))
        }
        if let secret { troubles.append(secret) }
        if let figuresFailure {
            troubles.append(
                Problem(
                    code: Self.noFigures, message: "Today's figures are not known: \(figuresFailure.message)",
                    hint: figuresFailure.hint))
        }
        if hasNoMail {
            troubles.append(
                Problem(
                    code: Self.noMail, message: "mail: none configured",
                    hint: "Set SMTP_HOST and MAIL_FROM, and whom to mail to in the settings."))
        }
        return troubles
    }

    private static let noMail = "NoMail"
    private static let secretSoon = "SecretExpiry"
    private static let noFigures = "NoFigures"

    /// What is critical rings and stands in the header of every view; the rest is said in the pane.
    package static func isCritical(_ trouble: Problem) -> Bool {
        ![noMail, secretSoon, noFigures].contains(trouble.code)
    }

    /// Below 30 days a warning, below 7 and an impossible date critical, as the original's alarms have it.
    private var secret: Problem? {
        guard let secretDays else { return nil }
        guard secretDays <= Self.longestSecretDays else {
            return Problem(
                code: "SecretUnknown", message: "Nobody knows when the client secret expires.",
                hint: "Put the date into the parameter clientsecretexpiry, as YYYY-MM-DD.")
        }
        guard secretDays < 30 else { return nil }
        return Problem(
            code: secretDays < 7 ? "SecretExpiring" : Self.secretSoon,
            message: "The client secret expires in \(secretDays) days.",
            hint: "Make a new one and put it and its date into SSM.")
    }

    private var never: String { isLive ? "no check was seen in the last three hours" : "none has ever run here" }

    private func isLate(_ interval: Duration, at now: Date) -> Bool {
        guard let last = lastGoodCheckAt else { return true }
        return now.timeIntervalSince(last) > 2 * (interval / .seconds(1))
    }
}

/// An alert that was delivered by being shown here.
package struct OutboxAlert: Sendable, Equatable {
    package var at: Date
    package var subject: String
    /// Masked, one line each.
    package var lines: [String]

    package init(at: Date, subject: String, body: String) {
        self.at = at
        self.subject = subject
        lines = Masker.masked(body).split(whereSeparator: \.isNewline).map { HarmlessText.line(String($0)) }
    }

    /// In one line, for the feed.
    package var summary: String {
        "Outbox: \(subject). " + lines.dropFirst().prefix(2).map { String($0.drop { $0 == " " }) }.joined(separator: "; ")
    }
}
