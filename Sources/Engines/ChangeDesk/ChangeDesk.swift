package import Model
package import Store

/// The one door to every change: read-only and permission class first, then the audit row, then the call, then its end in the audit.
package actor ChangeDesk {
    private let audit: AuditLog
    private let author: Author
    private let clock: any WallClock
    private var inProgress: [Int: Change] = [:]

    package init(audit: AuditLog, author: Author, clock: any WallClock = SystemClock()) {
        self.audit = audit
        self.author = author
        self.clock = clock
    }

    /// Changes that are sent and not answered, oldest first: what quitting has to name.
    package var unfinished: [Change] { inProgress.sorted { $0.key < $1.key }.map(\.value) }

    /// Carries `change` out, unless it may not be or cannot be recorded.
    ///
    /// A change whose caller was cancelled before it was sent is not sent; one that was sent is recorded to its end.
    /// - Parameter perform: The calls themselves, and reading back what they did. It may show its answer at once: the audit
    ///   row is closed after it.
    /// - Returns: What `perform` has answered; `.refused` where the place is read-only; `.failed` with code `AuditFailed` where the
    ///   audit row could not be opened. In both cases `perform` was not called. ``Outcome/notRecorded`` says when the end is
    ///   not in the audit.
    package func submit(_ change: Change, by perform: @Sendable () async -> Outcome) async -> Outcome {
        if change.place.isReadOnly, change.permission != .read { return await refuse(change) }
        let entry: AuditLog.Entry
        do throws(StoreError) {
            entry = try await audit.open(change, by: author, at: clock.now)
        } catch {
            return Outcome(.failed(.notAudited(error)))
        }
        inProgress[entry.sequence] = change
        defer { inProgress[entry.sequence] = nil }
        let outcome = Task.isCancelled ? Outcome(.failed(.cancelled)) : await perform()
        return await close(entry, with: outcome)
    }

    /// Closes as unknown what processes that are gone have left open; to be called at each start.
    /// - Returns: The rows written; their notes say what to check.
    /// - Throws: ``StoreError``; no change can be made then either.
    package func settleOrphans() async throws(StoreError) -> [AuditRow] {
        try await audit.settleOrphans(host: author.host, at: clock.now)
    }

    private func refuse(_ change: Change) async -> Outcome {
        var outcome = Outcome(.refused(.readOnly(change.place)))
        do throws(StoreError) {
            try await audit.refuse(change, by: author, with: outcome, at: clock.now)
        } catch {
            outcome.notRecorded = .notRecorded(outcome.kind, error)
        }
        return outcome
    }

    private func close(_ entry: AuditLog.Entry, with outcome: Outcome) async -> Outcome {
        do throws(StoreError) {
            try await audit.close(entry, with: outcome, at: clock.now)
            return outcome
        } catch {
            var outcome = outcome
            outcome.notRecorded = .notRecorded(outcome.kind, error)
            return outcome
        }
    }
}

extension Problem {
    static var cancelled: Problem {
        Problem(code: "Cancelled", message: "Not sent: it was cancelled first. Nothing has changed.")
    }

    fileprivate static func notAudited(_ error: StoreError) -> Problem {
        Problem(
            code: "AuditFailed", message: "Not sent, since it could not be recorded. \(error.message) Nothing has changed.",
            hint: error.auditHint)
    }

    fileprivate static func notRecorded(_ kind: Outcome.Kind, _ error: StoreError) -> Problem {
        let happened =
            switch kind {
            case .confirmed: "Done, but not recorded."
            case .failed: "Failed, and not recorded."
            case .unknown: "The outcome is unknown, and not recorded."
            case .refused: "Refused, and not recorded."
            }
        return Problem(
            code: "NotRecorded", message: "\(happened) \(error.message)",
            hint: "The audit will call this change unknown. \(error.auditHint)")
    }
}

extension StoreError {
    /// What to do so that changes can be made again.
    fileprivate var auditHint: String {
        switch code {
        case .diskFull: "Free some space, then try again."
        case .busy: "Another process holds the audit; try again."
        case .readOnly, .other: "Check the state folder, or choose another with --state-dir."
        case .tampered, .newerSchema, .corrupt: hint
        }
    }
}
