import Engines
import FoundationEssentials
import Model
import Support
import Synchronization
import Testing

struct WorkerEngineTests {
    private static let ann = WorkerPerson(name: "Ann", phones: ["+447123123456", "01224"], addresses: ["Ann@Example.com"])
    private let clock = ManualClock(now: MeetingSamples.now)

    private func engine(_ world: FakeWorkerWorld, expiry: String? = nil) -> WorkerEngine {
        WorkerEngine(
            calendar: world, directory: world, mail: world, ledger: world, settings: WorkerSettings(), secretExpiry: expiry,
            clock: clock)
    }

    private func world(_ meetings: Meeting...) -> FakeWorkerWorld { FakeWorkerWorld(meetings, people: [Self.ann]) }

    // MARK: Calls

    @Test func answersACheckIn_InTheOriginalsWords() async throws {
        let world = world(MeetingSamples.meeting(start: 5, end: 60))
        let answer = try await engine(world).call(.checkIn, from: "+447123123456")
        #expect(
            answer.json
                == #"{"action":"Check in","calling number":"+447123123456","success":true,"message":"Your appointment has been checked in."}"#
        )
        #expect(world.meetingNow("m1")?.categories == ["Checked-In"])
        #expect(world["Checkins"] == 1 && world["Success"] == 1 && world.mails.isEmpty)
    }

    @Test(
        arguments: [
            (nil, "UNKNOWN", "Unable to find your phone number."), ("", "UNKNOWN", "Unable to find your phone number."),
            ("+15550000", "+15550000", "Unrecognised phone number."), ("'; drop", "'; drop", "Unrecognised phone number."),
            ("447123123456", "447123123456", "Unrecognised phone number."),
        ] as [(String?, String, String)]) func whoIsNotKnown_HearsIt(number: String?, shown: String, message: String) async throws
    {
        for button in [WorkerButton.checkIn, .checkOut] {
            let world = world(MeetingSamples.meeting(start: 5, end: 60))
            let answer = try await engine(world).call(button, from: number)
            #expect(!answer.isSuccess && answer.number == shown)
            #expect(answer.message == "An error occurred. \(message) Please phone the office.")
            #expect(world["UnknownCaller"] == 1 && world["Success"] == 0)
        }
    }

    @Test func britishNumbersAreFoundInBothSpellings() async throws {
        let world = FakeWorkerWorld(
            [MeetingSamples.meeting(start: 5, end: 60)],
            people: [WorkerPerson(name: "Ann", phones: ["07123123456"], addresses: ["ann@example.com"])])
        #expect(try await engine(world).call(.checkIn, from: "+447123123456").isSuccess)
    }

    @Test func anEmergencyMailsFirst_ThenMarks() async throws {
        let world = world(MeetingSamples.meeting(start: -30, end: 60, [.checkedIn]))
        let answer = try await engine(world).call(.emergency, from: "01224")
        #expect(
            answer.json
                == #"{"action":"Emergency","calling number":"01224","appointment check result":"Emergency appointment updated.","success":true,"message":"Emergency email sent."}"#
        )
        #expect(world.mails.map(\.subject) == ["Emergency Assistance Required!"] && world.mails.map(\.list) == [.emergency])
        #expect(
            world.mails.first?.body
                == "Emergency call received\r\n\r\n Calling number      : 01224\r\n Caller name if known: Ann")
        #expect(world.meetingNow("m1")?.categories == ["Checked-In", "Emergency"])
    }

    @Test func anEmergencyIsAlwaysMailed_WhateverFails() async throws {
        for failing in [FakeWorkerWorld.Part.directory, .calendar, .marks] {
            let world = world(MeetingSamples.meeting(start: -30, end: 60))
            world.change { $0.failing = [failing] }
            await #expect(throws: Problem.self) { try await engine(world).call(.emergency, from: "01224") }
            #expect(world.mails.count == 1, "\(failing)")
        }
        for number in [nil, "", "+15550000", "o'hara"] {
            let world = world(MeetingSamples.meeting(start: -30, end: 60))
            let answer = try await engine(world).call(.emergency, from: number)
            #expect(answer.isSuccess && answer.appointmentResult == "No matching appointments found.")
            #expect(world.mails.count == 1 && world.meetingNow("m1")?.categories == [])
        }
    }

    @Test func anEmergencyThatCannotBeMailed_IsMarkedNowhere_AndTriedWithEveryCheck() async throws {
        let world = world(MeetingSamples.meeting(start: -30, end: 60, [.checkedIn]))
        world.change { $0.failing = [.mail] }
        await #expect(throws: Problem.self) { try await engine(world).call(.emergency, from: "01224") }
        #expect(world.meetingNow("m1")?.has(.emergency) == false)
        await #expect(throws: Problem.self) { try await engine(world).check() }
        world.change { $0.failing = [] }
        _ = try await engine(world).check()
        #expect(world.mails.map(\.subject) == ["Emergency Assistance Required!"])
        _ = try await engine(world).check()
        #expect(world.mails.count == 1)
    }

    @Test func whatOthersWriteMeanwhile_IsHeard() async throws {
        let world = world(MeetingSamples.meeting(start: 0, end: 60))
        world.change { $0.intruder = { $0[0].categories = ["Checked-In"] } }
        let answer = try await engine(world).call(.checkIn, from: "01224")
        #expect(answer.message == "Your appointment has already been checked in.")
        #expect(world["DuplicateCall"] == 1 && world.meetingNow("m1")?.categories == ["Checked-In"])
    }

    @Test func failingServices_GiveNoAnswer() async {
        for failing in [FakeWorkerWorld.Part.directory, .calendar, .marks] {
            let world = world(MeetingSamples.meeting(start: 0, end: 60))
            world.change { $0.failing = [failing] }
            await #expect(throws: Problem.self) { try await engine(world).call(.checkIn, from: "01224") }
            #expect(world.mails.isEmpty)
        }
    }

    // MARK: Checks

    @Test func theCheckMailsThenMarks_AndAnswersInTheOriginalsWords() async throws {
        let world = world(
            MeetingSamples.meeting("in", start: -20, end: 60), MeetingSamples.meeting("out", start: -120, end: -30, [.checkedIn]))
        let answer = try await engine(world, expiry: "2024-01-25").check()
        #expect(
            answer.json
                == #"{"message":"Routine check completed","metrics":{"Meetings checked":2,"Missed checkins reported":1,"Missed checkouts reported":1,"Client secret days to expiry":10}}"#
        )
        #expect(world.mails.map(\.subject) == ["Missed check-in", "Missed check-out"])
        #expect(world.meetingNow("in")?.subject == "Missed-Check-In: Visit")
        #expect(world.meetingNow("out")?.categories == ["Checked-In", "Missed-Check-Out"])
        #expect(try await engine(world).check().missedCheckIns == 0)
        #expect(world.mails.count == 2)
    }

    @Test func oneMailThatFails_KeepsNoOtherFromBeingSent_AndIsTriedAgain() async throws {
        let world = world(
            MeetingSamples.meeting("a", start: -20, end: 60), MeetingSamples.meeting("b", start: -21, end: 60),
            MeetingSamples.meeting("c", start: -22, end: 60))
        world.change { $0.refusedMeetings = ["b"] }
        await #expect(throws: Problem.self) { try await engine(world).check() }
        #expect(world.mails.compactMap(\.meetingID) == ["a", "c"])
        #expect(world.meetingNow("b")?.has(.missedCheckIn) == false)
        #expect(world.state.withLock { $0.lastFailure?.code } == "MailRefused")
        world.change { $0.refusedMeetings = [] }
        #expect(try await engine(world).check().missedCheckIns == 1)
        #expect(world.mails.compactMap(\.meetingID) == ["a", "c", "b"])
    }

    @Test func whatCouldNotBeMarked_IsMarkedLater_AndNotToldTwice() async throws {
        let world = world(MeetingSamples.meeting(start: -20, end: 60))
        world.change { $0.failing = [.marks] }
        await #expect(throws: Problem.self) { try await engine(world).check() }
        #expect(world.mails.count == 1 && world.meetingNow("m1")?.has(.missedCheckIn) == false)
        world.change { $0.failing = [] }
        #expect(try await engine(world).check().missedCheckIns == 1)
        #expect(world.mails.count == 1 && world.meetingNow("m1")?.has(.missedCheckIn) == true)
    }

    @Test func aSecondWriter_ChangesNothing_AndNotesTheDouble() async throws {
        let world = world(MeetingSamples.meeting(start: -20, end: 60))
        world.change { $0.intruder = { $0[0].categories = ["Missed-Check-In"] } }
        _ = try await engine(world).check()
        #expect(world.meetingNow("m1")?.categories == ["Missed-Check-In"] && world.meetingNow("m1")?.subject == "Visit")
        #expect(world.state.withLock(\.notes) == ["m1: told twice: somebody else has told the list too"])
    }

    /// What is written into no meeting must be seen all the same: who called, and whether anybody was told.
    @Test func anEmergencyInNoMeeting_IsKeptAsACall() async throws {
        for (failing, number, isTold) in [
            ([FakeWorkerWorld.Part](), "+15550000", true), ([], "", true), ([.directory], "01224", true),
            ([.calendar], "01224", true), ([.marks], "01224", true), ([.mail], "01224", false),
        ] {
            let world = world(MeetingSamples.meeting(start: -30, end: 60))
            world.change { $0.failing = Set(failing) }
            _ = try? await engine(world).call(.emergency, from: number)
            let calls = world.state.withLock(\.calls)
            #expect(calls.map(\.isTold) == [isTold] && calls.first?.number == (number.isEmpty ? nil : number), "\(failing)")
            #expect(world["Emergencies"] == 1)
        }
        let world = world(MeetingSamples.meeting(start: -30, end: 60))
        _ = try await engine(world).call(.emergency, from: "01224")
        #expect(world.state.withLock(\.calls).isEmpty)
    }

    /// Any order of calls, checks, failures and minutes: every miss within the window is told once, and no emergency is lost.
    @Test(arguments: 0..<200) func noAlertIsLostOrToldTwice(seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        let clock = ManualClock(now: MeetingSamples.now)
        let meetings = (0..<4).map { number in
            let start = Double(Int.random(in: -20...90, using: &random))
            return MeetingSamples.meeting(
                "m\(number)", start: start, end: start + Double(Int.random(in: 10...90, using: &random)))
        }
        let world = FakeWorkerWorld(meetings, people: [Self.ann])
        let engine = WorkerEngine(
            calendar: world, directory: world, mail: world, ledger: world, settings: WorkerSettings(), clock: clock)
        var emergencies = 0
        for _ in 0..<60 {
            clock.advance(by: .seconds(Int.random(in: 60...600, using: &random)))
            world.change { $0.failing = [[], [], [], [.mail], [.marks], [.calendar]].randomElement(using: &random) ?? [] }
            switch Int.random(in: 0..<6, using: &random) {
            case 0: _ = try? await engine.call(.checkIn, from: "01224")
            case 1: _ = try? await engine.call(.checkOut, from: "01224")
            case 2 where emergencies < 3:
                emergencies += 1
                _ = try? await engine.call(.emergency, from: "01224")
            default: break
            }
            // Two in a row, as when two engines work.
            _ = try? await engine.check()
            world.change { $0.failing = [] }
            _ = try? await engine.check()
        }
        let told = world.mails.compactMap { mail in mail.meetingID.map { "\($0) \(mail.subject)" } }
        #expect(Set(told).count == told.count)
        #expect(world.mails.filter { $0.list == .emergency }.count == emergencies)
        for meeting in meetings {
            guard let now = world.meetingNow(meeting.id) else { continue }
            #expect(now.has(.checkedIn) || told.contains("\(meeting.id) Missed check-in"))
            if now.has(.checkedIn), !now.has(.missedCheckIn), !now.has(.checkedOut) {
                #expect(told.contains("\(meeting.id) Missed check-out"))
            }
        }
    }
}

private struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}
