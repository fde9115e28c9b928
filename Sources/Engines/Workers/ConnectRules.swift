package import FoundationEssentials
package import Model

/// A phone call: which meetings it is about, what is written into them, and what the caller hears (`systems.md` section 0, Connect).
/// Decides only.
package struct ConnectRules: Sendable {
    package struct Verdict: Sendable, Equatable {
        package var isSuccess: Bool
        package var message: String
        /// In the order in which they are written.
        package var marks: [Mark] = []
        package var counters: [String] = []

        /// A refusal, counted or not.
        static func no(_ message: String, _ counters: String...) -> Verdict {
            Verdict(isSuccess: false, message: message, counters: counters)
        }
    }

    package struct Mark: Sendable, Equatable {
        package var meeting: Meeting
        package var mark: MeetingMark
    }

    package let settings: WorkerSettings
    package let now: Date

    package init(settings: WorkerSettings, now: Date) {
        self.settings = settings
        self.now = now
    }

    private var limits: WorkerSettings.Connect { settings.connect }

    /// The calendar window, which clips every other one.
    package var span: (from: Date, to: Date) {
        (now.addingMinutes(-limits.ignoreAfterMinutes), now.addingMinutes(limits.ignoreAfterMinutes))
    }

    /// - Parameters:
    ///   - addresses: Of the caller, in lower case; none for somebody who is not known.
    ///   - meetings: All that touch ``span``.
    package func verdict(on button: WorkerButton, by addresses: Set<String>, among meetings: [Meeting]) -> Verdict {
        let own = meetings.filter { $0.isAttended(byAnyOf: addresses) && $0.end >= span.from && $0.start <= span.to }
        switch button {
        case .checkIn: return checkIn(own)
        case .checkOut: return checkOut(own.filter(isInCheckOutWindow))
        case .emergency: return emergency(own)
        }
    }

    private func checkIn(_ own: [Meeting]) -> Verdict {
        let grace = limits.checkInGraceMinutes
        let found = own.filter { $0.start >= now.addingMinutes(-grace) && $0.start <= now.addingMinutes(grace) }
        guard let meeting = found.first else { return .no("No matching appointments found.", "NoMatchingAppointment") }
        guard found.count == 1 else { return .no("Multiple matching appointments found.", "NoMatchingAppointment") }
        guard !meeting.has(.checkedOut) else {
            return .no("You are trying to check into a meeting that you have checked out of.")
        }
        guard !meeting.has(.checkedIn) else {
            return Verdict(
                isSuccess: true, message: "Your appointment has already been checked in.", counters: ["DuplicateCall"])
        }
        var verdict = Verdict(isSuccess: true, message: "Your appointment has been checked in.")
        verdict.marks = [Mark(meeting: meeting, mark: .checkedIn(.phone))]
        // The one before, if its worker has forgotten to check out.
        let earlier = own.filter { isInCheckOutWindow($0) && $0.end <= meeting.start && $0.id != meeting.id }
        if earlier.count == 1, earlier[0].has(.checkedIn), !earlier[0].has(.checkedOut) {
            verdict.marks.append(Mark(meeting: earlier[0], mark: .checkedOut(.phone)))
            verdict.message += " An earlier appointment has also been checked out."
            verdict.counters.append("MeetingsCompletedOK")
        }
        return verdict
    }

    private func isInCheckOutWindow(_ meeting: Meeting) -> Bool {
        meeting.end >= now.addingMinutes(-limits.checkOutGraceMinutes)
            && meeting.end <= now.addingMinutes(limits.ignoreAfterMinutes)
    }

    private func checkOut(_ found: [Meeting]) -> Verdict {
        guard !found.isEmpty else { return .no("No matching appointments found.", "NoMatchingAppointment") }
        var candidates = found
        if found.count > 1 {
            candidates = found.filter { $0.has(.checkedIn) && !$0.has(.checkedOut) }
            guard candidates.count < 2 else {
                return .no("Multiple possible appointments were found for checkout.", "NoMatchingAppointment")
            }
        }
        guard let meeting = candidates.first else {
            return .no("No valid appointments found for checkout.", "NoMatchingAppointment")
        }
        guard meeting.has(.checkedIn) else {
            return .no("You are trying to check out of a meeting that you have not checked into.")
        }
        guard !meeting.has(.checkedOut) else {
            return Verdict(
                isSuccess: true, message: "Your appointment has already been checked out.", counters: ["DuplicateCall"])
        }
        return Verdict(
            isSuccess: true, message: "Your appointment has been checked out.",
            marks: [Mark(meeting: meeting, mark: .checkedOut(.phone))], counters: ["MeetingsCompletedOK"])
    }

    /// The message is the answer's `appointment check result`.
    private func emergency(_ found: [Meeting]) -> Verdict {
        guard !found.isEmpty else { return Verdict(isSuccess: true, message: "No matching appointments found.") }
        let marks = found.filter { !$0.has(.emergency) }.map { Mark(meeting: $0, mark: .emergency(.phone)) }
        return Verdict(
            isSuccess: true, message: marks.isEmpty ? "Emergency already registered." : "Emergency appointment updated.",
            marks: marks)
    }

    /// What the emergency list is told.
    package static func alert(about caller: WorkerCaller) -> WorkerAlert {
        let lines = [
            "Emergency call received", "", " Calling number      : \(caller.number ?? WorkerCaller.unknown)",
            " Caller name if known: \(caller.name ?? WorkerCaller.unknown)",
        ]
        return WorkerAlert(list: .emergency, subject: "Emergency Assistance Required!", body: lines.joined(separator: "\r\n"))
    }
}
