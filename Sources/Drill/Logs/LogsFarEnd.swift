import AWS
import FoundationEssentials
import Model

/// Answers CloudWatch Logs in its JSON protocol: a group for every function. Source: CloudWatch Logs API Reference.
/// Live tail is not offered here; a client falls back to FilterLogEvents.
struct LogsFarEnd {
    /// As the real one: at most so many events an answer.
    private static let most = 10_000
    /// A group forgets after seven days.
    private static let keptMinutes = 7 * 1440

    let account: DrillAccount
    let now: Date

    private struct Input: Decodable {
        var logGroupName: String?
        var logGroupIdentifier: String?
        var logGroupNamePrefix: String?
        var logGroupNamePattern: String?
        var logStreamNames: [String]?
        var logStreamNamePrefix: String?
        var filterPattern: String?
        /// Milliseconds since 1970, both ends included.
        var startTime: Int?
        var endTime: Int?
        var limit: Int?
        var nextToken: String?
    }

    func answer(_ action: String, _ request: HTTPRequest) -> HTTPResponse {
        guard let input = try? JSONDecoder().decode(Input.self, from: request.body.isEmpty ? Data("{}".utf8) : request.body)
        else { return .refusal("SerializationException", "The body is not the JSON of an input") }
        switch action {
        case "DescribeLogGroups": return groups(input)
        case "DescribeLogStreams": return aboutGroup(input) { streams($0) }
        case "FilterLogEvents": return aboutGroup(input) { events($0, input) }
        case "StartQuery", "GetQueryResults", "StopQuery":
            return InsightsFarEnd(account: account, now: now).answer(action, request)
        default: return .refusal("UnknownOperationException", "Unknown operation \(action)")
        }
    }

    // MARK: Groups and streams

    private func groups(_ input: Input) -> HTTPResponse {
        let names = account.world.functions.map { "/aws/lambda/" + $0.name }.sorted().filter { name in
            name.hasPrefix(input.logGroupNamePrefix ?? "") && name.contains(input.logGroupNamePattern ?? "/")
        }
        let start = min(names.count, input.nextToken.flatMap { Int($0) } ?? 0)
        let end = min(names.count, start + min(50, input.limit ?? 50))
        return .json(
            JSONText.object { json in
                json.key("logGroups")
                json.array(names[start..<end]) { json, name in
                    json.object { json in
                        json.member("logGroupName", name)
                        json.member("arn", account.arn("logs", "log-group:\(name):*"))
                        json.member("logGroupArn", account.arn("logs", "log-group:" + name))
                        json.member("creationTime", 1_700_000_000_000)
                        json.member("retentionInDays", 7)
                        json.member("storedBytes", 0)
                    }
                }
                if end < names.count { json.member("nextToken", String(end)) }
            })
    }

    private func streams(_ log: FunctionLog) -> HTTPResponse {
        .json(
            JSONText.object { json in
                json.key("logStreams")
                json.array(log.streamNames(atMinute: Int(now.timeIntervalSince1970) / 60)) { json, name in
                    json.object { json in
                        json.member("logStreamName", name)
                        json.member("lastEventTimestamp", Int(now.timeIntervalSince1970) / 60 * 60_000)
                    }
                }
            })
    }

    private func aboutGroup(_ input: Input, _ answer: (FunctionLog) -> HTTPResponse) -> HTTPResponse {
        let named = input.logGroupName ?? input.logGroupIdentifier?.split(separator: ":").last.map(String.init) ?? ""
        guard let log = account.log(ofGroup: named) else {
            return .refusal("ResourceNotFoundException", "The specified log group does not exist.")
        }
        return answer(log)
    }

    // MARK: Events

    private func events(_ log: FunctionLog, _ input: Input) -> HTTPResponse {
        guard let pattern = FilterPattern(input.filterPattern ?? "") else {
            return .refusal("InvalidParameterException", "Invalid filter pattern")
        }
        let last = Int(now.timeIntervalSince1970 * 1000)
        let from = max(input.startTime ?? 0, last - Self.keptMinutes * 60_000)
        let to = min(input.endTime ?? last, last)
        var cursor = Cursor(input.nextToken) ?? Cursor(minute: from / 60_000, place: 0)
        let most = min(Self.most, max(1, input.limit ?? Self.most))
        var found: [DrillLogLine] = []
        // What names a notification stands in the table's lines only: the hours of others need not be told again.
        let isAboutNotification = input.filterPattern?.contains("notification#") == true
        while cursor.minute * 60_000 <= to, found.count < most {
            let lines = isAboutNotification ? log.tableLines(cursor.minute) : log.lines(ofMinute: cursor.minute)
            while cursor.place < lines.count, found.count < most {
                let line = lines[cursor.place]
                cursor.place += 1
                guard (from...max(from, to)).contains(line.at), input.logStreamNames?.contains(line.stream) ?? true,
                    line.stream.hasPrefix(input.logStreamNamePrefix ?? ""), pattern.matches(line.message)
                else { continue }
                found.append(line)
            }
            if cursor.place == lines.count { cursor = Cursor(minute: cursor.minute + 1, place: 0) }
        }
        return .json(text(of: found, next: cursor.minute * 60_000 <= to ? cursor.token : nil))
    }

    private func text(of lines: [DrillLogLine], next: String?) -> String {
        JSONText.object { json in
            json.key("events")
            json.array(lines) { json, line in
                json.object { json in
                    json.member("logStreamName", line.stream)
                    json.member("timestamp", line.at)
                    json.member("message", line.message)
                    json.member("ingestionTime", line.at + 400)
                    json.member("eventId", line.id)
                }
            }
            json.key("searchedLogStreams")
            json.array([String]()) { $0.string($1) }
            if let next { json.member("nextToken", next) }
        }
    }

    /// Where the next page begins.
    private struct Cursor {
        var minute: Int
        /// A line of that minute.
        var place: Int

        var token: String { "\(minute).\(place)" }

        init(minute: Int, place: Int) {
            self.minute = minute
            self.place = place
        }

        init?(_ token: String?) {
            let parts = (token ?? "").split(separator: ".").compactMap { Int($0) }
            guard parts.count == 2 else { return nil }
            self.init(minute: parts[0], place: parts[1])
        }
    }
}

extension DrillAccount {
    /// - Parameter group: `/aws/lambda/NAME`.
    func log(ofGroup group: String) -> FunctionLog? {
        let prefix = "/aws/lambda/"
        guard group.hasPrefix(prefix), let index = functionIndex[String(group.dropFirst(prefix.count))] else { return nil }
        return FunctionLog(account: self, index: index)
    }
}
