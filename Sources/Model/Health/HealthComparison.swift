package import FoundationEssentials

/// What changed between two reports: before and after a deployment.
package struct HealthComparison: Sendable, Equatable {
    package struct Change: Sendable, Equatable {
        package enum Kind: String, Sendable { case worse, better, value, new, gone }
        package var kind: Kind
        package var name: String
        package var before: HealthResult?
        package var after: HealthResult?
    }

    package var since: Date
    /// Worse first, then better, new, gone, and what only has another value.
    package var changes: [Change]

    /// Checks are matched by name.
    package init(before: HealthReport, after: HealthReport) {
        since = before.takenAt
        let old = Dictionary(before.checks.map { ($0.name, $0) }) { first, _ in first }
        let new = Set(after.checks.map(\.name))
        let changed = after.checks.compactMap { Self.change(from: old[$0.name], to: $0) }
        let gone = before.checks.filter { !new.contains($0.name) }.map {
            Change(kind: .gone, name: $0.name, before: $0, after: nil)
        }
        let all = changed + gone
        changes = Self.order.flatMap { kind in all.filter { $0.kind == kind } }
    }

    private static let order: [Change.Kind] = [.worse, .better, .new, .gone, .value]

    private static func change(from before: HealthResult?, to after: HealthResult) -> Change? {
        guard let before else { return Change(kind: .new, name: after.name, before: nil, after: after) }
        let kind: Change.Kind
        if after.verdict != before.verdict {
            kind = after.verdict > before.verdict ? .worse : .better
        } else if after.value != before.value {
            kind = .value
        } else {
            return nil
        }
        return Change(kind: kind, name: after.name, before: before, after: after)
    }

    func write(to json: inout JSONText) {
        json.object { json in
            json.member("since", since)
            json.key("changes")
            json.array(changes) { json, change in
                json.object { json in
                    json.member("name", change.name)
                    json.member("change", change.kind.rawValue)
                    json.member("verdictBefore", change.before?.verdict.rawValue)
                    json.member("verdict", change.after?.verdict.rawValue)
                    json.member("valueBefore", change.before?.value)
                    json.member("value", change.after?.value)
                }
            }
        }
    }
}
