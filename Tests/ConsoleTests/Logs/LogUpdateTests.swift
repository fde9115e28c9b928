import Drawing
import FoundationEssentials
import Model
import Support
import Testing

@testable import Console

struct LogUpdateTests {
    private func opened(_ effects: [Effect]) -> LogsRequest? {
        for case .openLogs(let request) in effects.reversed() { return request }
        return nil
    }

    // MARK: Whose log

    @Test func opensTheLogOfAFunction_AndStopsReadingHoweverItIsLeft() throws {
        for way in ["q", "Esc", "Enter q q", ": z o o m Esc q", "e q", "/ x Enter Esc Esc"] {
            var tester = ScreenTester.logs(120, 40)
            _ = tester.takeEffects()
            tester.press(way)
            #expect(tester.takeEffects().contains(.closeLogs), "\(way)")
            #expect(tester.state.logs == nil)
        }
    }

    @Test func opensOneStreamOfAllThatIsMarked() throws {
        let tester = ScreenTester.logs(120, 40)
        let request = try #require(opened(tester.effects))
        #expect(request.subjects.count == 2 && !request.usesLiveTail)
        #expect(request.since == ScreenTester.night.addingTimeInterval(-900))
    }

    @Test func opensTheConsumersOfAQueueAndTheFunctionBehindAnAlarm() throws {
        var tester = ScreenTester(width: 120, height: 40)
        var queue = SampleRows.queues[0]
        queue.arn = "arn:aws:sqs:eu-west-1:123456789012:\(queue.name)"
        var alarm = SampleRows.alarms[0]
        alarm.dimensions = ["FunctionName": "f"]
        tester.send(.queues(PaneSnapshot(rows: [queue], asOf: ScreenTester.night)))
        tester.send(.alarms(PaneSnapshot(rows: [alarm], asOf: ScreenTester.night)))
        tester.press("2 l")
        #expect(opened(tester.takeEffects())?.subjects == [.queue(name: queue.name, arn: queue.arn ?? "")])
        tester.press("q 6 l")
        #expect(opened(tester.takeEffects())?.subjects == [.function("f")])
        alarm.dimensions = ["QueueName": queue.name]
        tester.press("q")
        tester.send(.alarms(PaneSnapshot(rows: [alarm], asOf: ScreenTester.night)))
        tester.press("Enter l")
        #expect(opened(tester.takeEffects())?.subjects == [.queue(name: queue.name, arn: queue.arn ?? "")])
    }

    @Test func saysWhyThereIsNoLog() {
        var tester = ScreenTester(width: 120, height: 40)
        var alarm = SampleRows.alarms[0]
        alarm.dimensions = [:]
        tester.send(.alarms(PaneSnapshot(rows: [alarm], asOf: ScreenTester.night)))
        tester.send(.queues(PaneSnapshot(rows: [Queue(name: "q", url: "u")], asOf: ScreenTester.night)))
        tester.press("6 l")
        #expect(tester.state.hint?.text.contains("neither a function nor a queue") == true)
        tester.press("2 l")
        #expect(tester.state.hint?.text.contains("cannot be asked yet") == true)
        #expect(opened(tester.effects) == nil && tester.state.views.isEmpty)
    }

    @Test func tellsThePracticeStoryWhoseLogWasRead() {
        var tester = ScreenTester.night(120, 40, place: .drill)
        tester.press("1 l")
        let name = SampleRows.functions.map(\.name).first { name in
            tester.effects.contains(.viewOpened(OpenedView(.logs, name)))
        }
        #expect(name != nil)
    }

    // MARK: Following

    @Test func staysAtTheEndUntilItIsMovedUp_ThenOnTheSameLine() throws {
        var tester = ScreenTester.logs(120, 40)
        #expect(tester.state.logs?.follows == true)
        tester.press("k k")
        let before = try #require(tester.state.logs)
        let line = try #require(before.selectedRow?.line)
        let place = before.cursor - before.scroll
        // Late lines come above, new ones below.
        let fresh = (0..<50).map { SampleLog.event(Int64(30_000 - $0 * 590), "more \($0)") }
        tester.send(.logs(tester.logNumber, SampleLog.batch(fresh)))
        let after = try #require(tester.state.logs)
        #expect(after.selectedRow?.line == line && !after.follows)
        #expect(after.cursor > before.cursor)
        #expect(after.rows.count <= 36 || after.cursor - after.scroll == max(place, after.cursor - after.scroll))
        tester.press("G")
        #expect(tester.state.logs?.follows == true)
        tester.send(.logs(tester.logNumber, SampleLog.batch([SampleLog.event(0, "newest")])))
        #expect(tester.screen.contains("newest"))
    }

    @Test func takesNoNewsOfALogThatWasClosed() {
        var tester = ScreenTester.logs(120, 40)
        let old = tester.logNumber
        tester.press("q j l")
        tester.send(.logs(old, .groups(["old"], missing: [])), .logs(old, SampleLog.batch()))
        #expect(tester.state.logs?.groups == nil && tester.state.logs?.buffer.isEmpty == true)
    }

    @Test func offersToSignIn_WhenTheSessionHasEnded() {
        var tester = ScreenTester.logs(120, 40)
        var status = SampleLog.polled(20)
        status.problem = Problem(
            code: "ExpiredToken", message: "The session has ended.", hint: "", remedy: .signIn(profile: "ops"))
        tester.send(.logs(tester.logNumber, SampleLog.batch([], status: status)))
        #expect(tester.screen.contains("Press x to sign in"))
        tester.press("x")
        #expect(tester.takeEffects().contains(.signIn(profile: "ops")))
        tester.press("Esc")
        #expect(tester.state.logs != nil)
    }

    // MARK: Filter and search

    @Test func keepsTheFilterAndItsContext_WhenTheLogIsReadAnew() throws {
        var tester = ScreenTester.logs(120, 40)
        tester.press("/ p r o v i d e r Enter + r")
        let number = tester.logNumber
        #expect(tester.state.logs?.buffer.isEmpty == true)
        tester.send(.logs(number, .groups([SampleLog.sender], missing: [])), .logs(number, SampleLog.batch()))
        let logs = try #require(tester.state.logs)
        #expect(logs.buffer.filter.text == "provider" && logs.buffer.contextLines == 5 && logs.buffer.matchCount == 2)
    }

    @Test func showsMoreAndFewerLinesAround_UpToAnEnd() {
        var tester = ScreenTester.logs(120, 40)
        tester.press("+")
        #expect(tester.state.hint?.kind == .refusal)
        tester.press("/ o w n e r Enter - -")
        #expect(tester.state.logs?.rows.count == 1 && tester.state.hint?.kind == .refusal)
        tester.press("+ + + +")
        #expect(tester.state.logs?.contextLines == 10 && tester.state.hint?.kind == .refusal)
        tester.press("Esc")
        #expect(tester.state.logs?.rows.count == SampleLog.events.count)
    }

    @Test func jumpsToTheNearestLineWithEveryLetter_AndOnFromThere() throws {
        var tester = ScreenTester.logs(120, 40)
        func selected() throws -> String {
            let logs = try #require(tester.state.logs)
            return try #require(logs.selectedLine.flatMap { logs.buffer.event($0) }).message
        }
        tester.press("f p r o v i d e r")
        #expect(try selected().contains("provider 9"))
        tester.press("Enter S-Tab")
        #expect(try selected().contains("provider 17"))
        tester.press("S-Tab")
        #expect(tester.state.hint?.kind == .refusal)
        tester.press("Tab")
        #expect(try selected().contains("provider 9"))
        tester.press("f Backspace")
        tester.type("zzz")
        tester.press("Enter")
        #expect(tester.state.logsEditor?.problem != nil)
        tester.press("Esc")
        #expect(tester.state.logsEditor == nil && tester.state.logs?.search.isEmpty == true)
    }

    // MARK: Shapes, lines, copies

    @Test func showsTheLinesOfAShape_AndGoesBackByEsc() {
        var tester = ScreenTester.logs(120, 40)
        tester.press("e Enter")
        #expect(tester.state.logs?.mode == .stream)
        #expect(tester.state.logs?.buffer.matchCount == 2)
        tester.press("e Esc")
        #expect(tester.state.logs?.mode == .stream && tester.state.logs?.filterText.isEmpty == false)
        tester.press("Esc")
        #expect(tester.state.logs?.buffer.matchCount == SampleLog.events.count)
    }

    @Test func copiesTheLineHarmless() {
        var tester = ScreenTester.logs(120, 40, events: [SampleLog.event(1, "a\u{1B}[2J\u{202E}b")])
        tester.press("y")
        tester.press("Enter y")
        let copies = tester.takeEffects().filter { $0 == .copy("a^[[2J\u{FFFD}b") }
        #expect(copies.count == 2)
    }

    // MARK: Live tail, window

    @Test func asksForLiveTailOnlyWhenToldTo() throws {
        var tester = ScreenTester.logs(120, 40)
        tester.press("v")
        #expect(try #require(opened(tester.takeEffects())).usesLiveTail)
        tester.press("v")
        #expect(try #require(opened(tester.takeEffects())).usesLiveTail == false)
        tester.press("t j Enter")
        let longer = try #require(opened(tester.takeEffects()))
        #expect(longer.since == ScreenTester.night.addingTimeInterval(-3600))
    }

    // MARK: Queries

    @Test func runsAQueryByName_AndStopsItWhenItIsLeft() throws {
        var tester = ScreenTester.logs(120, 40)
        tester.press("i Enter")
        for case .runQuery(let request) in tester.takeEffects() {
            #expect(request.groups == [SampleLog.sender, SampleLog.worker] && request.query == InsightsQuery.shipped[0])
        }
        #expect(tester.state.insights?.isRunning == true)
        tester.press("Esc")
        #expect(tester.takeEffects().contains(.stopQuery))
        #expect(tester.state.insights == nil && tester.state.logs != nil)
    }

    @Test func stopsNothing_WhenTheQueryHasEnded() {
        var tester = ScreenTester.logs(120, 40)
        tester.press("i Enter")
        tester.send(.query(tester.queryNumber, .answer(SampleAnswer.durations)))
        _ = tester.takeEffects()
        tester.press("y Esc")
        #expect(tester.takeEffects() == [.copy("2026-11-21 03:10:00.000\t124\t212.4\tevil^[[2Jname")])
    }

    @Test func runsAQueryThatIsTyped_AndRemembersIt() {
        var tester = ScreenTester.logs(120, 40)
        tester.press("i k Enter Enter")
        #expect(tester.state.hint?.kind == .refusal)
        tester.press("i k Enter")
        tester.type("fields @message | limit 1")
        tester.press("Enter")
        #expect(tester.state.insights?.request.query.text == "fields @message | limit 1")
        tester.press("i k Enter")
        #expect(tester.state.logsEditor?.line.text == "fields @message | limit 1" && tester.state.insights == nil)
    }

    // MARK: The lossless path

    /// Whatever the order, in whatever pieces batches come: every line is in the view once, in order.
    @Test(arguments: 1...10)
    func showsEveryLineOnceAndInOrder(seed: Int) throws {
        var dice = Dice(seed)
        var events = (0..<600).map { SampleLog.event(Int64(dice.roll(60_000)), "line \($0)") }
        var tester = ScreenTester.logs(100, 30, events: [])
        while !events.isEmpty {
            let batch = Array(events.prefix(dice.roll(60) + 1))
            events.removeFirst(batch.count)
            tester.send(.logs(tester.logNumber, SampleLog.batch(batch)))
            if dice.roll(3) == 0 { tester.press(["k", "G", "g", "C-u"][dice.roll(4)]) }
        }
        let logs = try #require(tester.state.logs)
        let shown = logs.rows.compactMap { $0.line.flatMap { logs.buffer.event($0) } }
        #expect(shown.count == 600 && Set(shown.map(\.message)).count == 600)
        #expect(zip(shown, shown.dropFirst()).allSatisfy { $0.atMs <= $1.atMs })
    }
}

/// A repeatable source of chance.
private struct Dice {
    private var state: UInt64
    init(_ seed: Int) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    mutating func roll(_ sides: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(sides))
    }
}
