/// Makes an on-demand backup of a table; it is charged by the gigabyte and month until it is deleted.
/// Source: DynamoDB API Reference, CreateBackup.
package enum CreateBackup: JSONOperation {
    package static let target = Target(.dynamoDB, "CreateBackup")
    package static let mayRepeat = false

    package struct Input: Encodable, Sendable {
        package var tableName: String
        /// 3...255 letters, digits, `_`, `-`, `.`.
        package var backupName: String

        package init(tableName: String, backupName: String) {
            self.tableName = tableName
            self.backupName = backupName
        }
    }

    package struct Output: Decodable, Sendable, Equatable {
        package var backupDetails: Details?

        package struct Details: Decodable, Sendable, Equatable {
            package var backupArn: String?
            package var backupName: String?
            package var backupStatus: String?
        }
    }
}
