import Engines
import FoundationEssentials
package import Model
import Store

/// What a pane, a list and a detail show.
extension WorkerDesk {
    /// - Parameter isAll: False gives what matters now, worst first; true every stored meeting, by start.
    package func rows(isAll: Bool) async throws(Problem) -> [WorkerRow] {
        let now = clock.now
        let sources = try await sources()
        let marks = try await store.marks()
        // A mailbox has no end: of a live calendar a week back and a week ahead is all.
        let days = isAll ? 7.0 : 1.0
        let meetings =
            isAll && !isLive
            ? try await store.allMeetings()
            : try await sources.calendar.meetings(
                from: now.addingTimeInterval(-days * 86_400), to: now.addingTimeInterval(days * 86_400), of: nil)
        let rows = meetings.map { WorkerRow($0, settings: sources.settings, now: now, marks: marks[$0.id] ?? WorkerMarks()) }
        guard !isAll else { return rows }
        let calls = try await callRows(sources.settings, marks, at: now)
        let all = calls + rows.filter { $0.matters(at: now) }
        return all.sorted { ($0.state, $0.meeting.start) < ($1.state, $1.meeting.start) }
    }

    /// Calls for help that fit no meeting.
    private func callRows(
        _ settings: WorkerSettings, _ marks: [String: WorkerMarks], at now: Date
    ) async throws(Problem) -> [WorkerRow] {
        try await store.openCalls().map { open in
            WorkerRow(
                open.call, number: open.number, settings: settings, now: now,
                marks: marks[WorkerRow.callID(open.number)] ?? WorkerMarks())
        }
    }

    /// What matters now, with the numbers to call back as far as they are known without asking anybody.
    func rowsWithPhones() async throws(Problem) -> [WorkerRow] {
        var rows = try await rows(isAll: false)
        guard !isLive else { return rows }
        let addresses = Set(rows.flatMap { $0.meeting.attendees.map { $0.lowercased() } })
        var phones: [String: [String]] = [:]
        for person in try await store.people(with: addresses) {
            for address in person.addresses { phones[address.lowercased(), default: []] += person.phones }
        }
        for place in rows.indices where rows[place].caller == nil {
            rows[place].phones = rows[place].meeting.attendees.flatMap { phones[$0.lowercased()] ?? [] }
        }
        return rows
    }

    /// - Returns: nil where there is no such meeting.
    package func row(_ id: String) async throws(Problem) -> WorkerRow? {
        let marks = try await store.marks()
        if let number = WorkerRow.callNumber(id) {
            let settings = (try? await sources().settings) ?? WorkerSettings()
            let call = try await callRows(settings, marks, at: clock.now).first { WorkerRow.callNumber($0.id) == number }
            if let call { return call }
        }
        let sources = try await sources()
        guard let meeting = try await sources.calendar.meeting(id) else { return nil }
        return WorkerRow(meeting, settings: sources.settings, now: clock.now, marks: marks[id] ?? WorkerMarks())
    }

    /// A meeting with the numbers of its attendees, who are looked up in the directory for that.
    package func rowWithPhones(_ id: String) async throws(Problem) -> WorkerRow? {
        guard var row = try await row(id), row.caller == nil else { return try await row(id) }
        if let mailbox = try await sources().mailbox {
            row.phones = try await mailbox.phones(of: row.meeting.attendees)
        } else {
            let people = try await store.people(with: Set(row.meeting.attendees.map { $0.lowercased() }))
            row.phones = people.flatMap(\.phones)
        }
        return row
    }

    func secretExpiryText() async -> String? { await live?.secretExpiry }

    package func overview() async throws(Problem) -> WorkerOverview {
        let now = clock.now
        let midnight = Date(timeIntervalSince1970: (now.timeIntervalSince1970 / 86_400).rounded(.down) * 86_400)
        var overview = try await store.overview(since: midnight, at: now)
        // Where nobody here is told to check, the deployment does.
        overview.interval = section.runs ? section.every : nil
        guard let live else {
            overview.hasNoMail = try await sources().hasNoMail
            overview.outbox = try await store.outbox(since: now.addingTimeInterval(-86_400)).map {
                OutboxAlert(at: $0.at, subject: $0.alert.subject, body: $0.alert.body)
            }
            return overview
        }
        overview.isLive = true
        overview.secretDays = SecretExpiry.days(until: await live.secretExpiry, now: now)
        switch await live.currentFigures() {
        case .success(let figures):
            overview.counters = figures.counters
            let last = [overview.lastGoodCheckAt, figures.lastCheckAt].compactMap(\.self).max()
            overview.lastGoodCheckAt = last
            // Silence is not safety: a deployment that does not check is as bad as an engine of ours that does not.
            overview.interval = section.every
        case .failure(let problem):
            overview.counters = [:]
            overview.figuresFailure = problem
        }
        return overview
    }

    /// Of the month so far.
    func costs() async -> WorkerCosts {
        if let live { return await live.currentCosts() }
        let month = WorkerMonth(at: clock.now)
        // An embedded calendar needs no function that stands by.
        return WorkerCosts(
            provisionedUnits: 0, calls: try? await store.calls(since: month.start), daysOver: month.daysOver,
            daysOfMonth: month.days)
    }
}
