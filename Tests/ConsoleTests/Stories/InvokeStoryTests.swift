import FoundationEssentials
import Model
import Support
import Testing

@testable import Console

/// Test-invoke from the key to the record: keys and events in, effects and screens out.
struct InvokeStoryTests {
    private static let function = SampleInvocation.function

    @Test func runsAFunctionOnce_AndShowsWhatItSaid() throws {
        var tester = ScreenTester.calm()
        tester.press("T")
        #expect(tester.takeEffects() == [.prepareInvoke(Self.function)])
        tester.send(.change(.material(SampleInvocation.material)))
        tester.press("Enter")
        let asked = tester.takeEffects()
        #expect(asked.first == .discardInput && asked.count == 2)
        guard case .check(let proposal) = asked.last else {
            Issue.record("no dry run was asked for")
            return
        }
        #expect(proposal.change.action == "lambda.invoke" && proposal.change.permission == .execute)
        #expect(proposal.change.place == SampleInvocation.staging)
        #expect(!proposal.change.summary.joined().contains("s3cr3t"))
        tester.send(.change(.checked(proposal.id, .allowed)))
        tester.press("y")
        #expect(tester.takeEffects() == [.submit(proposal)])

        tester.press("y y Enter")
        #expect(tester.submitted.isEmpty, "it is never sent twice")
        tester.press("Esc 2")
        tester.send(.change(.answered(proposal.id, Outcome(.confirmed), SampleInvocation.answered)))
        tester.send(.change(.ended(proposal.id, Outcome(.confirmed))))
        #expect(tester.screen.contains("Test-invoke \(Self.function): done"))
        tester.press(": l a s t Enter")
        #expect(tester.screen.contains("\"sent\": true"))
        _ = tester.takeEffects()
        tester.press("y")
        #expect(tester.takeEffects().contains(.copy(SampleInvocation.answered.result.payload)))
        #expect(!SampleInvocation.answered.result.payload.contains("+44"))
    }

    @Test func runsTheVersionAndTheModeThatWereChosen() {
        var tester = ScreenTester.calm()
        tester.openChooser()
        tester.press("Right Tab j j Enter y")
        guard case .invoke(let plan) = tester.submitted.first?.call else {
            Issue.record("nothing was submitted")
            return
        }
        #expect(plan.qualifier == "live" && plan.mode == .event && plan.payload.name == "empty")
        #expect(plan.timeoutSeconds == nil, "of another version nothing is known")
        #expect(tester.submitted.first?.change.targets == ["\(Self.function):live"])
    }

    @Test func goesRoundAllVersions() {
        var tester = ScreenTester.calm()
        tester.openChooser()
        for label in ["live (version 12)", "version 12", "version 11", "$LATEST"] {
            tester.press("Right")
            #expect(tester.screen.contains("Qualifier  \(label)"))
        }
        tester.press("Left")
        #expect(tester.screen.contains("Qualifier  version 11"))
    }

    @Test func refusesAnEventThatIsNoJSON_BeforeAnythingIsAsked() {
        var tester = ScreenTester.calm()
        tester.openChooser()
        tester.press("j Enter")
        #expect(tester.state.hint?.text.contains("payload broken is not JSON") == true)
        #expect(tester.submitted.isEmpty)
        guard case .chooser = tester.state.views.last else {
            Issue.record("the choices are not open")
            return
        }
    }

    @Test func waitsForTheEvents() {
        var tester = ScreenTester.calm()
        tester.press("T Enter")
        #expect(tester.state.hint?.kind == .refusal)
        tester.press("Right")
        #expect(tester.state.hint?.text == "Aliases and versions have not arrived yet.")
    }

    @Test func asksWhichFunction_ElsewhereThanInLambda() {
        var tester = ScreenTester.calm()
        tester.press("6 j T")
        guard case .menu(let menu) = tester.state.views.last else {
            Issue.record("no menu is open")
            return
        }
        #expect(menu.items.first?.note == "belongs to this" && menu.items.count == SampleRows.functions.count)
        tester.press("Enter")
        #expect(tester.effects.contains(.prepareInvoke(Self.function)))
    }

    @Test func runsTheFunctionWhoseDetailIsOpen() {
        var tester = ScreenTester.calm()
        tester.press("Enter T")
        #expect(tester.effects.contains(.prepareInvoke(Self.function)))
    }

    @Test func runsOneFunctionAtATime() {
        var tester = ScreenTester.calm()
        tester.press("Space j Space T")
        #expect(tester.state.hint?.text == "A test-invoke runs one function; 2 are marked.")
    }

    @Test func namesTheRegionOfTheFunctions() {
        var tester = ScreenTester.calm()
        tester.press("T")
        tester.send(
            .change(
                .material(
                    InvokeMaterial(functionName: Self.function, library: SampleInvocation.library, region: "us-east-1"))))
        tester.press("Enter y")
        #expect(tester.submitted.first?.change.place.region == "us-east-1")
    }

    @Test(arguments: [
        (Outcome(.confirmed), Severity.ok), (SampleInvocation.unknown, .critical), (SampleInvocation.notSent, .warning),
        (Outcome(.refused(Problem(code: "ReadOnly", message: "Not sent: read-only."))), .warning),
    ])
    func tellsTheFeedHowItEnded(outcome: Outcome, severity: Severity) {
        var tester = ScreenTester.calm()
        tester.openQuestion()
        tester.press("y")
        tester.send(.change(.answered(1, outcome, nil)), .change(.ended(1, outcome)))
        #expect(tester.state.feed.messages.last?.severity == severity)
        let count = tester.state.feed.messages.count
        tester.send(.change(.ended(1, outcome)))
        #expect(tester.state.feed.messages.count == count, "it ends once")
        #expect(tester.effects.contains(.bell) == (outcome.kind == .unknown))
    }

    @Test func saysDoneButNotRecorded() {
        var tester = ScreenTester.calm()
        tester.openQuestion()
        tester.press("y")
        tester.send(.change(.answered(1, Outcome(.confirmed), SampleInvocation.answered)))
        let problem = Problem(code: "NotRecorded", message: "Done, but not recorded. The disk is full.")
        tester.send(.change(.ended(1, Outcome(.confirmed, notRecorded: problem))))
        #expect(tester.screen.contains("Done, but not recorded."))
        #expect(tester.state.feed.messages.last?.severity == .critical)
    }

    @Test func keepsTheLastTwentyThatAreOver() {
        var changes = Changes()
        for _ in 0..<30 {
            let id = changes.nextID()
            let plan = try? InvokePlan(functionName: "f", payload: PayloadLibrary.empty, place: SampleInvocation.staging)
            guard let plan else { return }
            changes.begin(Proposal(id: id, invoking: plan), at: ScreenTester.night)
            if id > 2 { _ = changes.end(id, Outcome(.confirmed)) }
        }
        #expect(changes.unfinished.map(\.id) == [1, 2])
        #expect(changes.runs.count == 22)
    }
}
