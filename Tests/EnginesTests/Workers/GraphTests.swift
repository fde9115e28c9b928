import AWS
import Engines
import FoundationEssentials
import Model
import Support
import Synchronization
import Testing

struct GraphTests {
    private let clock = ManualClock(now: MeetingSamples.now)

    private func calendar(_ graph: GraphStandIn, clock: any WallClock = QuickClock()) throws -> GraphCalendar {
        let account = try GraphAccount(
            parameters: ["tenant": "ten", "clientid": "c", "clientsecret": "s3cret", "emailuser": "desk@example.com"],
            environment: ["NIGHTDESK_GRAPH_URL": "http://graph.test", "NIGHTDESK_LOGIN_URL": "http://login.test/"])
        #expect(!"\(account)".contains("s3cret"))
        return GraphCalendar(client: GraphClient(account: account, transport: graph, clock: clock))
    }

    private let span = (MeetingSamples.now.addingTimeInterval(-4500), MeetingSamples.now.addingTimeInterval(4500))

    @Test func readsEveryPageOnce_WithOneToken() async throws {
        let graph = GraphStandIn((0..<5).map { GraphStandIn.Event(id: "e\($0)") })
        let calendar = try calendar(graph)
        let meetings = try await calendar.meetings(from: span.0, to: span.1, of: nil)
        #expect(meetings.map(\.id) == ["e0", "e1", "e2", "e3", "e4"])
        #expect(meetings.first?.start == MeetingSamples.now && meetings.first?.attendees == ["Ann@Example.com"])
        #expect(graph.paths("GET").count == 3)
        #expect(graph.state.withLock(\.tokens) == 1)
        #expect(
            graph.state.withLock { $0.requests.allSatisfy { $0.header("Prefer") == "outlook.timezone=\"Etc/GMT\"" } })
    }

    @Test(arguments: [429, 503]) func waitsAsLongAsItIsAskedTo(status: Int) async throws {
        let graph = GraphStandIn([GraphStandIn.Event(id: "e")])
        graph.state.withLock { $0.scripted = [GraphStandIn.json(status, "", headers: [("Retry-After", "7")])] }
        let clock = QuickClock()
        let meetings = try await calendar(graph, clock: clock).meetings(from: span.0, to: span.1, of: nil)
        #expect(meetings.count == 1)
        #expect(clock.now.timeIntervalSince(MeetingSamples.now) == 7)
    }

    @Test func givesUp_AfterSomeAttempts_AndForLongWaits() async throws {
        for (headers, requests) in [([], 4), ([(name: "Retry-After", value: "600")], 1)] {
            let graph = GraphStandIn([GraphStandIn.Event(id: "e")])
            graph.state.withLock { $0.scripted = (0..<9).map { _ in GraphStandIn.json(503, "{}", headers: headers) } }
            let calendar = try calendar(graph)
            let problem = try await #require(throws: Problem.self) {
                try await calendar.meetings(from: span.0, to: span.1, of: nil)
            }
            #expect(problem.code == "Graph.503")
            #expect(graph.paths("GET").count == requests)
        }
    }

    @Test func renewsATokenThatIsRefused_Once() async throws {
        let graph = GraphStandIn([GraphStandIn.Event(id: "e")])
        let calendar = try calendar(graph)
        _ = try await calendar.meeting("e")
        graph.state.withLock { $0.validTokens = [] }
        #expect(try await calendar.meeting("e")?.id == "e")
        #expect(graph.state.withLock(\.tokens) == 2)
        graph.state.withLock { $0.scripted = [GraphStandIn.json(401, "{}"), GraphStandIn.json(401, "{}")] }
        let problem = try await #require(throws: Problem.self) { try await calendar.meeting("e") }
        #expect(problem.code.contains("Unauthorized"))
    }

    @Test func renewsATokenBeforeItEnds() async throws {
        let graph = GraphStandIn([GraphStandIn.Event(id: "e")])
        let calendar = try calendar(graph, clock: clock)
        _ = try await calendar.meeting("e")
        clock.advance(by: .seconds(3200))
        _ = try await calendar.meeting("e")
        #expect(graph.state.withLock(\.tokens) == 1)
        clock.advance(by: .seconds(200))
        _ = try await calendar.meeting("e")
        #expect(graph.state.withLock(\.tokens) == 2)
    }

    @Test func writesOnlyTheVersionThatWasRead_AndOneOccurrenceOnly() async throws {
        let graph = GraphStandIn([
            GraphStandIn.Event(id: "o1", seriesMasterId: "s"), GraphStandIn.Event(id: "o2", seriesMasterId: "s"),
        ])
        graph.state.withLock { $0.intruder = { $0 = Self.touched($0, "Blue") } }
        let outcome = try await calendar(graph).mark("o1", .checkedIn(.phone), at: MeetingSamples.now)
        guard case .written(let meeting) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(meeting.categories == ["Blue", "Checked-In"] && meeting.seriesID == "s")
        #expect(graph.state.withLock { $0.events.map(\.categories) } == [["Blue", "Checked-In"], []])
        #expect(graph.paths("PATCH").allSatisfy { $0.hasSuffix("/events/o1") } && graph.paths("PATCH").count == 2)
    }

    @Test func meetsTheMarkOfAnother_AndChangesNothing() async throws {
        let graph = GraphStandIn([GraphStandIn.Event(id: "e")])
        graph.state.withLock { $0.intruder = { $0 = Self.touched($0, "Missed-Check-In") } }
        let outcome = try await calendar(graph).mark("e", .missedCheckIn, at: MeetingSamples.now)
        guard case .alreadyThere = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(graph.state.withLock { $0.events[0].categories } == ["Missed-Check-In"])
        #expect(try await calendar(graph).mark("gone", .missedCheckIn, at: MeetingSamples.now) == .gone)
    }

    private static func touched(_ event: GraphStandIn.Event, _ category: String) -> GraphStandIn.Event {
        var event = event
        event.categories.append(category)
        event.version += 1
        return event
    }

    @Test func looksForTheCaller_QuotesDoubled_AndUsersWithoutMailLeftOut() async throws {
        let graph = GraphStandIn()
        let caller = try await calendar(graph).caller(with: "+44o'7")
        #expect(caller.addresses == ["ann@example.com"] && caller.name == "Ann Reid")
        let filter = try #require(graph.state.withLock { $0.requests.first?.query })
        #expect(filter.contains("%2B44o%27%277") && filter.contains("0o%27%277"))
        #expect(graph.state.withLock { $0.requests.last?.header("ConsistencyLevel") } == "eventual")
    }

    @Test func mailsOnce_ToTheWholeList() async throws {
        let graph = GraphStandIn()
        let alert = WorkerAlert(list: .overdue, subject: "S", body: "a\r\nb")
        try await calendar(graph).send(alert, to: ["x@y", "z@y"])
        #expect(
            graph.state.withLock(\.mails) == [
                #"{"message":{"subject":"S","body":{"contentType":"Text","content":"a\r\nb"},"toRecipients":[{"emailAddress":{"address":"x@y"}},{"emailAddress":{"address":"z@y"}}]}}"#
            ])
    }

    @Test func followsNoPageToAnotherAddress() async throws {
        let graph = GraphStandIn()
        graph.state.withLock {
            $0.scripted = [GraphStandIn.json(200, #"{"value":[],"@odata.nextLink":"https://evil.test/v1.0/x"}"#)]
        }
        let calendar = try calendar(graph)
        await #expect(throws: Problem.self) { try await calendar.meetings(from: span.0, to: span.1, of: nil) }
        #expect(graph.state.withLock { $0.requests.count } == 1)
    }

    /// What comes in another zone than was asked for is reckoned from it; what nobody knows is taken as UTC and not left out.
    @Test(
        arguments: [
            ("Etc/GMT", "2024-01-15T10:00:00.0000000", 0.0), ("Europe/Berlin", "2024-01-15T11:00:00.0000000", 0),
            ("W. Europe Standard Time", "2024-01-15T11:00:00.0000000", 0),
            ("Mars Standard Time", "2024-01-15T10:00:00.0000000", 0),
            ("Etc/GMT", "2024-01-15T10:00:00Z", 0), ("Europe/Berlin", "2024-01-15T10:00:00+00:00", 0),
        ]) func takesEveryTimeZone(name: String, text: String, minutes: Double) async throws
    {
        let graph = GraphStandIn([GraphStandIn.Event(id: "e", start: text, end: text, zone: name)])
        let account = try GraphAccount(
            parameters: ["tenant": "ten", "clientid": "c", "clientsecret": "s", "emailuser": "desk@example.com"],
            environment: ["NIGHTDESK_GRAPH_URL": "http://graph.test", "NIGHTDESK_LOGIN_URL": "http://login.test/"])
        let calendar = GraphCalendar(client: GraphClient(account: account, transport: graph, clock: QuickClock())) {
            $0 == "Europe/Berlin" ? try? Self.berlin : nil
        }
        #expect(try await calendar.meeting("e")?.start == MeetingSamples.now.addingTimeInterval(minutes * 60))
    }

    private static var berlin: ZoneRule {
        get throws { try #require(ZoneRule(file: Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/Europe/Berlin")))) }
    }

    @Test func whatLacksFields_IsAMeetingAllTheSame_AndWhatHasNoTimeIsNone() async throws {
        let graph = GraphStandIn()
        let time = #""start":{"dateTime":"2024-01-15T10:00:00.0000000"},"end":{"dateTime":"2024-01-15T11:00:00.0000000"}"#
        graph.state.withLock {
            $0.scripted = [
                GraphStandIn.json(200, #"{"value":[{"id":"a",\#(time)},{"id":"b"},{"id":"c","isCancelled":true,\#(time)}]}"#)
            ]
        }
        let meetings = try await calendar(graph).meetings(from: span.0, to: span.1, of: nil)
        #expect(meetings.map(\.id) == ["a"])
        #expect(meetings.first?.attendees == [] && meetings.first?.body == "" && meetings.first?.subject == "")
    }

    @Test func half_APageIsNone() async throws {
        let graph = GraphStandIn((0..<3).map { GraphStandIn.Event(id: "e\($0)") })
        let calendar = try calendar(graph)
        _ = try await calendar.meeting("e0")
        for body in [#"{"value":[{"id":"e0""#, "<html>", "", #"{"values":[]}"#] {
            graph.state.withLock { $0.scripted = [GraphStandIn.json(200, body)] }
            let problem = try await #require(throws: Problem.self) {
                try await calendar.meetings(from: span.0, to: span.1, of: nil)
            }
            #expect(problem.code == "Graph.Unreadable", "\(body)")
        }
    }

    @Test func whatGraphSaysOfPeople_IsMasked() async throws {
        let graph = GraphStandIn()
        let calendar = try calendar(graph)
        graph.state.withLock {
            $0.scripted = [
                GraphStandIn.json(
                    403, #"{"error":{"code":"ErrorAccessDenied","message":"desk@example.com called +447123123456"}}"#)
            ]
        }
        let problem = try await #require(throws: Problem.self) { try await calendar.meeting("e") }
        #expect(!problem.message.contains("desk@example.com") && !problem.message.contains("7123123"))
        #expect(problem.code == "Graph.Unauthorized.403")
    }

    @Test func tellsMissingPermissions_WithoutSendingAMail() async throws {
        let graph = GraphStandIn()
        let calendar = try calendar(graph)
        graph.state.withLock { $0.scripted = [GraphStandIn.json(400, #"{"error":{"code":"ErrorInvalidRecipients"}}"#)] }
        try await calendar.probeMail()
        graph.state.withLock { $0.scripted = [GraphStandIn.json(403, #"{"error":{"code":"ErrorAccessDenied"}}"#)] }
        await #expect(throws: Problem.self) { try await calendar.probeMail() }
        for (roles, isAllowed) in [(#"["Mail.Send","Calendars.ReadWrite"]"#, true), (#"["Calendars.ReadWrite"]"#, false)] {
            let graph = GraphStandIn()
            let claims = Data(#"{"roles":\#(roles)}"#.utf8).base64EncodedString().replacing("=", with: "")
            graph.state.withLock { $0.token = "e30.\(claims).x" }
            let calendar = try self.calendar(graph)
            if isAllowed {
                try await calendar.probeMail()
            } else {
                await #expect(throws: Problem.self) { try await calendar.probeMail() }
            }
            #expect(graph.state.withLock { $0.requests.isEmpty && $0.mails.isEmpty })
        }
    }

    @Test func aCheckOfPermissions_RemovesWhatItHasMade_AlsoWhereMarkingFails() async throws {
        for patch in [200, 403] {
            let graph = GraphStandIn()
            graph.state.withLock { $0.patchStatus = patch }
            let calendar = try calendar(graph)
            if patch == 200 {
                try await calendar.probeWriting(at: MeetingSamples.now)
            } else {
                await #expect(throws: Problem.self) { try await calendar.probeWriting(at: MeetingSamples.now) }
            }
            #expect(graph.state.withLock { $0.events.isEmpty && $0.made == 1 })
        }
    }

    @Test func whatIsMissingInSSM_IsNamed() throws {
        let problem = try #require(throws: Problem.self) {
            try GraphAccount(parameters: ["tenant": "t", "clientid": "c", "emailuser": "e"], environment: [:])
        }
        #expect(problem.code == "BadSettings" && problem.message.contains("clientsecret"))
    }
}

/// Sleeps take no time, and the clock shows that they did.
private final class QuickClock: WallClock {
    private let moment = Mutex(MeetingSamples.now)
    var now: Date { moment.withLock { $0 } }
    func sleep(until deadline: Date) async throws { moment.withLock { $0 = max($0, deadline) } }
}
