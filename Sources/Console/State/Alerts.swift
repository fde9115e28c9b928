import FoundationEssentials
import Model

/// What has become critical since the person last looked. Pausing does not stop it.
struct Alerts: Equatable, Sendable {
    struct Key: Hashable, Sendable {
        var pane: PaneKind
        var id: String

        fileprivate static let troublePrefix = "\u{0}"

        static func trouble(_ problem: Problem, of pane: PaneKind) -> Key { Key(pane: pane, id: troublePrefix + problem.code) }
    }

    struct Alert: Equatable, Sendable {
        var key: Key
        var name: String
        var reason: String?
        var at: Date

        /// A person in danger, or one whom nobody has heard of, is seen when somebody says that they deal with it, and not before.
        var isSticky: Bool { key.pane == .workers && !isTrouble }
        /// About the pane itself and no row of it; its name is a sentence.
        var isTrouble: Bool { key.id.hasPrefix(Key.troublePrefix) }
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

    /// - Parameters:
    ///   - isSilent: Rows that somebody already deals with (acknowledged alarms).
    ///   - troubles: What is critical about the pane itself.
    mutating func judge<Row: PaneRow>(
        _ rows: [Row], troubles: [Problem] = [], now: Date, isSilent: (Row) -> Bool = { _ in false }
    ) -> News {
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
        for problem in troubles {
            let key = Key.trouble(problem, of: Row.pane)
            present.insert(key)
            guard critical[key] == nil else { continue }
            let alert = Alert(key: key, name: problem.message, reason: nil, at: now)
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

    /// What is sticky stays, behind the others, so that one after the other can be gone through.
    mutating func see(_ key: Key) {
        guard let place = unseen.firstIndex(where: { $0.key == key }) else { return }
        let alert = unseen.remove(at: place)
        if alert.isSticky { unseen.append(alert) }
    }

    mutating func seeAll() { unseen.removeAll { !$0.isSticky } }
}
