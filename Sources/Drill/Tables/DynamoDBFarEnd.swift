import AWS
import FoundationEssentials
import Model

/// Answers DynamoDB for the practice world's table, as far as the console asks. Source: DynamoDB API Reference.
struct DynamoDBFarEnd {
    let account: DrillAccount
    let table: PracticeTable
    let now: Date

    private struct Input {
        var texts: [String: String] = [:]
        var key: [String: AttributeValue] = [:]
        var startKey: [String: AttributeValue] = [:]
        var values: [String: AttributeValue] = [:]
        var limit: Int?

        init(_ body: Data) throws(JSONScanner.Problem) {
            var scanner = JSONScanner(Array(body))
            try scanner.members { scanner, name throws(JSONScanner.Problem) in
                switch scanner.text(of: name) {
                case "Key": key = try scanner.item()
                case "ExclusiveStartKey": startKey = try scanner.item()
                case "ExpressionAttributeValues": values = try scanner.item()
                case "Limit": limit = Int(try scanner.optionalInteger() ?? 0)
                case let other: texts[other] = try scanner.optionalString()
                }
            }
        }

        subscript(name: String) -> String? { texts[name] }
    }

    func answer(_ action: String, _ request: HTTPRequest) -> HTTPResponse {
        guard let input = try? Input(request.body) else {
            return fault("SerializationException", "The body is not the JSON of an input")
        }
        switch action {
        case "Scan": return about(input) { scan(input) }
        case "GetItem": return about(input) { getItem(input) }
        case "UpdateItem": return about(input) { updateItem(input) }
        case "ListTables": return listTables
        case "DescribeTable": return describe(input["TableName"] ?? "")
        case "CreateBackup": return about(input) { createBackup(input) }
        case "ListBackups": return listBackups(input)
        case "RestoreTableFromBackup": return restore(input)
        case "DeleteTable": return delete(input["TableName"] ?? "")
        default: return fault("UnknownOperationException", "Unknown operation \(action)")
        }
    }

    private func fault(_ code: String, _ message: String) -> HTTPResponse {
        .refusal("com.amazonaws.dynamodb.v20120810#\(code)", message)
    }

    private func about(_ input: Input, _ answer: () -> HTTPResponse) -> HTTPResponse {
        let name = input["TableName"] ?? ""
        guard name == PracticeTable.name || isRestored(name) else { return missing(name) }
        return answer()
    }

    private func missing(_ name: String) -> HTTPResponse {
        fault("ResourceNotFoundException", "Requested resource not found: Table: \(name) not found")
    }

    // MARK: Records

    private func scan(_ input: Input) -> HTTPResponse {
        let items = table.items(at: now)
        let start = items.firstIndex { $0["pk"] == input.startKey["pk"] }.map { $0 + 1 } ?? 0
        let page = items[start..<min(items.count, start + (input.limit ?? items.count))]
        let counts = input["Select"] == "COUNT"
        return .json(
            JSONText.object { json in
                json.member("Count", page.count)
                json.member("ScannedCount", page.count)
                if !counts {
                    json.key("Items")
                    json.array(page) { $0.item($1) }
                }
                if page.endIndex < items.count, let last = page.last {
                    json.item("LastEvaluatedKey", last.filter { $0.key == "pk" || $0.key == "sk" })
                }
                capacity(Double(page.count) / 20, to: &json)
            })
    }

    private func getItem(_ input: Input) -> HTTPResponse {
        .json(
            JSONText.object { json in
                if let item = table.item(input.key, at: now) { json.item("Item", item) }
                capacity(1, to: &json)
            })
    }

    /// Sets the status on a condition on the status: what the console writes.
    private func updateItem(_ input: Input) -> HTTPResponse {
        guard let update = input["UpdateExpression"], update.hasPrefix("SET #"), let name = update.split(separator: " ").last,
            case .string(let status)? = input.values[String(name)]
        else { return fault("ValidationException", "Invalid UpdateExpression") }
        var wanted: String?
        if let condition = input["ConditionExpression"]?.split(separator: " ").last,
            case .string(let text)? = input.values[String(condition)]
        {
            wanted = text
        }
        guard table.setStatus(status, of: input.key, if: wanted, at: now) else {
            return fault("ConditionalCheckFailedException", "The conditional request failed")
        }
        return .json(JSONText.object { capacity(1, to: &$0) })
    }

    private func capacity(_ units: Double, to json: inout JSONText) {
        json.key("ConsumedCapacity")
        json.object { json in
            json.member("TableName", PracticeTable.name)
            json.member("CapacityUnits", units)
        }
    }

    // MARK: Tables and backups

    private func isRestored(_ name: String) -> Bool { table.withExtra { $0.restored[name] != nil } }

    private var listTables: HTTPResponse {
        let names = [PracticeTable.name] + table.withExtra { $0.restored.keys.sorted() }
        return .json(
            JSONText.object { json in
                json.key("TableNames")
                json.array(names) { $0.string($1) }
            })
    }

    private func describe(_ name: String) -> HTTPResponse {
        let restored = table.withExtra { $0.restored[name] }
        guard name == PracticeTable.name || restored != nil else { return missing(name) }
        let isReady = restored.map { $0.readyAt <= now.timeIntervalSince1970 } ?? true
        return .json(
            JSONText.object { json in
                json.key("Table")
                json.object { json in
                    json.member("TableName", name)
                    json.member("TableStatus", isReady ? "ACTIVE" : "CREATING")
                    json.member("TableId", restored?.id ?? "practice-table")
                    json.member("TableArn", account.arn("dynamodb", "table/\(name)"))
                    json.member("ItemCount", isReady ? table.items(at: now).count : 0)
                    json.member("TableSizeBytes", isReady ? table.items(at: now).count * 400 : 0)
                }
            })
    }

    private func createBackup(_ input: Input) -> HTTPResponse {
        let name = input["TableName"] ?? ""
        let backup = ExtraTables.Backup(
            name: input["BackupName"] ?? "", table: name, at: now.timeIntervalSince1970,
            arn: account.arn("dynamodb", "table/\(name)/backup/0\(Int(now.timeIntervalSince1970 * 1000))-practice"))
        table.withExtra { $0.backups.append(backup) }
        return .json(
            JSONText.object { json in
                json.key("BackupDetails")
                json.object { write(backup, to: &$0) }
            })
    }

    /// The one of last night, and those that were made since.
    private func backups(of name: String?) -> [ExtraTables.Backup] {
        let at = now.timeIntervalSince1970 - 9 * 3600
        let nightly = ExtraTables.Backup(
            name: "nightly", table: PracticeTable.name, at: at,
            arn: account.arn("dynamodb", "table/\(PracticeTable.name)/backup/01700000000000-nightly"))
        return ([nightly] + table.withExtra { $0.backups }).filter { name == nil || $0.table == name }
    }

    private func listBackups(_ input: Input) -> HTTPResponse {
        .json(
            JSONText.object { json in
                json.key("BackupSummaries")
                json.array(backups(of: input["TableName"])) { json, backup in
                    json.object { json in
                        json.member("TableName", backup.table)
                        write(backup, to: &json)
                    }
                }
            })
    }

    private func write(_ backup: ExtraTables.Backup, to json: inout JSONText) {
        json.member("BackupArn", backup.arn)
        json.member("BackupName", backup.name)
        json.member("BackupStatus", "AVAILABLE")
        json.member("BackupType", "USER")
        json.member("BackupSizeBytes", table.items(at: now).count * 400)
        json.member("BackupCreationDateTime", backup.at)
    }

    private func restore(_ input: Input) -> HTTPResponse {
        let name = input["TargetTableName"] ?? ""
        guard backups(of: nil).contains(where: { $0.arn == input["BackupArn"] }) else {
            return fault("BackupNotFoundException", "Backup not found")
        }
        guard name != PracticeTable.name, !isRestored(name) else {
            return fault("TableAlreadyExistsException", "Table already exists: \(name)")
        }
        let id = "restored-\(Int(now.timeIntervalSince1970 * 1000))"
        table.withExtra { $0.restored[name] = .init(id: id, readyAt: now.timeIntervalSince1970 + 3) }
        return .json(
            JSONText.object { json in
                json.key("TableDescription")
                json.object { json in
                    json.member("TableName", name)
                    json.member("TableStatus", "CREATING")
                    json.member("TableId", id)
                }
            })
    }

    private func delete(_ name: String) -> HTTPResponse {
        guard name != PracticeTable.name else { return fault("AccessDeniedException", "The practice world keeps its table") }
        guard isRestored(name) else { return missing(name) }
        table.withExtra { $0.restored[name] = nil }
        return .json("{}")
    }
}
