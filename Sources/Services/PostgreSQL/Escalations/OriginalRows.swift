import Model

/// The original's `process` table as it stands.
struct OriginalRows {
    let targetKeys: [String: String]

    func all(in transaction: borrowing PostgresTransaction) throws(PostgresError) -> [EscalationHistory] {
        try transaction.run("SELECT id, notifications FROM process ORDER BY at, id").named.map(history)
    }

    func one(_ id: ProcessID, in transaction: borrowing PostgresTransaction) throws(PostgresError) -> EscalationHistory? {
        guard !id.text.utf8.contains(0) else { return nil }
        return try transaction.run("SELECT id, notifications FROM process WHERE id = $1", [id.text]).named.first.map(history)
    }

    private func history(_ row: PostgresRow) -> EscalationHistory {
        let id = ProcessID(row.text("id") ?? "")
        do {
            let process = try OriginalProcess(text: row.text("notifications"), targetKeys: targetKeys)
            let next = process.notifications.min { $0.dueAt < $1.dueAt }
            return EscalationHistory(
                row: Escalation(
                    processID: id, state: .scheduled, nextAt: next?.at, nextChannel: next?.channel,
                    remaining: process.elements.count),
                steps: process.elements.map {
                    EscalationStep(
                        notification: $0.notification, state: .scheduled, dueAt: $0.notification.dueAt, source: $0.value.edn)
                })
        } catch {
            let reason = "The original's table holds what cannot be read: \(error)."
            return EscalationHistory(row: Escalation(processID: id, state: .unreadable, reason: reason), steps: [])
        }
    }
}
