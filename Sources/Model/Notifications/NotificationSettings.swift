/// How the notifications of a context are found and what is expected of them (contract, `notifications`).
package struct NotificationSettings: Sendable, Equatable {
    package var table = ""
    package var key = NotificationKey.standard
    package var statuses = NotificationStatuses()
    package var attributes = NotificationAttributes()
    /// A secondary index whose partition key is the status; nil for none.
    package var index: String?
    /// The function that sends; nil where it is not known.
    package var sender: String?
    /// Capacity units that reading may consume in a second.
    package var unitsPerSecond = 100.0
    /// Records that are retried in a second.
    package var retriesPerSecond = 20.0

    package init() {}

    /// `prd3292-prod1-us-east-1-ntfcn-snd`, where the table is called `prd3292-prod1-us-east-1-demand-table`.
    package static func sender(ofTable table: String) -> String? {
        let ending = "demand-table"
        guard table.hasSuffix("-" + ending) else { return nil }
        return String(table.dropLast(ending.count)) + "ntfcn-snd"
    }
}
