import FoundationEssentials
import Model
import Store
import Support
import Testing

struct SQLiteWorkersTests {
    private let now = MeetingSamples.now

    private func withStore(_ body: (SQLiteWorkers) async throws -> Void) async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteWorkers(folder: folder.path, context: "test")
        try await body(store)
        store.close()
    }

    private func file(_ meetings: Meeting...) -> CalendarImport { CalendarImport(meetings: meetings.map { MeetingSeries($0) }) }

    @Test func findsWhatTouchesTheSpan_BothEndsIncluded() async throws {
        try await withStore { store in
            let meetings = [
                MeetingSamples.meeting("before", start: -200, end: -75.1), MeetingSamples.meeting("edge", start: -200, end: -75),
                MeetingSamples.meeting("long", start: -2000, end: 2000), MeetingSamples.meeting("late", start: 75, end: 80),
                MeetingSamples.meeting("after", start: 75.1, end: 80, attendees: ["x@y"]),
            ]
            try await store.take(CalendarImport(meetings: meetings.map { MeetingSeries($0) }), merges: false, at: now)
            let span = (now.addingTimeInterval(-4500), now.addingTimeInterval(4500))
            let found = try await store.meetings(from: span.0, to: span.1, of: nil).map(\.id)
            #expect(found == ["long", "edge", "late"])
            #expect(try await store.meetings(from: span.0, to: span.1, of: ["x@y"]).isEmpty)
            #expect(try await store.meetings(from: span.0, to: span.1, of: ["ann@example.com"]).count == 3)
            #expect(try await store.meeting("late") == meetings[3])
        }
    }

    @Test func marksOnce_AndOneOccurrenceOnly() async throws {
        try await withStore { store in
            let series = MeetingSeries(
                MeetingSamples.meeting("s", start: 0, end: 60), rule: RecurrenceRule(.daily, count: 3))
            try await store.take(CalendarImport(meetings: [series]), merges: false, at: now)
            let id = "s@2024-01-16T10:00:00Z"
            guard case .written(let meeting) = try await store.mark(id, .checkedIn(.hand), at: now) else {
                Issue.record("not written")
                return
            }
            #expect(meeting.categories == ["Checked-In"] && meeting.seriesID == "s")
            guard case .alreadyThere = try await store.mark(id, .checkedIn(.hand), at: now) else {
                Issue.record("written twice")
                return
            }
            #expect(try await store.mark("s", .checkedIn(.hand), at: now) == .gone)
            #expect(try await store.allMeetings().map(\.categories) == [[], ["Checked-In"], []])
            #expect(try await store.history(of: id).map(\.text) == ["checked in by hand"])
        }
    }

    @Test func anImportReplaces_AndAMergeKeepsWhatWasMarked() async throws {
        try await withStore { store in
            try await store.take(file(MeetingSamples.meeting("a", start: 0, end: 60)), merges: false, at: now)
            _ = try await store.mark("a", .missedCheckIn, at: now)
            var moved = MeetingSamples.meeting("a", start: 30, end: 90)
            moved.subject = "Other"
            try await store.take(file(moved, MeetingSamples.meeting("b", start: 0, end: 60)), merges: true, at: now)
            let merged = try #require(try await store.meeting("a"))
            #expect(merged.categories == ["Missed-Check-In"] && merged.subject == "Missed-Check-In: Visit")
            #expect(merged.start == moved.start)
            try await store.take(file(moved), merges: false, at: now)
            #expect(try await store.allMeetings() == [moved])
        }
    }

    @Test func idsAreTheSameOnlyWhereTheirBytesAre() async throws {
        try await withStore { store in
            let ids = ["caf\u{E9}", "cafe\u{301}"]
            try await store.take(
                CalendarImport(meetings: ids.map { MeetingSeries(MeetingSamples.meeting($0, start: 0, end: 60)) }), merges: false,
                at: now)
            _ = try await store.mark(ids[0], .checkedIn(.hand), at: now)
            #expect(try await store.meeting(ids[0])?.has(.checkedIn) == true)
            #expect(try await store.meeting(ids[1])?.has(.checkedIn) == false)
        }
    }

    @Test func endlessSeriesGoOn_AsTimeGoesBy() async throws {
        try await withStore { store in
            let series = MeetingSeries(
                MeetingSamples.meeting("s", start: -60 * 24 * 400, end: -60 * 24 * 400 + 60), rule: RecurrenceRule(.daily))
            try await store.take(CalendarImport(meetings: [series]), merges: false, at: now)
            for days in stride(from: 0.0, to: 365, by: 30) {
                let day = now.addingTimeInterval(days * 86_400)
                #expect(try await store.meetings(from: day, to: day, of: nil).count == 1, "\(days)")
            }
            let all = try await store.allMeetings().map(\.start)
            #expect(Set(all).count == all.count)
        }
    }

    @Test func findsCallersInEverySpelling_WithAllTheirAddresses() async throws {
        try await withStore { store in
            let people = [
                WorkerPerson(name: "Ann", phones: ["07123", "+44 7123"], addresses: ["Ann@Example.com"]),
                WorkerPerson(name: "", phones: ["+447123"], addresses: ["desk@example.com"]),
            ]
            try await store.take(CalendarImport(people: people), merges: false, at: now)
            let caller = try await store.caller(with: "+447123")
            #expect(caller.addresses == ["ann@example.com", "desk@example.com"] && caller.name == "Ann")
            #expect(try await store.caller(with: "7123").addresses.isEmpty)
            #expect(try await store.caller(with: "' OR 1=1 --").addresses.isEmpty)
        }
    }

    @Test func keepsWhatCouldNotBeSent_FiguresAndChecks() async throws {
        try await withStore { store in
            let alert = WorkerAlert(list: .emergency, subject: "S", body: "B")
            _ = try await store.keepUnsent(alert, at: now)
            let kept = try await store.unsent()
            #expect(kept.map(\.alert) == [alert])
            try await store.markSent(kept[0].id, at: now)
            #expect(try await store.unsent().isEmpty)
            var counters = WorkerCounters(function: "Connect")
            counters.count("Checkins")
            try await store.add(counters, at: now)
            try await store.add(counters, at: now.addingTimeInterval(-90_000))
            try await store.noteCheck(at: now, failure: nil)
            try await store.noteCheck(at: now.addingTimeInterval(60), failure: Problem(code: "X", message: "Y"))
            let overview = try await store.overview(since: now.addingTimeInterval(-60), at: now)
            #expect(overview.counters == ["Checkins": 1])
            #expect(overview.lastGoodCheckAt == now && overview.failure == Problem(code: "X", message: "Y"))
        }
    }

    @Test func callsForHelpStay_UntilTheyAreCleared_AndSayWhenTheyAreTold() async throws {
        try await withStore { store in
            let alert = WorkerAlert(list: .emergency, subject: "S", body: " Calling number      : +447123")
            let kept = try await store.keepUnsent(alert, at: now)
            let call = EmergencyCall(number: "+447123", name: "Ann", at: now, isTold: false)
            try await store.note(call, unsent: kept)
            try await store.note(EmergencyCall(number: nil, name: nil, at: now, isTold: true), unsent: nil)
            #expect(try await store.openCalls().map(\.call.isTold) == [true, false])
            try await store.markSent(kept, at: now)
            #expect(try await store.openCalls().map(\.call.isTold) == [true, true])
            // What replaces the calendar has nothing to do with somebody who called for help.
            try await store.take(file(MeetingSamples.meeting("a", start: 0, end: 60)), merges: false, at: now)
            #expect(try await store.openCalls().count == 2)
            let number = try await store.openCalls()[1].number
            #expect(try await store.clearCall(number, at: now))
            #expect(try await store.clearCall(number, at: now) == false)
            #expect(try await store.openCalls().count == 1)
        }
    }

    @Test func knowsWhatWasToldAndNotMarked_AndKeepsNoTextOfAMail() async throws {
        try await withStore { store in
            let alert = WorkerAlert(list: .overdue, subject: "Missed check-in", body: "ann@example.com", meetingID: "m1")
            try await store.keepSent(alert, way: "mail", isShownHere: false, at: now)
            #expect(try await store.toldUnmarked(since: now.addingTimeInterval(-60)) == [alert.key])
            #expect(try await store.outbox(since: .distantPast).isEmpty)
            try await store.noteMarked(alert, at: now)
            #expect(try await store.toldUnmarked(since: now.addingTimeInterval(-60)).isEmpty)
            try await store.keepSent(alert, way: "the console's outbox", isShownHere: true, at: now)
            #expect(try await store.outbox(since: .distantPast).map(\.alert) == [alert])
        }
    }
}
