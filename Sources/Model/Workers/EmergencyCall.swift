package import FoundationEssentials

/// A call for help that is in no meeting: nobody knows the number, the directory or the calendar did not answer, or the mail could not be sent.
/// It stands on top of the pane like any emergency until somebody clears it.
package struct EmergencyCall: Sendable, Equatable {
    /// As the telephone gave it; nil for none. Forgotten when the call is cleared.
    package var number: String?
    /// The caller's name, where the directory knew it.
    package var name: String?
    package var at: Date
    /// Whether the emergency list was told.
    package var isTold: Bool

    package init(number: String?, name: String?, at: Date, isTold: Bool) {
        self.number = number
        self.name = name
        self.at = at
        self.isTold = isTold
    }

    /// `Ann Reid …456`
    package var caller: String {
        let number = number.map(PhoneText.masked)
        return [name, number].compactMap(\.self).joined(separator: " ")
    }
}

extension WorkerRow {
    private static let callPrefix = "call-"

    package static func callID(_ number: Int64) -> String { callPrefix + String(number) }

    /// - Parameter number: Under which the call is kept.
    package init(_ call: EmergencyCall, number: Int64, settings: WorkerSettings, now: Date, marks: WorkerMarks) {
        let caller = call.caller.isEmpty ? "unknown caller" : call.caller
        var marks = marks
        marks.emergencyAt = call.at
        self.init(
            Meeting(
                id: Self.callID(number), subject: "Emergency call that fits no meeting",
                categories: [MeetingCategory.emergency.rawValue], start: call.at, end: call.at), settings: settings, now: now,
            marks: marks)
        self.caller = caller
        isReported = call.isTold
        phones = call.number.map { [$0] } ?? []
    }

    /// The number under which a call is kept; nil for the id of a meeting.
    package static func callNumber(_ id: String) -> Int64? {
        id.hasPrefix(callPrefix) ? Int64(id.dropFirst(callPrefix.count)) : nil
    }
}
