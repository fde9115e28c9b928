/// Makes a new table of a backup; it takes minutes to hours. Source: DynamoDB API Reference, RestoreTableFromBackup.
package enum RestoreTableFromBackup: JSONOperation {
    package static let target = Target(.dynamoDB, "RestoreTableFromBackup")
    package static let mayRepeat = false
    /// The name is taken already.
    package static let alreadyExists = "TableAlreadyExistsException"

    package struct Input: Encodable, Sendable {
        package var targetTableName: String
        package var backupArn: String

        package init(targetTableName: String, backupArn: String) {
            self.targetTableName = targetTableName
            self.backupArn = backupArn
        }
    }

    package struct Output: Decodable, Sendable, Equatable {
        package var tableDescription: Description?

        package struct Description: Decodable, Sendable, Equatable {
            package var tableName: String?
            package var tableStatus: String?
            /// Unlike a name it is never given twice.
            package var tableId: String?
        }
    }
}
