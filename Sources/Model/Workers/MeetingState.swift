package import FoundationEssentials

/// How a meeting stands, worst first (contract, "Worker state, by precedence").
package enum MeetingState: String, Sendable, Codable, CaseIterable, Comparable {
    case emergency, missedCheckIn, missedCheckOut, due, checkedIn, upcoming, checkedOut

    /// The order of the pane: whoever is in danger stands on top.
    package static func < (left: MeetingState, right: MeetingState) -> Bool { left.rank < right.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? Self.allCases.count }

    package var isCritical: Bool { self == .emergency || self == .missedCheckIn || self == .missedCheckOut }
}

/// A meeting's state at one moment, and when it next gets worse.
package struct MeetingStanding: Sendable, Equatable {
    package var state: MeetingState
    /// nil where nothing worse can come by itself.
    package var deadline: Date?
    /// False while a miss has not been mailed; true everywhere else.
    package var isReported: Bool
    package var severity: Severity

    /// Due, and less than this is left: a warning.
    package static let warningSeconds = 300.0

    package init(_ meeting: Meeting, settings: WorkerSettings, now: Date) {
        let rules = StandingRules(meeting: meeting, settings: settings, now: now)
        state = rules.state
        deadline = rules.deadline(in: state)
        isReported = rules.isReported(state)
        severity = rules.severity(of: state, deadline: deadline)
    }
}

/// Decides; one meeting, one moment.
private struct StandingRules {
    let meeting: Meeting
    let settings: WorkerSettings
    let now: Date

    private var isIn: Bool { meeting.has(.checkedIn) }
    private var isOut: Bool { meeting.has(.checkedOut) }
    /// Who is not invited cannot be missed.
    private var isTracked: Bool { !meeting.attendees.isEmpty }

    private var missedInAt: Date { meeting.start.addingMinutes(settings.check.graceMinutes) }
    private var missedOutAt: Date { meeting.end.addingMinutes(settings.check.graceMinutes) }
    private var dueInAt: Date { meeting.start.addingMinutes(-settings.connect.checkInGraceMinutes) }
    private var dueOutAt: Date { meeting.end.addingMinutes(-settings.connect.checkOutGraceMinutes) }

    var state: MeetingState {
        if meeting.has(.emergency) { return .emergency }
        if meeting.has(.missedCheckIn) { return .missedCheckIn }
        if meeting.has(.missedCheckOut) { return .missedCheckOut }
        if isOut { return .checkedOut }
        if isIn {
            if isTracked, now >= missedOutAt { return .missedCheckOut }
            return now >= dueOutAt ? .due : .checkedIn
        }
        if isTracked, now >= missedInAt { return .missedCheckIn }
        return now >= dueInAt && isTracked ? .due : .upcoming
    }

    func deadline(in state: MeetingState) -> Date? {
        guard isTracked else { return nil }
        switch state {
        case .emergency, .missedCheckIn, .missedCheckOut, .checkedOut: return nil
        case .upcoming: return dueInAt
        case .checkedIn: return dueOutAt
        case .due: return isIn ? missedOutAt : missedInAt
        }
    }

    func isReported(_ state: MeetingState) -> Bool {
        switch state {
        case .missedCheckIn: meeting.has(.missedCheckIn)
        case .missedCheckOut: meeting.has(.missedCheckOut)
        default: true
        }
    }

    func severity(of state: MeetingState, deadline: Date?) -> Severity {
        if state.isCritical { return .critical }
        guard state == .due, let deadline else { return .ok }
        return deadline.timeIntervalSince(now) < MeetingStanding.warningSeconds ? .warning : .ok
    }
}

extension Date {
    package func addingMinutes(_ minutes: Int) -> Date { addingTimeInterval(Double(minutes) * 60) }
}
