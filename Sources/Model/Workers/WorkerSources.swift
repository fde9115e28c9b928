package import FoundationEssentials

/// Where the meetings are: the embedded calendar, or the mailbox of a live deployment. What differs stays behind this.
package protocol WorkerCalendar: Sendable {
    /// Every meeting that touches the span, both ends included, by start. Bodies may be left out: ``meeting(_:)`` has them.
    /// - Parameter addresses: Only meetings with one of these attendees, lower case; all for nil. More may come than were asked for.
    func meetings(from start: Date, to end: Date, of addresses: Set<String>?) async throws(Problem) -> [Meeting]
    /// - Returns: nil where there is none with these bytes as its id.
    func meeting(_ id: String) async throws(Problem) -> Meeting?
    /// Writes a mark, reading the meeting again right before.
    func mark(_ id: String, _ mark: MeetingMark, at now: Date) async throws(Problem) -> MarkOutcome
}

/// What became of a mark.
package enum MarkOutcome: Sendable, Equatable {
    /// The meeting as it is now.
    case written(Meeting)
    /// Somebody else has written it in the meantime.
    case alreadyThere(Meeting)
    case gone
}

/// Who has which number.
package protocol WorkerDirectory: Sendable {
    func caller(with number: String) async throws(Problem) -> WorkerCaller
}

/// A mail to one of the two lists.
package struct WorkerAlert: Sendable, Equatable {
    package var list: AlertList
    package var subject: String
    /// Plain text, lines ended by CRLF.
    package var body: String
    /// Of the meeting that it is about; nil for an emergency call.
    package var meetingID: String?

    package init(list: AlertList, subject: String, body: String, meetingID: String? = nil) {
        self.list = list
        self.subject = subject
        self.body = body
        self.meetingID = meetingID
    }

    /// Which miss of which meeting it is about, byte by byte.
    package var key: [UInt8] { Array("\(subject)\u{0}\(meetingID ?? "")".utf8) }
}

/// What brings an alert to people.
package protocol AlertMail: Sendable {
    /// Returns when the alert has been taken over by somebody who will deliver it.
    func send(_ alert: WorkerAlert, to recipients: [String]) async throws(Problem)
}

/// What is kept beside the calendar: figures, alerts that could not be sent, when the last good check was.
package protocol WorkerLedger: Sendable {
    func add(_ counters: WorkerCounters, at now: Date) async throws(Problem)
    /// An emergency that nobody has been told of yet.
    /// - Returns: The number under which it is kept.
    func keepUnsent(_ alert: WorkerAlert, at now: Date) async throws(Problem) -> Int64
    /// A call for help that was written into no meeting.
    /// - Parameter unsent: The number of its alert, where that could not be sent.
    func note(_ call: EmergencyCall, unsent: Int64?) async throws(Problem)
    /// Misses that somebody was told of and that are not marked, because the calendar failed right after: by ``WorkerAlert/key``.
    func toldUnmarked(since start: Date) async throws(Problem) -> Set<[UInt8]>
    func noteMarked(_ alert: WorkerAlert, at now: Date) async throws(Problem)
    /// Something that happened to a meeting and changed nothing in it.
    func note(_ text: String, about id: String, at now: Date) async throws(Problem)
    func unsent() async throws(Problem) -> [(id: Int64, alert: WorkerAlert)]
    func markSent(_ id: Int64, at now: Date) async throws(Problem)
    /// Of the newest run that did all it had to; a failed one leaves the last good one standing.
    func noteCheck(at now: Date, failure: Problem?) async throws(Problem)
    func noteEmergency(_ ids: [String], at now: Date) async throws(Problem)
}

/// What one call or one check adds to the figures (`systems.md` section 0, Counters).
package struct WorkerCounters: Sendable, Equatable {
    /// `Connect` or `Check`.
    package var function: String
    /// In the order in which they were first counted.
    package private(set) var values: [(name: String, value: Int)] = []

    package init(function: String) { self.function = function }

    package mutating func count(_ name: String, by amount: Int = 1) {
        if let place = values.firstIndex(where: { $0.name == name }) {
            values[place].value += amount
        } else {
            values.append((name, amount))
        }
    }

    package subscript(name: String) -> Int { values.first { $0.name == name }?.value ?? 0 }

    package static func == (left: WorkerCounters, right: WorkerCounters) -> Bool {
        left.function == right.function && left.values.count == right.values.count
            && zip(left.values, right.values).allSatisfy { $0 == $1 }
    }
}
