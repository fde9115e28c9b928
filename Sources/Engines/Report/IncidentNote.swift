import FoundationEssentials
package import Model

/// The note that the morning reads: what was seen and done, by whom, with what result, and how it stands. Personal data and secrets are
/// masked in everything that comes from outside, and what was masked is counted at the end.
package struct IncidentNote: Sendable, Equatable {
    package private(set) var markdown = ""
    /// What was masked, by kind.
    package var masked: [Masker.Kind: Int] { masker.counts }
    private var masker = Masker()
    let material: IncidentMaterial

    private static let rowsPerPane = 20

    package init(_ material: IncidentMaterial) {
        self.material = material
        writeHead()
        writeSummary()
        writeTimeline()
        writeEnd()
        writeScreens()
        writeContacts()
        writeMasked()
    }

    // MARK: Words

    /// Foreign text, masked first: escapes would tear apart what has to be recognised.
    mutating func safe(_ text: String) -> String { MarkdownText.inline(masker.mask(text)) }

    /// Masked each by itself: who did it has to be told, and together they look like an e-mail address.
    mutating func person(_ user: String, on host: String) -> String { safe(user) + "@" + safe(host) }

    /// `2024-01-15 02:14:05`; without the date where all is of one day.
    func time(_ moment: Date, withDate: Bool = false) -> String {
        let text = ISO8601.text(moment)
        let isOneDay = ISO8601.text(material.since).prefix(10) == ISO8601.text(material.until).prefix(10)
        return (withDate || !isOneDay ? "\(text.prefix(10)) " : "") + text.dropFirst(11).prefix(8)
    }

    mutating func add(_ line: String = "") { markdown += line + "\n" }

    mutating func addTable(_ columns: [String], _ rows: [[String]]) {
        add("| " + columns.joined(separator: " | ") + " |")
        add("|" + String(repeating: " --- |", count: columns.count))
        for row in rows { add("| " + row.joined(separator: " | ") + " |") }
    }

    // MARK: Sections

    private mutating func writeHead() {
        let place = material.place
        let length = Wording.duration(seconds: material.until.timeIntervalSince(material.since))
        add("# \(place.isDrill ? "Practice note" : "Incident note"): \(safe(place.context)), \(safe(place.region))")
        add()
        add("- **When**: \(time(material.since, withDate: true)) to \(time(material.until, withDate: true)) UTC (\(length))")
        let kind = place.isDrill ? ", practice: nothing of this is real" : place.isProduction ? ", production" : ""
        add(
            "- **Where**: context \(safe(place.context))\(kind), region \(safe(place.region)), account \(place.account ?? "not known")"
        )
        add("- **Made by**: \(person(material.user, on: material.host))")
        add()
    }

    private mutating func writeSummary() {
        let figures = IncidentFigures(material)
        add("## Summary")
        add()
        for sentence in figures.sentences { add("- " + sentence) }
        if let first = figures.firstCritical {
            add("- First critical: \(time(first.at)) \(first.pane.rawValue) \(safe(first.name))\(reason(first.reason)).")
        }
        for action in material.actions where action.isOpen {
            add("- **Not known**: \(phrase(action)) may or may not have happened\(reason(action.note ?? "")).")
        }
        add()
    }

    mutating func reason(_ text: String) -> String { text.isEmpty ? "" : " (\(safe(text)))" }

    mutating func phrase(_ action: ReportedAction) -> String {
        "\(safe(action.action)) \(safe(action.targets.joined(separator: ", ")))"
    }

    private mutating func writeEnd() {
        add("## State at the end")
        add()
        guard !material.end.isEmpty else {
            add("Not known: no pane was read.")
            add()
            return
        }
        addTable(
            ["pane", "critical", "warning", "unknown", "ok", "as of"],
            material.end.map { pane in
                [pane.pane.rawValue] + [Severity.critical, .warning, .unknown, .ok].map { String(pane.counts[$0] ?? 0) }
                    + [pane.asOf.map { time($0) } ?? "never read"]
            })
        add()
        for pane in material.end { writeRows(of: pane) }
    }

    private mutating func writeRows(of pane: PaneSummary) {
        if let problem = pane.problem { add("- \(pane.pane.rawValue): could not be read: \(safe(problem.message))") }
        for row in pane.notOK.prefix(Self.rowsPerPane) {
            add("- \(pane.pane.rawValue): **\(row.severity.rawValue)** \(safe(row.name))\(reason(row.reason))")
        }
        let hidden = pane.notOK.count - Self.rowsPerPane
        if hidden > 0 { add("- \(pane.pane.rawValue): and \(hidden) more that are not ok") }
        if pane.problem != nil || !pane.notOK.isEmpty { add() }
    }

    private mutating func writeScreens() {
        guard !material.screens.isEmpty else { return }
        add("## Screens")
        add()
        for screen in material.screens {
            add("### \(time(screen.at)) \(safe(screen.title))")
            add()
            add(MarkdownText.block(masker.mask(screen.text)))
        }
    }

    private mutating func writeContacts() {
        guard !material.contacts.isEmpty else { return }
        add("## Contacts")
        add()
        var rows: [[String]] = []
        for contact in material.contacts {
            // A contact's phone is one, however it is written.
            let phone = contact.phone.map { masker.mask("phone: " + $0).dropFirst(7) }
            rows.append([
                safe(contact.role), safe(contact.name ?? "–"), phone.map { MarkdownText.inline(String($0)) } ?? "–",
                safe(contact.link ?? "–"),
            ])
        }
        addTable(["role", "name", "phone", "link"], rows)
        add()
    }

    private mutating func writeMasked() {
        add("## Masked")
        add()
        let parts = Masker.Kind.allCases.compactMap { kind in
            masked[kind].map { "- \($0) × \(kind.rawValue)" }
        }
        add(parts.isEmpty ? "Nothing had to be masked." : parts.joined(separator: "\n"))
    }
}
