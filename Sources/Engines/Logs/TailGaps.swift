import FoundationEssentials
import Model

/// The gaps of a tail: opened when something goes wrong, filled by the readings that come after.
struct TailGaps: Sendable {
    private struct Open: Sendable {
        var gap: LogGap
        /// How far each group has been read since, from the gap's beginning on.
        var readTo: [String: Date]

        func concerns(_ group: String) -> Bool { readTo[group].map { $0 < gap.to } ?? false }
    }

    private var open: [Open] = []
    private var changed: [LogGap] = []
    private var nextID = 1

    /// Whether a group waits for a reading that fills a gap.
    func concern(_ group: String) -> Bool { open.contains { $0.concerns(group) } }

    /// When the last gap of a group ends; nil for none.
    func end(of group: String) -> Date? { open.lazy.filter { $0.concerns(group) }.map(\.gap.to).max() }

    /// Opens a gap, or lets one of the same reason and groups grow.
    mutating func note(_ reason: LogGap.Reason, groups: [String], from: Date, to: Date) {
        if let index = open.firstIndex(where: { $0.gap.reason == reason && $0.gap.groups == groups && from <= $0.gap.to }) {
            open[index].gap.to = max(open[index].gap.to, to)
            changed.append(open[index].gap)
        } else {
            let gap = LogGap(id: nextID, from: min(from, to), to: to, reason: reason, groups: groups)
            nextID += 1
            open.append(Open(gap: gap, readTo: Dictionary(groups.map { ($0, gap.from) }) { first, _ in first }))
            changed.append(gap)
        }
    }

    /// A group has been read: everything between the two moments that AWS had. A gap that grows while it is filled keeps its end.
    mutating func fill(_ group: String, from: Date, to: Date) {
        for index in open.indices {
            guard let readTo = open[index].readTo[group], readTo < to else { continue }
            // A reading that began behind the gap, since too much came to remember all of it, does not fill it, and none will.
            guard from <= readTo else {
                open[index].readTo[group] = .distantFuture
                open[index].gap.reason = .outrun
                changed.append(open[index].gap)
                continue
            }
            open[index].readTo[group] = to
            settle(index)
        }
        open.removeAll { $0.gap.isFilled || $0.gap.reason == .outrun }
    }

    private mutating func settle(_ index: Int) {
        let readTo = open[index].readTo.values.min() ?? .distantFuture
        let from = min(max(open[index].gap.from, readTo), open[index].gap.to)
        open[index].gap.isFilled = readTo >= open[index].gap.to
        guard from != open[index].gap.from || open[index].gap.isFilled else { return }
        open[index].gap.from = from
        changed.append(open[index].gap)
    }

    /// What has happened to gaps since the last time, the newest state of each.
    mutating func takeChanges() -> [LogGap] {
        defer { changed = [] }
        var newest: [LogGap] = []
        for gap in changed {
            newest.removeAll { $0.id == gap.id }
            newest.append(gap)
        }
        return newest
    }
}
