import Drawing
import FoundationEssentials
import Model
import Support
import Testing

@testable import Console

/// Redriving queues and setting what functions have, by keys.
struct ResourceActsTests {
    private static let staging = Place(context: "staging", region: "eu-west-1", account: "123456789012", isProduction: false)
    private static let function = "ntfcn-snd"

    private func tester(_ place: Place = staging) -> ScreenTester {
        var tester = ScreenTester.night(place: place)
        var function = LambdaFunction(name: Self.function)
        function.memoryMB = 512
        function.timeoutSeconds = 60
        var source = Queue(name: "watch", url: "https://sqs/1/watch")
        source.deadLetterQueue = "watch-dead"
        var plain = Queue(name: "plain", url: "https://sqs/1/plain")
        plain.severity = .ok
        source.severity = .critical
        tester.send(
            .lambda(PaneSnapshot(rows: [function], asOf: ScreenTester.night)),
            .queues(PaneSnapshot(rows: [source, plain], asOf: ScreenTester.night)))
        _ = tester.takeEffects()
        return tester
    }

    private func wished(_ tester: ScreenTester) -> ResourceWish? {
        tester.effects.lazy.compactMap { if case .prepareResource(let wish) = $0 { wish } else { nil } }.last
    }

    private func submitted(_ tester: ScreenTester) -> [Proposal] {
        tester.effects.compactMap { if case .submit(let proposal) = $0 { proposal } else { nil } }
    }

    private static func resize(from: Int = 512, to: Int = 1024, place: Place = staging) -> ResourceOrder {
        ResourceOrder(
            .resize(FunctionResize(name: function, memoryMB: Step(from: from, to: to), timeoutSeconds: nil, revisionID: "r")),
            in: place)
    }

    /// The settings menu, the first item, a value.
    private func askForMemory(_ tester: inout ScreenTester, _ value: String) {
        tester.press("1 F Enter")
        tester.type(value)
        tester.press("Enter")
    }

    @Test func asksForTheDeadLetterQueueOfASource() throws {
        var tester = tester()
        tester.press("2 g D")
        #expect(wished(tester)?.what == .redrive(queue: "watch-dead"))
        #expect(tester.screen.contains("Redrive watch-dead?"))
        tester.press("y")
        #expect(submitted(tester).isEmpty, "nothing can be confirmed before it stands there")
    }

    @Test func refusesAQueueWithoutDeadLetters() {
        var tester = tester()
        tester.press("2 G D")
        #expect(wished(tester) == nil)
        #expect(tester.state.hint?.text == "plain has no dead-letter queue, and is none.")
    }

    @Test func readsWhatIsThere_Asks_SubmitsOnce_AndUndoes() throws {
        var tester = tester()
        askForMemory(&tester, "1024")
        let wish = try #require(wished(tester))
        #expect(wish.what == .resize(function: Self.function, memoryMB: 1024))
        tester.send(.change(.order(wish.number, Self.resize())))
        #expect(tester.screen.contains("memory 512 → 1024 MB"))
        #expect(tester.screen.contains("Terraform"))
        tester.press("y")
        let proposal = try #require(submitted(tester).last)
        #expect(proposal.call == .resources([Self.resize()]) && proposal.danger == .confirm)
        tester.send(
            .change(.partEnded(proposal.id, part: 0, Outcome(.confirmed))),
            .change(.answered(proposal.id, Outcome(.confirmed), nil)),
            .change(.ended(proposal.id, Outcome(.confirmed))))
        #expect(tester.screen.contains("Done. U undoes it."))

        tester.wait(seconds: 1)
        tester.press("U")
        let back = try #require(wished(tester))
        #expect(back.what == .resize(function: Self.function, memoryMB: 512))
        tester.send(.change(.order(back.number, Self.resize(from: 1024, to: 512))))
        tester.press("y")
        let second = try #require(submitted(tester).last)
        tester.send(
            .change(.partEnded(second.id, part: 0, Outcome(.confirmed))), .change(.ended(second.id, Outcome(.confirmed))))
        #expect(tester.state.changes.undos.map(\.what) == [.resource(.resize(function: Self.function, memoryMB: 1024))])
    }

    @Test func wantsTheNameOfAProductionContext() throws {
        var tester = tester(.prod)
        askForMemory(&tester, "1024")
        tester.send(.change(.order(try #require(wished(tester)).number, Self.resize(place: .prod))))
        tester.press("y Enter")
        #expect(submitted(tester).isEmpty)
        tester.press("C-u")
        tester.type("prod")
        tester.press("Enter")
        #expect(submitted(tester).count == 1)
    }

    @Test(arguments: ["", "x", "64", "10241", "1024 KB", "-1"]) func refusesWhatNoFunctionCanHave(value: String) {
        var tester = tester()
        askForMemory(&tester, value)
        #expect(wished(tester) == nil)
        guard case .prompt(let view)? = tester.state.views.last else {
            Issue.record("the prompt is gone")
            return
        }
        #expect(view.problem != nil)
    }

    @Test func readsTimesAndAliases() {
        func wish(_ kind: FunctionSetting.Kind, _ text: String) -> ResourceWish.What? {
            FunctionSetting(kind: kind, function: "f").wish(from: text)
        }
        #expect(wish(.timeout, "5m") == .resize(function: "f", timeoutSeconds: 300))
        #expect(wish(.timeout, "90") == .resize(function: "f", timeoutSeconds: 90))
        #expect(wish(.timeout, "500ms") == nil)
        #expect(wish(.provisioned, "live 5") == .provision(function: "f", qualifier: "live", count: 5))
        #expect(wish(.provisioned, "live 0") == .provision(function: "f", qualifier: "live", count: nil))
        #expect(wish(.provisioned, "live") == nil && wish(.provisioned, "live -1") == nil)
        #expect(wish(.memory, "1536 MB") == .resize(function: "f", memoryMB: 1536))
    }

    @Test func saysWhyItCannotBe_AndForgetsAnAnswerToAQuestionThatWasLeft() throws {
        var tester = tester()
        tester.press("2 g D")
        let wish = try #require(wished(tester))
        tester.send(.change(.noOrders(wish.number, Problem(code: "NothingDone", message: "watch-dead is empty."))))
        #expect(tester.state.views.isEmpty && tester.state.hint?.text.contains("watch-dead is empty.") == true)

        tester.wait(seconds: 1)
        tester.press("D n")
        let left = try #require(wished(tester))
        tester.send(.change(.order(left.number, Self.resize())))
        #expect(tester.state.views.isEmpty)
    }

    @Test func backsUpWithoutAsking_AlsoInReadOnly() throws {
        var place = Self.staging
        place.isReadOnly = true
        var tester = tester(place)
        let action = try #require(Action.byID["backup"])
        #expect(tester.state.refusal(of: action) == nil)
        tester.press(":")
        tester.type("back up the configuration")
        tester.press("Enter")
        #expect(tester.effects.contains(.backUp))
    }
}
