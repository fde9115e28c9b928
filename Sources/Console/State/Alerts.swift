import FoundationEssentials
import Model

/// What has become critical since the person last looked. Pausing does not stop it.
struct Alerts: Equatable, Sendable {
    struct Key: Hashable, Sendable {
        var pane: PaneKind
        var id: String
    }

    struct Alert: Equatable, Sendable {
        var key: Key
        var name: String
        var reason: String?
        var at: Date
    }

    /// What changed with a snapshot.
    struct News: Equatable, Sendable {
        var began: [Alert] = []
        var ended: [Alert] = []
        /// True for the first answer of a source: what is critical then was so before we looked, and rings no bell.
        var isFirst = false
    }

    /// Everything that is critical now, seen or not.
    private(set) var critical: [Key: Alert] = [:]
    /// Not yet looked at, oldest first.
    private(set) var unseen: [Alert] = []
    private var answered: Set<PaneKind> = []

    /// - Parameter isSilent: Rows that somebody already deals with (acknowledged alarms).
    mutating func judge<Row: PaneRow>(_ rows: [Row], now: Date, isSilent: (Row) -> Bool = { _ in false }) -> News {
        var news = News(isFirst: answered.insert(Row.pane).inserted)
        var present: Set<Key> = []
        for row in rows where row.severity == .critical && !isSilent(row) {
            let key = Key(pane: Row.pane, id: row.id)
            present.insert(key)
            guard critical[key] == nil else { continue }
            let alert = Alert(key: key, name: row.name, reason: row.headline, at: now)
            critical[key] = alert
            news.began.append(alert)
        }
        for (key, alert) in critical where key.pane == Row.pane && !present.contains(key) {
            critical[key] = nil
            news.ended.append(alert)
        }
        news.ended.sort { $0.name < $1.name }
        unseen.removeAll { critical[$0.key] == nil }
        unseen += news.began
        return news
    }

    mutating func see(_ key: Key) { unseen.removeAll { $0.key == key } }
    mutating func seeAll() { unseen = [] }
}
