import FoundationEssentials
import Model

extension IncidentNote {
    /// Seen changes beyond these are counted, not told: the first and the last ones matter most. Actions are all told.
    private static var toldAtEachEnd: Int { 200 }

    /// One line of the timeline that was seen.
    private struct Entry {
        var at: Date
        /// Ours, with Markdown in it.
        var words: String
        /// Foreign, both.
        var name: String?
        var reason = ""
    }

    private static func entries(of moment: SeenMoment) -> [Entry] {
        var entries: [Entry] = []
        switch moment.reading {
        case .failed(let problem)?:
            entries.append(Entry(at: moment.at, words: "\(moment.pane.rawValue) could not be read", reason: problem.message))
        case .recovered?: entries.append(Entry(at: moment.at, words: "\(moment.pane.rawValue) could be read again"))
        case nil: break
        }
        return entries
            + moment.changes.map { change in
                Entry(
                    at: moment.at, words: "\(moment.pane.rawValue) \(change.words)", name: change.name, reason: change.reason)
            }
    }

    mutating func writeTimeline() {
        add("## Timeline (UTC)")
        add()
        let seen = material.moments.flatMap(Self.entries).enumerated()
            .sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
        let hidden = max(0, seen.count - 2 * Self.toldAtEachEnd)
        let told = hidden == 0 ? seen : seen.prefix(Self.toldAtEachEnd) + seen.suffix(Self.toldAtEachEnd)
        var rows = told.map { entry in (entry.at, [time(entry.at), entry.words + subject(of: entry), "seen"]) }
        for action in material.actions {
            let outcome = action.outcome?.rawValue ?? "open"
            let what = "**\(phrase(action))**: \(outcome)\(reason(action.note ?? ""))"
            rows.append((action.at, [time(action.at), what, person(action.user, on: action.host)]))
        }
        if rows.isEmpty {
            add("Nothing changed and nothing was done.")
        } else {
            let sorted = rows.enumerated().sorted { ($0.element.0, $0.offset) < ($1.element.0, $1.offset) }
            addTable(["time", "what", "by"], sorted.map(\.element.1))
        }
        if hidden > 0 {
            add()
            add("\(Wording.count(hidden, "further change")) in between \(hidden == 1 ? "is" : "are") not told here.")
        }
        add()
    }

    /// Masked only now that it is told.
    private mutating func subject(of entry: Entry) -> String { (entry.name.map { " " + safe($0) } ?? "") + reason(entry.reason) }
}

extension SeenMoment.Change {
    /// `became **critical**`, `**recovered**`, `already **warning**` …
    var words: String {
        switch (from, to) {
        case (_, nil): "is gone:"
        case (nil, let to?): "is **\(to.rawValue)**:"
        case (_, .ok?): "**recovered**:"
        case (let from?, let to?): to < from ? "eased to **\(to.rawValue)**:" : "became **\(to.rawValue)**:"
        }
    }
}
