import Console
import Drawing
import FoundationEssentials
import Model
import Support
import Testing

/// The optimizer's pane and detail at the three sizes of the layouts.
struct OptimizerScreenTests {
    private typealias Samples = OptimizerSamples

    private func tester(_ width: Int, _ height: Int, _ rows: [OptimizerRow], place: Place = .drill) -> ScreenTester {
        var tester = ScreenTester(width: width, height: height, place: place)
        tester.send(.optimizer(PaneSnapshot(rows: rows, asOf: Samples.now, cadence: .seconds(30))))
        tester.press("5")
        _ = tester.takeEffects()
        return tester
    }

    private func expect(_ name: String, _ tester: ScreenTester, _ width: Int, _ height: Int) {
        #expect(ScreenGolden("\(name)-\(width)x\(height)").difference(from: tester.canvas) == nil)
    }

    @Test(arguments: PaneScreenTests.sizes)
    func showsRunsInEachPhase(width: Int, height: Int) {
        var runs = OptimizerPhase.embedded.enumerated().map { Samples.row(Samples.run(10 + $0, $1)) }
        var done = Samples.run(9, .report)
        (done.state, done.queuesDone, done.endedAt) = (.completed, 12, Samples.now)
        runs.append(Samples.row(done))
        var tester = tester(width, height, runs)
        tester.press("z")
        expect("optimizer-phases", tester, width, height)
    }

    @Test(arguments: PaneScreenTests.sizes)
    func saysWhatIsWrongWithEachRun(width: Int, height: Int) {
        var tester = tester(width, height, Samples.troubles.map { Samples.row($0.run, $0.sight) })
        tester.press("z")
        expect("optimizer-troubles", tester, width, height)
    }

    @Test(arguments: PaneScreenTests.sizes)
    func showsProgressFiguresAndGroups(width: Int, height: Int) {
        var tester = tester(width, height, [Samples.row(Samples.run())])
        tester.press("Enter")
        var detail = Detail(
            request: .run(id: 7), asOf: Samples.now,
            transitions: [AlarmTransition(at: Samples.now, type: "group EU-1, 4 of 12", summary: "optimise")])
        detail.optimizer = Samples.detail
        tester.send(.detail(detail))
        expect("optimizer-detail", tester, width, height)
    }

    @Test(arguments: Samples.troubles.indices)
    func tellsCauseAndNextStep_InTheDetail(number: Int) {
        let sample = Samples.troubles[number]
        let row = Samples.row(sample.run, sample.sight)
        var tester = tester(200, 60, [row])
        tester.press("Enter")
        let trouble = OptimizerTrouble.all(of: sample.run, sample.sight, at: Samples.now).first { $0.cause == sample.cause }
        let words = (trouble.map { "\($0.message) \($0.hint)" } ?? "?").split(separator: " ").suffix(3)
        #expect(tester.screen.contains(words.joined(separator: " ")) || tester.screen.contains(words.last ?? "?"))
        #expect(tester.screen.contains(row.severity.rawValue))
    }

    @Test func namesWhatNobodyTells_AndNeverGuesses() {
        var tester = tester(120, 40, [])
        tester.send(
            .optimizer(
                PaneSnapshot(
                    rows: [], asOf: Samples.now,
                    missing: [Problem(code: "NoSource", message: "Runs of the live deployment: no source configured")])))
        tester.press("z")
        #expect(tester.screen.contains("no source configured"))
        #expect(tester.screen.contains("There are no runs here."))
    }

    // MARK: Acts

    private func proposal(_ tester: ScreenTester) -> Proposal? {
        tester.effects.lazy.compactMap { if case .submit(let proposal) = $0 { proposal } else { nil } }.first
    }

    @Test func cancelsAfterAYes() {
        var tester = tester(120, 40, [Samples.row(Samples.run())])
        tester.press("C")
        #expect(tester.screen.contains("Cancel run 7 of Jasper EU?"))
        tester.press("y")
        #expect(proposal(tester)?.call == .optimizer(.cancel(id: 7, provider: "Jasper EU")))
        #expect(proposal(tester)?.change.permission == .mutate)
    }

    @Test func requeuesAndEnds_OnlyWhatIsStuck() {
        let stuck = Samples.troubles[0]
        for (key, order) in [
            ("Q", OptimizerOrder.requeue(id: 20, provider: "processGone")), ("L", .end(id: 20, provider: "processGone")),
        ] {
            var tester = tester(120, 40, [Samples.row(stuck.run, stuck.sight)])
            tester.press("\(key) y")
            #expect(proposal(tester)?.call == .optimizer(order))
            var working = self.tester(120, 40, [Samples.row(Samples.run())])
            working.press("\(key) y")
            #expect(proposal(working) == nil)
        }
    }

    @Test func startsARun_OnceItsFilesWereReadAndTheirWarningsSeen() {
        var tester = tester(120, 40, [])
        tester.press("N")
        tester.type("/data/november")
        tester.press("Enter")
        guard case .prepareRun(let number, let folder)? = tester.effects.last(where: { $0 != .discardInput }) else {
            Issue.record("Nothing was prepared.")
            return
        }
        #expect(folder == "/data/november")
        tester.press("y")
        #expect(proposal(tester) == nil, "nothing can be confirmed before it stands there")
        tester.send(.change(.run(number, RunFiles(folder: folder, warnings: ["Jasper EU: two periods overlap."]))))
        #expect(tester.screen.contains("MIND: Jasper EU: two periods overlap."))
        tester.press("y")
        #expect(proposal(tester)?.call == .optimizer(.start(folder: "/data/november")))
    }

    @Test func asksNothing_WhenTheFilesCannotBeRead() {
        var tester = tester(120, 40, [])
        tester.press("N")
        tester.type("/nowhere")
        tester.press("Enter")
        tester.send(.change(.noRun(1, Problem(code: "UnreadableFile", message: "/nowhere/devices.csv cannot be read."))))
        #expect(tester.screen.contains("/nowhere/devices.csv cannot be read."))
        tester.press("y")
        #expect(proposal(tester) == nil)
    }

    @Test func refusesAllChanges_WhereItIsReadOnly() {
        var place = Place.drill
        place.isReadOnly = true
        for key in ["C", "Q", "L", "N"] {
            var tester = tester(120, 40, [Samples.row(Samples.run())], place: place)
            tester.press(key)
            #expect(tester.screen.contains("read-only"))
            #expect(proposal(tester) == nil)
        }
    }
}
