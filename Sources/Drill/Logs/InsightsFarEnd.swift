import AWS
import FoundationEssentials
import Model

/// Answers Logs Insights: queries of `fields`, `filter @message like`, `sort @timestamp` and `limit`. Nothing is kept between the
/// calls: the id of a query is the query. Source: CloudWatch Logs API Reference, StartQuery; User Guide, Logs Insights QL.
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
                let start = try? JSONDecoder().decode(Start.self, from: body), let query = InsightsQuery(start.queryString)
            else { return .refusal("ResourceNotFoundException", "Query does not exist") }
            return .json(results(of: start, query))
        }
    }

    private func start(_ body: Data) -> HTTPResponse {
        guard let start = try? JSONDecoder().decode(Start.self, from: body), start.startTime <= start.endTime else {
            return .refusal("InvalidParameterException", "startTime, endTime and queryString are needed")
        }
        guard InsightsQuery(start.queryString) != nil else {
            return .refusal(
                "MalformedQueryException",
                "The practice world knows: fields, filter @message like \"text\" or /text/, sort @timestamp, limit.")
        }
        guard !start.groups.isEmpty, start.groups.allSatisfy({ account.log(ofGroup: $0) != nil }) else {
            return .refusal("ResourceNotFoundException", "The specified log group does not exist.")
        }
        return .json(JSONText.object { $0.member("queryId", body.base64EncodedString()) })
    }

    private func results(of start: Start, _ query: InsightsQuery) -> String {
        let most = min(10_000, query.limit ?? start.limit ?? 1000)
        let end = min(Double(start.endTime), now.timeIntervalSince1970)
        let minutes = start.startTime / 60...max(start.startTime / 60, Int(end / 60))
        var scanned = 0
        var found: [DrillLogLine] = []
        for minute in query.isAscending ? Array(minutes) : minutes.reversed() where found.count < most {
            let lines = start.groups.compactMap { account.log(ofGroup: $0)?.lines(ofMinute: minute) }.flatMap(\.self)
                .filter { $0.at >= start.startTime * 1000 && Double($0.at) <= end * 1000 }
            scanned += lines.count
            let sorted = lines.filter { query.matches($0.message) }.sorted { query.isAscending ? $0.at < $1.at : $0.at > $1.at }
            found += sorted.prefix(most - found.count)
        }
        return JSONText.object { json in
            json.member("status", "Complete")
            json.key("results")
            json.array(found) { json, line in Self.write(line, query.fields, to: &json) }
            json.key("statistics")
            json.object { json in
                json.member("recordsMatched", found.count)
                json.member("recordsScanned", scanned)
                json.member("bytesScanned", scanned * 120)
            }
        }
    }

    private static func write(_ line: DrillLogLine, _ fields: [String], to json: inout JSONText) {
        // The real one says 2024-01-15 12:34:56.789 in UTC.
        let stamp = ISO8601.text(Date(timeIntervalSince1970: Double(line.at) / 1000)).dropLast().split(separator: "T")
        let known = ["@timestamp": stamp.joined(separator: " "), "@message": line.message, "@logStream": line.stream]
        json.array(fields + ["@ptr"]) { json, field in
            guard let value = field == "@ptr" ? line.id : known[field] ?? PayloadMembers(line.message)[field] else { return }
            json.object { json in
                json.member("field", field)
                json.member("value", value)
            }
        }
    }
}

/// The commands of a query, as far as they are known.
struct InsightsQuery {
    private(set) var fields = ["@timestamp", "@message"]
    private(set) var limit: Int?
    private(set) var isAscending = false
    private var wanted: [String] = []

    /// - Returns: nil for a command that is not known or not understood.
    init?(_ text: String) {
        for command in text.split(separator: "|") {
            let words = command.split { $0 == " " || $0 == "\n" || $0 == "\t" || $0 == "," }.map(String.init)
            guard let verb = words.first, take(verb, Array(words.dropFirst())) else { return nil }
        }
    }

    func matches(_ message: String) -> Bool { wanted.allSatisfy(message.contains) }

    private mutating func take(_ verb: String, _ words: [String]) -> Bool {
        switch verb {
        case "fields", "display":
            fields = words
            return !words.isEmpty
        case "limit":
            limit = words.first.flatMap { Int($0) }
            return limit.map { $0 > 0 } ?? false
        case "sort":
            isAscending = words.last == "asc"
            return words.first == "@timestamp"
        case "filter":
            let text = words.dropFirst(2).joined(separator: " ")
            guard words.count > 2, words[0] == "@message", words[1] == "like", text.count > 2, let quote = text.first,
                "/\"'".contains(quote), text.last == quote
            else { return false }
            wanted.append(String(text.dropFirst().dropLast()))
            return true
        default: return false
        }
    }
}
