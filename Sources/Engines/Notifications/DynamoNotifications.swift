package import AWS
import FoundationEssentials
package import Model

/// Notifications in a table of DynamoDB.
package struct DynamoNotifications: NotificationSource {
    package let settings: NotificationSettings
    private let client: AWSClient
    private let clock: any WallClock

    /// Dollars for one capacity unit of reading, of an on-demand table in us-east-1. Source: Amazon DynamoDB pricing.
    private static let dollarsPerUnit = 0.000_000_125

    package init(settings: NotificationSettings, client: AWSClient, clock: any WallClock = SystemClock()) {
        self.settings = settings
        self.client = client
        self.clock = clock
    }

    package var findsByStatus: Bool { settings.index != nil }

    // MARK: Reading

    package func page(_ question: NotificationQuestion) async throws(Problem) -> NotificationPage {
        let output: ReadItemsOutput
        do throws(AWSError) {
            if let index = settings.index, let status = question.status {
                output = try await client.call(Query.self, input(question, index: index, status: status))
            } else {
                output = try await client.call(Scan.self, input(question))
            }
        } catch {
            throw Problem(error)
        }
        charge(output.units)
        let now = clock.now
        var records = output.items.compactMap { NotificationRecord($0, settings: settings, now: now) }
        // A scan cannot look for one status without reading the others.
        if let status = question.status { records = records.filter { $0.status == status } }
        return NotificationPage(
            records: records, count: question.countsOnly ? output.count : records.count, scanned: output.scannedCount,
            next: output.lastKey.isEmpty || output.lastKey == question.cursor ? nil : output.lastKey, units: output.units ?? 0)
    }

    private func input(_ question: NotificationQuestion, index: String, status: String) -> ReadItemsInput {
        ReadItemsInput(
            tableName: settings.table, indexName: index, keyCondition: "#s = :s", names: ["#s": settings.attributes.status],
            values: [":s": .string(status)], limit: question.limit, startKey: question.cursor ?? [:],
            countsOnly: question.countsOnly)
    }

    private func input(_ question: NotificationQuestion) -> ReadItemsInput {
        let filter = settings.key.filter
        return ReadItemsInput(
            tableName: settings.table, filter: filter.text.isEmpty ? nil : filter.text, names: filter.names,
            values: filter.values, limit: question.limit, startKey: question.cursor ?? [:], countsOnly: question.countsOnly)
    }

    package func record(_ id: String) async throws(Problem) -> NotificationRecord? {
        do throws(AWSError) {
            let output = try await client.call(
                GetItem.self, GetItem.Input(tableName: settings.table, key: settings.key.item(of: id)))
            charge(output.units)
            return output.item.map { NotificationRecord(id: id, $0, settings: settings, now: clock.now) }
        } catch {
            throw Problem(error)
        }
    }

    private func charge(_ units: Double?) {
        guard let units, units > 0 else { return }
        client.meter.charge(units * Self.dollarsPerUnit, at: clock.now)
    }

    // MARK: Retrying

    package func retry(_ id: String) async -> RetryStep {
        let input = UpdateItem.Input(
            tableName: settings.table, key: settings.key.item(of: id), update: "SET #s = :retry", condition: "#s = :failed",
            names: ["#s": settings.attributes.status],
            values: [":retry": .string(settings.statuses.retry), ":failed": .string(settings.statuses.failed)])
        do throws(AWSError) {
            return .changed(requestID: try await client.call(UpdateItem.self, input).requestID)
        } catch {
            if error.code == UpdateItem.conditionFailed { return .conditionFailed }
            // What was cancelled under way may have arrived too.
            return error.outcomeIsUnknown || error.kind == .cancelled ? .unknown(Problem(error)) : .failed(Problem(error))
        }
    }

    /// The table has one record for each recipient; attempts are the sender's affair.
    package func attempts(of id: String) async throws(Problem) -> [NotificationAttempt] { [] }
}
