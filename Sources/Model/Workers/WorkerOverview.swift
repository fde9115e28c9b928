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
    /// The newest emergency call that fits no meeting; nil for none within the last hour.
    package var strayEmergencyAt: Date?
    /// Of the client secret of a live deployment; nil where there is none.
    package var secretDays: Int?
    /// True when alerts stay in the console, because no mail server is given.
    package var hasNoMail = false
    /// How often the check runs; nil where nobody here runs it.
    package var interval: Duration?

    package init() {}

    /// What has to be said loudly, worst first. Silence is not safety.
    package func troubles(at now: Date) -> [Problem] {
        var troubles: [Problem] = []
        if let failure { troubles.append(failure) }
        if let strayEmergencyAt {
            let minutes = Int(now.timeIntervalSince(strayEmergencyAt) / 60)
            troubles.append(
                Problem(
                    code: "Emergency", message: "An emergency call came \(minutes) min ago that fits no meeting.",
                    hint: "The mail to the emergency list names the caller."))
        }
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
                    code: "NoCheck", message: "Nobody has checked for missed check-ins: \(last ?? "none has ever run here").",
                    hint: "Run nightdesk worker check."))
        }
        if let secretDays, secretDays < 30 {
            troubles.append(
                Problem(
                    code: "SecretExpiry", message: "The client secret expires in \(secretDays) days.",
                    hint: "Make a new one and put it and its date into SSM."))
        }
        if hasNoMail {
            troubles.append(Problem(code: "NoMail", message: "mail: none configured", hint: "Set SMTP_HOST and MAIL_FROM."))
        }
        return troubles
    }

    private func isLate(_ interval: Duration, at now: Date) -> Bool {
        guard let last = lastGoodCheckAt else { return true }
        return now.timeIntervalSince(last) > 2 * (interval / .seconds(1))
    }
}
