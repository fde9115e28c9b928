package import AWS
package import FoundationEssentials
package import Model

/// What the sender has logged about one notification.
package struct SenderLog: Sendable {
    private let client: AWSClient
    private let clock: any WallClock

    /// As far back as it is looked.
    private static let window: TimeInterval = 86_400
    private static let mostPages = 20
    private static let mostLines = 200
    /// A shorter id alone would be found in every second line.
    private static let shortestID = 6

    package init(client: AWSClient, clock: any WallClock = SystemClock()) {
        self.client = client
        self.clock = clock
    }

    /// Oldest first, masked and harmless.
    /// - Parameter since: Before it nothing can have been logged; nil where that is not known.
    package func lines(
        of id: String, named fullID: String, sender: String, since: Date?
    ) async throws(Problem) -> [NotificationDetail.Line] {
        let logs = CloudWatchLogs(client: client)
        let from = max(clock.now.addingTimeInterval(-Self.window), since?.addingTimeInterval(-60) ?? .distantPast)
        var found: [LogEvent] = []
        for pattern in patterns(id, fullID) {
            var token: String?
            var pages = 0
            repeat {
                do throws(AWSError) {
                    let page = try await logs.page(
                        LogPageQuestion(
                            group: "/aws/lambda/\(sender)", fromMs: from.milliseconds, toMs: clock.now.milliseconds,
                            pattern: pattern, token: token))
                    // Emulators know few patterns, and answer with all lines to others.
                    found += page.events.filter { Self.names(id, fullID, in: $0.message) }
                    token = page.next
                } catch {
                    throw Problem(error)
                }
                pages += 1
            } while token != nil && pages < Self.mostPages && found.count < Self.mostLines
            if !found.isEmpty { break }
        }
        return found.sorted { $0.isBefore($1) }.suffix(Self.mostLines).map {
            NotificationDetail.Line(at: $0.at, text: HarmlessText.line(Masker.masked($0.message)))
        }
    }

    /// The runbook's own first; then the context that the sender's library adds to each line.
    private func patterns(_ id: String, _ fullID: String) -> [String] {
        func quoted(_ text: String) -> String {
            "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\\"") + "\""
        }
        return [quoted(fullID), "{ $.context.notificationId = \(quoted(id)) }"]
    }

    private static func names(_ id: String, _ fullID: String, in message: String) -> Bool {
        if holds(fullID, message) { return true }
        return holds("\"notificationId\":\"\(id)\"", message) || (id.utf8.count >= shortestID && holds("\"\(id)\"", message))
    }

    /// With no letter or digit behind it: `notification#12` is not `notification#123`.
    private static func holds(_ text: String, _ message: String) -> Bool {
        let (needle, hay) = (Array(text.utf8), Array(message.utf8))
        guard let first = needle.first, hay.count >= needle.count else { return false }
        for start in 0...(hay.count - needle.count) where hay[start] == first && hay[start...].starts(with: needle) {
            let end = start + needle.count
            guard end < hay.count else { return true }
            let next = hay[end]
            let isWord =
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(next)
                || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(next | 0x20)
                || next == UInt8(ascii: "-") || next == UInt8(ascii: "_")
            if !isWord { return true }
        }
        return false
    }
}
