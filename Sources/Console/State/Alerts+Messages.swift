import FoundationEssentials
import Model

extension Alerts.News {
    /// More than this at once become one message: a list of hundreds tells less than its length.
    private static let mostMessages = 3

    /// What the feed says about it.
    func messages(about noun: (one: String, many: String), now: Date) -> [FeedMessage] {
        began(noun, now) + ended(noun, now)
    }

    private func began(_ noun: (one: String, many: String), _ now: Date) -> [FeedMessage] {
        if let names = Self.joined(began) {
            return [FeedMessage(at: now, severity: .critical, text: "\(began.count) \(noun.many) are critical: \(names)")]
        }
        return began.map { alert in
            guard !alert.isTrouble else { return FeedMessage(at: now, severity: .critical, text: alert.name) }
            let reason = alert.reason.map { ": \($0)" } ?? ""
            return FeedMessage(at: now, severity: .critical, text: "\(noun.one) \(alert.name) is critical\(reason)")
        }
    }

    private func ended(_ noun: (one: String, many: String), _ now: Date) -> [FeedMessage] {
        if let names = Self.joined(ended) {
            return [FeedMessage(at: now, severity: .ok, text: "\(ended.count) \(noun.many) are not critical any more: \(names)")]
        }
        return ended.map { alert in
            let span = Figures.duration(seconds: now.timeIntervalSince(alert.at))
            guard !alert.isTrouble else {
                return FeedMessage(at: now, severity: .ok, text: "No longer, after \(span): \(alert.name)")
            }
            return FeedMessage(at: now, severity: .ok, text: "\(noun.one) \(alert.name) is not critical any more, after \(span)")
        }
    }

    /// The first names and how many more; nil when there are few enough for a message each.
    private static func joined(_ alerts: [Alerts.Alert]) -> String? {
        guard alerts.count > mostMessages else { return nil }
        let names = alerts.prefix(mostMessages).map(\.name).joined(separator: ", ")
        return "\(names) and \(alerts.count - mostMessages) more"
    }
}
