package import FoundationEssentials

/// One table of DynamoDB, as far as its description tells.
package struct TableFacts: Sendable, Equatable {
    package var name: String
    /// nil where the table could not be described.
    package var status: String?
    /// As of some hours ago.
    package var items: Int?
    package var bytes: Int?

    package init(name: String, status: String?, items: Int?, bytes: Int?) {
        self.name = name
        self.status = status
        self.items = items
        self.bytes = bytes
    }
}

extension TableFacts: DocumentRow {
    package func write(to json: inout JSONText) {
        json.member("name", name)
        json.member("status", status)
        json.member("items", items)
        json.member("bytes", bytes)
    }
}

/// One backup of a table.
package struct TableBackup: Sendable, Equatable {
    package var name: String
    package var arn: String
    package var createdAt: Date
    /// `CREATING`, `AVAILABLE`, `DELETED`.
    package var status: String?
    package var bytes: Int?

    package init(name: String, arn: String, createdAt: Date, status: String?, bytes: Int?) {
        self.name = name
        self.arn = arn
        self.createdAt = createdAt
        self.status = status
        self.bytes = bytes
    }
}

extension TableBackup: DocumentRow {
    package func write(to json: inout JSONText) {
        json.member("name", name)
        json.member("createdAt", createdAt)
        json.member("status", status)
        json.member("bytes", bytes)
        json.member("arn", arn)
    }
}

/// What became of a restore test.
package struct RestoreTest: Sendable, Equatable {
    package var table: String
    package var target: String
    package var backup: TableBackup
    /// Items counted in the restored table; nil where it did not come so far.
    package var items: Int?
    /// Items counted in the table itself.
    package var itemsOfTable: Int?
    /// nil where nothing was there to be deleted.
    package var isDeleted: Bool?
    package var problem: Problem?

    package init(table: String, target: String, backup: TableBackup) {
        self.table = table
        self.target = target
        self.backup = backup
    }

    /// A backup is older than its table, so a few items fewer or more are no fault; none where there are some is.
    package var isGood: Bool {
        guard problem == nil, isDeleted == true, let items, let itemsOfTable else { return false }
        return items > 0 || itemsOfTable == 0
    }
}

extension RestoreTest: DocumentRow {
    package func write(to json: inout JSONText) {
        json.member("table", table)
        json.member("target", target)
        json.member("backup", backup.name)
        json.member("backupCreatedAt", backup.createdAt)
        json.member("items", items)
        json.member("itemsOfTable", itemsOfTable)
        json.key("deleted")
        if let isDeleted { json.bool(isDeleted) } else { json.null() }
        json.member("good", isGood)
        json.member("message", problem?.message)
    }
}
