import Drill
import FoundationEssentials
import Testing

@Suite struct ShippedScenarioTests {
    @Test func theCompiledInStory_SaysTheSameAsItsFile() throws {
        #expect(try ScenarioFiles.read("first-night") == Scenario.firstNight)
    }

    @Test func everyFileOfTheFolderIsKnownHere() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: ScenarioFiles.folder.path()).sorted()
        #expect(files == ScenarioFiles.names.map { $0 + ".yaml" })
    }

    @Test(arguments: ScenarioFiles.names)
    func isHandledByItsOwnWalkthrough(name: String) throws {
        let scenario = try ScenarioFiles.read(name)
        let report = Playthrough.demonstrate(scenario, opened: Date(timeIntervalSince1970: 1_705_312_830))
        #expect(report.verdict == .handled)
        let last = try #require(scenario.walkthrough.last)
        #expect(report.fix.afterSeconds == Double(last.at.components.seconds))
    }

    @Test(arguments: ScenarioFiles.names)
    func isNotHandledByDoingNothing(name: String) throws {
        let scenario = try ScenarioFiles.read(name)
        let opened = Date(timeIntervalSince1970: 1_705_312_830)
        let report = Playthrough.play(scenario, [], opened: opened)
        #expect(report.verdict == .notHandled)
        #expect(report.endedAt == report.visibleFrom.addingTimeInterval(Double(scenario.limit.components.seconds)))
    }

    /// Mending what one has not looked at is luck.
    @Test(arguments: ScenarioFiles.names)
    func isNotHandledByTheFixAlone(name: String) throws {
        let scenario = try ScenarioFiles.read(name)
        let fix = try #require(scenario.walkthrough.last)
        let report = Playthrough.play(scenario, [fix], opened: Date(timeIntervalSince1970: 1_705_312_830))
        #expect(report.verdict == .notHandled)
        #expect(report.fix.isMet && !report.rightView.isMet)
    }
}
