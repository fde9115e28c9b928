package import AWS
import Model

/// CloudWatch Logs as a source of events.
package struct CloudWatchLogs: LogSource {
    private let client: AWSClient

    package init(client: AWSClient) { self.client = client }

    package func page(_ question: LogPageQuestion) async throws(AWSError) -> LogPage {
        let input = FilterLogEvents.Input(
            logGroupName: question.group, startTime: max(0, question.fromMs), endTime: question.toMs,
            filterPattern: question.pattern, nextToken: question.token)
        let output = try await client.call(FilterLogEvents.self, input)
        let events = output.events.map { event in
            LogEvent(
                id: event.eventId, group: question.group, stream: event.logStreamName, atMs: event.timestamp,
                ingestedMs: event.ingestionTime, message: event.message)
        }
        return LogPage(events: events, next: FilterLogEvents.next(after: output, of: input)?.nextToken)
    }

    package func openLiveTail(groups: [String], pattern: String?) async throws(AWSError) -> any LiveTailSession {
        var identifiers: [String] = []
        for group in groups { identifiers.append(try await identifier(of: group)) }
        let input = StartLiveTail.Input(logGroupIdentifiers: identifiers, logEventFilterPattern: pattern)
        return Session(stream: try await client.stream(StartLiveTail.self, input), groups: groups)
    }

    /// The ARN of a group: live tail takes no names.
    private func identifier(of group: String) async throws(AWSError) -> String {
        if group.hasPrefix("arn:") { return group }
        var pages = client.pages(DescribeLogGroups.self, .init(logGroupNamePrefix: group)).makeAsyncIterator()
        while let page = try await pages.next() {
            if let found = page.logGroups?.first(where: { $0.logGroupName == group }) { return found.identifier }
        }
        throw AWSError(
            .notFound, code: "ResourceNotFoundException", message: "There is no log group \(group) in \(client.region).",
            hint: "It is made with the first line that is logged; check the name and the region.")
    }

    private struct Session: LiveTailSession {
        let stream: EventStream<StartLiveTail>
        let groups: [String]

        func next() async throws(AWSError) -> LiveTailNews? {
            switch try await stream.next() {
            case .started: return LiveTailNews(events: [])
            case .update(let update): return LiveTailNews(events: update.events.map(event), isSampled: update.isSampled)
            case nil: return nil
            }
        }

        private func event(_ event: LiveTailEvent) -> LogEvent {
            LogEvent(
                id: "", group: LogGroupName.find(event.logGroupIdentifier, among: groups), stream: event.logStreamName,
                atMs: event.timestamp, ingestedMs: event.ingestionTime, message: event.message)
        }
    }
}

/// The many ways in which AWS names a log group: by name, by `account:name`, by ARN with or without `:*`.
enum LogGroupName {
    /// The name by which the group was asked for; the identifier itself where none fits.
    static func find(_ identifier: String, among groups: [String]) -> String {
        if groups.contains(identifier) { return identifier }
        let name = name(of: identifier)
        return groups.first { self.name(of: $0) == name } ?? name
    }

    static func name(of identifier: String) -> String {
        var parts = identifier.split(separator: ":", omittingEmptySubsequences: false)
        if parts.count > 1, parts.last == "*" { parts.removeLast() }
        // Names of groups have no colon in them.
        return parts.last.map(String.init) ?? identifier
    }
}
