package import FoundationEssentials

/// What can be said of a meeting, as the calendar has it: the category's own name (`systems.md` section 0).
package enum MeetingCategory: String, Sendable, CaseIterable {
    case checkedIn = "Checked-In"
    case checkedOut = "Checked-Out"
    case missedCheckIn = "Missed-Check-In"
    case missedCheckOut = "Missed-Check-Out"
    case emergency = "Emergency"
}

/// One appointment of one or more lone workers: a single meeting, or one occurrence of a series.
package struct Meeting: Sendable, Equatable, Identifiable, Codable {
    package enum BodyType: String, Sendable, Codable {
        case html, text
    }

    /// The calendar's own id; ids are the same only where their bytes are.
    package var id: String
    /// Of the series that this is an occurrence of; nil for a single meeting.
    package var seriesID: String?
    /// Where the series puts this occurrence, which may have been moved since; nil for a single meeting.
    package var originalStart: Date?
    package var subject: String
    package var body: String
    package var bodyType: BodyType
    /// As written in the calendar; others than ``MeetingCategory`` are left alone.
    package var categories: [String]
    /// Mail addresses, as written.
    package var attendees: [String]
    package var start: Date
    package var end: Date
    /// The version that was read, where the calendar gives one; a change is sent only for this version.
    package var version: String?

    package init(
        id: String, subject: String = "", body: String = "", bodyType: BodyType = .html, categories: [String] = [],
        attendees: [String] = [], start: Date, end: Date, seriesID: String? = nil, originalStart: Date? = nil,
        version: String? = nil
    ) {
        self.id = id
        self.subject = subject
        self.body = body
        self.bodyType = bodyType
        self.categories = categories
        self.attendees = attendees
        self.start = start
        self.end = end
        self.seriesID = seriesID
        self.originalStart = originalStart
        self.version = version
    }

    package func has(_ category: MeetingCategory) -> Bool { categories.contains(category.rawValue) }

    /// True when one of `addresses`, which are in lower case, is invited.
    package func isAttended(byAnyOf addresses: Set<String>) -> Bool {
        attendees.contains { addresses.contains($0.lowercased()) }
    }

    /// The body as plain text.
    package var description: String { bodyType == .html ? MarkupText.plain(body) : body }
}

/// The text of an HTML body, for mails and screens.
enum MarkupText {
    private static let entities = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "#39": "'"]
    /// Their ends begin a new line.
    private static let blocks: Set<String> = ["/p", "br", "br/", "/div", "/li", "/tr", "/h1", "/h2", "/h3"]

    static func plain(_ html: String) -> String {
        var text = ""
        var rest = html.unicodeScalars[...]
        while let scalar = rest.first {
            switch scalar {
            case "<":
                guard let close = rest.firstIndex(of: ">") else { return tidy(text) }
                let tag = String(rest[rest.index(after: rest.startIndex)..<close]).lowercased()
                let name = String(tag.prefix { $0 != " " && !$0.isNewline })
                rest = rest[rest.index(after: close)...]
                if blocks.contains(name) { text += "\n" }
                if name == "style" || name == "head" || name == "script" { skip(name, &rest) }
            case "&":
                guard let end = rest.prefix(12).firstIndex(of: ";"),
                    let value = entities[String(rest[rest.index(after: rest.startIndex)..<end]).lowercased()]
                else { fallthrough }
                text += value
                rest = rest[rest.index(after: end)...]
            default:
                text.unicodeScalars.append(scalar)
                rest.removeFirst()
            }
        }
        return tidy(text)
    }

    /// What stands between these tags is no text.
    private static func skip(_ name: String, _ rest: inout Substring.UnicodeScalarView) {
        let lowered = String(rest).lowercased()
        guard let range = lowered.firstRange(of: "</\(name)") else { return }
        let distance = lowered.unicodeScalars.distance(from: lowered.startIndex, to: range.lowerBound)
        rest = rest.dropFirst(distance)
    }

    /// No blank lines, no blanks at the ends of lines.
    private static func tidy(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).map { line in
            line.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "\u{A0}" }).joined(separator: " ")
        }.filter { !$0.isEmpty }.joined(separator: "\n")
    }
}
