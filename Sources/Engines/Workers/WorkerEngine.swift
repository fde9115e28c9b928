import FoundationEssentials
package import Model

/// Answers calls and makes checks on one calendar. It judges nothing: ``ConnectRules`` and ``CheckRules`` do.
package struct WorkerEngine: Sendable {
    package let calendar: any WorkerCalendar
    package let directory: any WorkerDirectory
    package let mail: any AlertMail
    package let ledger: any WorkerLedger
    package let settings: WorkerSettings
    /// `YYYY-MM-DD`; nil where there is no secret.
    package let secretExpiry: String?
    private let clock: any WallClock

    /// How often a call is judged anew when somebody else writes into the same meeting.
    private static let mostTurns = 3

    package init(
        calendar: any WorkerCalendar, directory: any WorkerDirectory, mail: any AlertMail, ledger: any WorkerLedger,
        settings: WorkerSettings, secretExpiry: String? = nil, clock: any WallClock = SystemClock()
    ) {
        self.calendar = calendar
        self.directory = directory
        self.mail = mail
        self.ledger = ledger
        self.settings = settings
        self.secretExpiry = secretExpiry
        self.clock = clock
    }

    // MARK: Calls

    /// - Parameter number: As the telephone gave it; nil or empty for none.
    /// - Throws: ``Problem`` when a service failed: then there is no answer. The mail of an emergency is sent before.
    package func call(_ button: WorkerButton, from number: String?) async throws(Problem) -> CallAnswer {
        var counters = WorkerCounters(function: "Connect")
        counters.count(button.counter)
        do throws(Problem) {
            let answer =
                button == .emergency
                ? try await emergency(from: number, &counters) : try await checkInOrOut(button, from: number, &counters)
            if answer.isSuccess { counters.count("Success") }
            await count(counters)
            return answer
        } catch {
            await count(counters)
            throw error
        }
    }

    /// What was done is done: a figure that cannot be kept undoes none of it.
    private func count(_ counters: WorkerCounters) async { try? await ledger.add(counters, at: clock.now) }

    private func checkInOrOut(
        _ button: WorkerButton, from number: String?, _ counters: inout WorkerCounters
    ) async throws(Problem) -> CallAnswer {
        func answer(_ isSuccess: Bool, _ message: String) -> CallAnswer {
            CallAnswer(
                button: button, number: number.flatMap { $0.isEmpty ? nil : $0 } ?? WorkerCaller.unknown, isSuccess: isSuccess,
                message: isSuccess ? message : CallAnswer.failure(message))
        }
        guard let number, !number.isEmpty else {
            counters.count("UnknownCaller")
            return answer(false, "Unable to find your phone number.")
        }
        let caller = try await directory.caller(with: number)
        guard !caller.addresses.isEmpty else {
            counters.count("UnknownCaller")
            return answer(false, "Unrecognised phone number.")
        }
        let verdict = try await settle(button, caller)
        for name in verdict.counters { counters.count(name) }
        return answer(verdict.isSuccess, verdict.message)
    }

    /// The mail goes out whatever the directory and the calendar say. What is written into no meeting is kept as a call, so that it is seen.
    private func emergency(from number: String?, _ counters: inout WorkerCounters) async throws(Problem) -> CallAnswer {
        var caller = WorkerCaller(number: number.flatMap { $0.isEmpty ? nil : $0 })
        var trouble: Problem?
        if let number = caller.number {
            do throws(Problem) {
                caller = try await directory.caller(with: number)
            } catch {
                trouble = error
            }
        }
        if caller.addresses.isEmpty, trouble == nil { counters.count("UnknownCaller") }
        let (unsent, mailTrouble) = await tell(ConnectRules.alert(about: caller))
        trouble = mailTrouble ?? trouble
        var result = Self.noMatch
        if mailTrouble == nil, !caller.addresses.isEmpty {
            do throws(Problem) {
                result = try await settle(.emergency, caller).message
            } catch {
                trouble = trouble ?? error
            }
        }
        if result == Self.noMatch {
            let call = EmergencyCall(number: caller.number, name: caller.name, at: clock.now, isTold: mailTrouble == nil)
            do throws(Problem) { try await ledger.note(call, unsent: unsent) } catch { trouble = trouble ?? error }
        }
        if let trouble { throw trouble }
        return CallAnswer(
            button: .emergency, number: caller.number ?? WorkerCaller.unknown, isSuccess: true, message: "Emergency email sent.",
            appointmentResult: result)
    }

    private static let noMatch = "No matching appointments found."

    /// What cannot be mailed now is kept, and tried again with every check.
    /// - Returns: Why it was not sent, and the number under which it is kept.
    private func tell(_ alert: WorkerAlert) async -> (unsent: Int64?, trouble: Problem?) {
        do throws(Problem) {
            try await mail.send(alert, to: settings.recipients(of: alert.list))
            return (nil, nil)
        } catch {
            return (try? await ledger.keepUnsent(alert, at: clock.now), error)
        }
    }

    /// Judges, writes, and judges anew where a meeting was written by somebody else in between.
    private func settle(_ button: WorkerButton, _ caller: WorkerCaller) async throws(Problem) -> ConnectRules.Verdict {
        var done: Set<[UInt8]> = []
        for turn in 1...Self.mostTurns {
            let now = clock.now
            let rules = ConnectRules(settings: settings, now: now)
            let meetings = try await calendar.meetings(from: rules.span.from, to: rules.span.to, of: caller.addresses)
            let verdict = rules.verdict(on: button, by: caller.addresses, among: meetings)
            var isStale = false
            for mark in verdict.marks where !done.contains(Array(mark.meeting.id.utf8)) {
                switch try await calendar.mark(mark.meeting.id, mark.mark, at: now) {
                case .written: done.insert(Array(mark.meeting.id.utf8))
                case .alreadyThere, .gone: isStale = true
                }
            }
            // The mark is in the calendar: where this cannot be kept, only the time since is not known.
            if button == .emergency { try? await ledger.noteEmergency(verdict.marks.map(\.meeting.id), at: now) }
            if !isStale || turn == Self.mostTurns || !done.isEmpty { return verdict }
        }
        return ConnectRules.Verdict(isSuccess: false, message: Self.noMatch)
    }

    /// What a call would do, without doing it.
    package func rehearse(_ button: WorkerButton, from number: String?) async throws(Problem) -> (
        caller: WorkerCaller, verdict: ConnectRules.Verdict?
    ) {
        guard let number, !number.isEmpty else { return (WorkerCaller(number: nil), nil) }
        let caller = try await directory.caller(with: number)
        guard !caller.addresses.isEmpty else { return (caller, nil) }
        let rules = ConnectRules(settings: settings, now: clock.now)
        let meetings = try await calendar.meetings(from: rules.span.from, to: rules.span.to, of: caller.addresses)
        return (caller, rules.verdict(on: button, by: caller.addresses, among: meetings))
    }

    // MARK: The routine check

    /// Mails and marks every miss; one that fails does not keep the others from it.
    /// - Throws: ``Problem``, the first one, after the rest was done: then there is no answer.
    package func check() async throws(Problem) -> CheckAnswer {
        var failure: Problem?
        var answer: CheckAnswer?
        do throws(Problem) {
            failure = await sendKept()
            let (done, trouble) = try await checkMeetings()
            answer = done
            failure = failure ?? trouble
        } catch {
            failure = failure ?? error
        }
        try await ledger.noteCheck(at: clock.now, failure: failure)
        if let failure { throw failure }
        guard let answer else { throw Problem(code: "InternalError", message: "The check ended without a result.") }
        return answer
    }

    private func checkMeetings() async throws(Problem) -> (CheckAnswer, Problem?) {
        let rules = CheckRules(settings: settings, now: clock.now)
        let meetings = try await calendar.meetings(from: rules.span.from, to: rules.span.to, of: nil)
        let (misses, checked) = rules.misses(among: meetings)
        var counters = WorkerCounters(function: "Check")
        counters.count("MeetingsChecked", by: checked)
        for name in ["CheckinsMissed", "CheckoutsMissed"] { counters.count(name, by: 0) }
        var failure: Problem?
        let told = misses.isEmpty ? [] : (try? await ledger.toldUnmarked(since: clock.now.addingTimeInterval(-86_400))) ?? []
        for miss in misses {
            do throws(Problem) {
                if try await report(miss, rules, told: told) { counters.count(miss.counter) }
            } catch {
                failure = failure ?? error
            }
        }
        let days = SecretExpiry.days(until: secretExpiry, now: clock.now)
        counters.count("ClientSecretDaysToExpiry", by: days)
        await count(counters)
        let answer = CheckAnswer(
            checked: checked, missedCheckIns: counters["CheckinsMissed"], missedCheckOuts: counters["CheckoutsMissed"],
            daysToExpiry: days)
        return (answer, failure)
    }

    /// The mail first, and only then the mark. Somebody may have checked in since the list was read.
    /// - Parameter told: Of earlier runs that could not mark: these are marked and not told again.
    /// - Returns: Whether it was reported by us.
    private func report(
        _ miss: CheckRules.Miss, _ rules: CheckRules, told: Set<[UInt8]>
    ) async throws(Problem) -> Bool {
        guard let fresh = try await calendar.meeting(miss.meeting.id) else { return false }
        guard rules.misses(among: [fresh]).misses.contains(where: { $0.kind == miss.kind }) else { return false }
        let alert = CheckRules.alert(about: CheckRules.Miss(meeting: fresh, kind: miss.kind))
        if !told.contains(alert.key) { try await mail.send(alert, to: settings.recipients(of: .overdue)) }
        if case .alreadyThere = try await calendar.mark(miss.meeting.id, miss.mark, at: clock.now) {
            // A live deployment checks for itself and was quicker by seconds: two alerts are better than none.
            try? await ledger.note("told twice: somebody else has told the list too", about: miss.meeting.id, at: clock.now)
        }
        try? await ledger.noteMarked(alert, at: clock.now)
        return true
    }

    /// Emergencies that nobody could be told of.
    private func sendKept() async -> Problem? {
        var failure: Problem?
        do throws(Problem) {
            for (id, alert) in try await ledger.unsent() {
                do throws(Problem) {
                    try await mail.send(alert, to: settings.recipients(of: alert.list))
                    try await ledger.markSent(id, at: clock.now)
                } catch {
                    failure = failure ?? error
                }
            }
        } catch {
            failure = failure ?? error
        }
        return failure
    }
}
