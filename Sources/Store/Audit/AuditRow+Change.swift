import FoundationEssentials
import Model

/// What the rows of a change say. Phone numbers are cut to three digits here, whoever made the change.
extension AuditRow {
    /// The note holds what was there before.
    init(opening change: Change, by author: Author, at now: Date) {
        self.init(of: change, by: author, event: .opened, at: now)
        if !change.oldValues.isEmpty {
            let values = change.oldValues.map { "\($0.label) \($0.value ?? "not set")" }.joined(separator: "; ")
            note = Masking.phones(in: "Before: \(values)")
        }
    }

    init(closing sequence: Int, of change: Change, by author: Author, with outcome: Outcome, at now: Date) {
        self.init(of: change, by: author, event: .closed, at: now)
        opens = sequence
        self.outcome = outcome.kind
        requestID = outcome.requestID ?? outcome.problem?.requestID
        let parts = [outcome.problem?.message, outcome.note].compactMap(\.self)
        note = parts.isEmpty ? nil : Masking.phones(in: parts.joined(separator: " "))
    }

    init(orphan opened: AuditRow, whatToCheck: String, at now: Date) {
        self = opened
        at = Date(timeIntervalSince1970: (now.timeIntervalSince1970 * 1000).rounded() / 1000)
        event = .closed
        opens = opened.sequence
        outcome = .unknown
        note = Masking.phones(in: "The program ended before the answer came. \(whatToCheck)")
    }

    private init(of change: Change, by author: Author, event: Event, at now: Date) {
        self.init(
            sequence: 0, at: now, author: author, place: change.place, action: change.action,
            targets: change.targets.map(Masking.phones), permission: change.permission, event: event)
    }
}
