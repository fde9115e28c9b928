import FoundationEssentials
package import Model

extension Escalation: CachedRow {
    package static var pane: PaneKind { .escalations }

    package func write(to writer: inout RowWriter) {
        writer.write(processID.text)
        writer.write(state.rawValue)
        writer.write(nextAt) { $0.write($1) }
        writer.write(nextChannel) { $0.write($1) }
        writer.write(remaining)
        writer.write(dead)
        writer.write(lastAttempt) { writer, last in
            writer.write(last.at)
            writer.write(last.channel)
            writer.write(last.outcome?.rawValue) { $0.write($1) }
        }
        for date in [startedAt, endedAt] { writer.write(date) { $0.write($1) } }
        for text in [snoozeNote, reason] { writer.write(text) { $0.write($1) } }
        writer.write(severity.rawValue)
    }

    package init(from reader: inout RowReader) throws {
        let id = ProcessID(try reader.string())
        guard let state = State(rawValue: try reader.string()) else { throw RowCodecError() }
        self.init(processID: id, state: state)
        nextAt = try reader.optional { try $0.double() }
        nextChannel = try reader.optional { try $0.string() }
        remaining = try reader.int()
        dead = try reader.int()
        lastAttempt = try reader.optional { reader in
            let (at, channel) = (try reader.date(), try reader.string())
            return LastAttempt(
                at: at, channel: channel, outcome: try reader.optional { try $0.string() }.flatMap(EscalationAttempt.Outcome.init)
            )
        }
        startedAt = try reader.optional { try $0.date() }
        endedAt = try reader.optional { try $0.date() }
        snoozeNote = try reader.optional { try $0.string() }
        reason = try reader.optional { try $0.string() }
        guard let severity = Severity(rawValue: try reader.string()) else { throw RowCodecError() }
        self.severity = severity
    }
}

extension Escalation: RecordedRow {
    package static var blank: Escalation { Escalation(processID: ProcessID(""), state: .scheduled) }

    package static let recordedFields = RecordedFields<Escalation>()
        .adding(\.state).adding(\.nextAt).adding(\.nextChannel).adding(\.remaining).adding(\.dead).adding(\.lastAttempt)
        .adding(\.severity).adding(\.reasonText).adding(\.snoozeText).adding(\.processID).adding(\.startedAt).adding(\.endedAt)

    /// Sentences, each another one: written as such, and as none where there is none.
    private var reasonText: [String] {
        get { reason.map { [$0] } ?? [] }
        set { reason = newValue.first }
    }

    private var snoozeText: [String] {
        get { snoozeNote.map { [$0] } ?? [] }
        set { snoozeNote = newValue.first }
    }
}

extension Escalation.State: RecordedWord {
    static var origin: Escalation.State { .scheduled }
}

extension ProcessID: RecordedValue {
    static var origin: ProcessID { ProcessID("") }
    /// Not as a name: names are told apart as Unicode does, these by their bytes.
    func write(after before: ProcessID, to writer: inout FrameWriter) { writer.write(prose: text) }
    mutating func read(from reader: inout FrameReader) throws { self = ProcessID(try reader.prose()) }
}

extension Escalation.LastAttempt: RecordedValue {
    static var origin: Escalation.LastAttempt { Escalation.LastAttempt(at: .origin, channel: "", outcome: nil) }

    func write(after before: Escalation.LastAttempt, to writer: inout FrameWriter) {
        at.write(after: before.at, to: &writer)
        writer.write(name: channel)
        writer.write(name: outcome?.rawValue ?? "")
    }

    mutating func read(from reader: inout FrameReader) throws {
        try at.read(from: &reader)
        channel = try reader.name()
        outcome = EscalationAttempt.Outcome(rawValue: try reader.name())
    }
}
