package import FoundationEssentials

/// What is written into a meeting, by a call, by hand or by the routine check.
package enum MeetingMark: Sendable, Equatable {
    package enum Source: String, Sendable, Equatable {
        case phone, hand
    }

    case checkedIn(Source)
    case checkedOut(Source)
    case emergency(Source)
    case missedCheckIn
    case missedCheckOut
    /// Takes every state away: somebody has set a wrong one.
    case clear

    package var category: MeetingCategory? {
        switch self {
        case .checkedIn: .checkedIn
        case .checkedOut: .checkedOut
        case .emergency: .emergency
        case .missedCheckIn: .missedCheckIn
        case .missedCheckOut: .missedCheckOut
        case .clear: nil
        }
    }
}

/// What a mark changes in a meeting; the rest of it is not sent.
package struct MeetingEdit: Sendable, Equatable {
    package var subject: String?
    package var categories: [String]
    package var body: String?
}

extension Meeting {
    /// - Returns: nil when the mark is there already, so that nothing is to be done.
    package func edit(for mark: MeetingMark, at now: Date) -> MeetingEdit? {
        switch mark {
        case .clear: return clearing(at: now)
        case .missedCheckIn, .missedCheckOut:
            // `category` is nil for `clear` only.
            guard let category = mark.category, !has(category) else { return nil }
            return MeetingEdit(
                subject: "\(category.rawValue): \(subject)", categories: categories + [category.rawValue], body: nil)
        case .checkedIn(let source), .checkedOut(let source), .emergency(let source):
            guard let category = mark.category, !has(category) else { return nil }
            let kept = source == .hand ? categories.filter { !isAnswered($0, by: mark) } : categories
            return MeetingEdit(
                subject: nil, categories: kept + [category.rawValue], body: noting(Self.sentence(mark, source, at: now)))
        }
    }

    package mutating func apply(_ edit: MeetingEdit) {
        if let subject = edit.subject { self.subject = subject }
        if let body = edit.body { self.body = body }
        categories = edit.categories
    }

    /// A miss that a person has looked into is none any more; its word in the subject stays as the record.
    private func isAnswered(_ category: String, by mark: MeetingMark) -> Bool {
        switch mark {
        case .checkedIn: category == MeetingCategory.missedCheckIn.rawValue
        case .checkedOut:
            category == MeetingCategory.missedCheckIn.rawValue || category == MeetingCategory.missedCheckOut.rawValue
        default: false
        }
    }

    private func clearing(at now: Date) -> MeetingEdit? {
        let states = Set(MeetingCategory.allCases.map(\.rawValue))
        let kept = categories.filter { !states.contains($0) }
        guard kept.count < categories.count else { return nil }
        var subject = subject
        for category in [MeetingCategory.missedCheckIn, .missedCheckOut] where has(category) {
            let prefix = category.rawValue + ": "
            if let range = subject.firstRange(of: prefix) { subject.removeSubrange(range) }
        }
        return MeetingEdit(
            subject: subject == self.subject ? nil : subject, categories: kept,
            body: noting("State cleared by hand at \(Self.moment(now))"))
    }

    private static func sentence(_ mark: MeetingMark, _ source: MeetingMark.Source, at now: Date) -> String {
        let what =
            switch mark {
            case .checkedIn: "Checked in"
            case .checkedOut: "Checked out"
            default: "Emergency reported"
            }
        return "\(what) by \(source == .phone ? "phone" : "hand") at \(moment(now))"
    }

    /// `2024-01-15 10:00:05`, in UTC.
    private static func moment(_ date: Date) -> String {
        String(ISO8601.text(date).prefix(19)).replacing("T", with: " ")
    }

    /// The body with one paragraph more, before its end where it has one.
    private func noting(_ sentence: String) -> String {
        guard bodyType == .html else {
            return body.isEmpty || body.hasSuffix("\n") ? body + sentence : body + "\r\n" + sentence
        }
        let paragraph = "<p>\(sentence)</p>\r\n"
        guard body.contains("</body>") else { return body + paragraph }
        return body.replacing("</body>", with: paragraph + "</body>")
    }
}
