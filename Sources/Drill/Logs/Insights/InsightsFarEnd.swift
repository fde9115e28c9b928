import AWS
import FoundationEssentials
import Model

/// Answers Logs Insights. Nothing is kept between the calls: the id of a query is the query.
/// Source: CloudWatch Logs API Reference, StartQuery; User Guide, Logs Insights QL.
struct InsightsFarEnd {
    let account: DrillAccount
    let now: Date

    private struct Start: Codable {
        var logGroupName: String?
        var logGroupNames: [String]?
        var logGroupIdentifiers: [String]?
        /// Seconds since 1970, both ends included.
        var startTime: Int
        var endTime: Int
        var queryString: String
        var limit: Int?

        var groups: [String] {
            (logGroupName.map { [$0] } ?? logGroupNames ?? logGroupIdentifiers ?? []).map {
                $0.split(separator: ":").last.map(String.init) ?? $0
            }
        }
    }

    private struct Named: Decodable { var queryId: String }

    func answer(_ action: String, _ request: HTTPRequest) -> HTTPResponse {
        switch action {
        case "StartQuery": return start(request.body)
        case "StopQuery": return .json("{\"success\":true}")
        default:
            guard let named = try? JSONDecoder().decode(Named.self, from: request.body),
                let body = Data(base64Encoded: named.queryId),
                let start = try? JSONDecoder().decode(Start.self, from: body), let program = InsightsProgram(start.queryString)
            else { return .refusal("ResourceNotFoundException", "Query does not exist") }
            return .json(results(of: start, program))
        }
    }

    private func start(_ body: Data) -> HTTPResponse {
        guard let start = try? JSONDecoder().decode(Start.self, from: body), start.startTime <= start.endTime else {
            return .refusal("InvalidParameterException", "startTime, endTime and queryString are needed")
        }
        guard InsightsProgram(start.queryString) != nil else {
            return .refusal(
                "MalformedQueryException",
                "The practice world knows fields, display, filter, stats, sort and limit, and patterns of plain texts.")
        }
        guard !start.groups.isEmpty, start.groups.allSatisfy({ account.log(ofGroup: $0) != nil }) else {
            return .refusal("ResourceNotFoundException", "The specified log group does not exist.")
        }
        return .json(JSONText.object { $0.member("queryId", body.base64EncodedString()) })
    }

    private func results(of start: Start, _ program: InsightsProgram) -> String {
        let most = min(10_000, program.limit ?? start.limit ?? 1000)
        let (matching, scanned, bytes) = scan(start, program, atLeast: most)
        return JSONText.object { json in
            json.member("status", "Complete")
            json.key("results")
            json.array(program.rows(matching, limit: most)) { json, row in
                json.array(row) { json, cell in
                    json.object { json in
                        json.member("field", cell.field)
                        json.member("value", cell.value)
                    }
                }
            }
            json.key("statistics")
            json.object { json in
                json.member("recordsMatched", matching.count)
                json.member("recordsScanned", scanned)
                json.member("bytesScanned", bytes)
            }
        }
    }

    /// The records that match, newest minute first; no more minutes than the answer needs.
    private func scan(
        _ start: Start, _ program: InsightsProgram, atLeast most: Int
    ) -> (matching: [InsightsRecord], scanned: Int, bytes: Int) {
        let end = min(Double(start.endTime), now.timeIntervalSince1970)
        let range = start.startTime * 1000...max(start.startTime * 1000, Int(end * 1000))
        var (matching, scanned, bytes): ([InsightsRecord], Int, Int) = ([], 0, 0)
        for minute in (range.lowerBound / 60_000...range.upperBound / 60_000).reversed() {
            if program.wantsNewestFirst, matching.count >= most { break }
            let records = start.groups.flatMap { group in
                account.log(ofGroup: group)?.lines(ofMinute: minute).filter { range.contains($0.at) }.map {
                    InsightsRecord(line: $0, group: group)
                } ?? []
            }
            scanned += records.count
            bytes += records.reduce(0) { $0 + $1.line.message.utf8.count }
            matching += records.filter(program.matches).sorted { $0.line.at > $1.line.at }
        }
        return (matching, scanned, bytes)
    }
}
