import Drill
import Foundation
import Support
import Testing

@testable import Assembly

@Suite struct ScenarioFileTests {
    let home: TemporaryFolder

    init() throws { home = try TemporaryFolder() }

    private var locations: FileLocations {
        var options = GlobalOptions()
        options.config = home.path + "/config.yaml"
        return FileLocations(
            options: options, environment: [:], home: home.path,
            executable: Program.root.appending(path: ".build/debug/nightdesk").path)
    }

    private let mine = """
        title: Mine
        limit: 10m
        events:
          - {at: 0s, function: loneworker-check, errors: 60%}
        fix:
          - {function: loneworker-check}
        """

    @Test func playsTheShippedOnes() throws {
        let entries = ScenarioFile.list(in: locations)
        #expect(
            entries.map(\.name) == [
                "first-night", "phones-still-ring", "poison-message", "stuck-optimizer-queue", "throttled-account",
            ])
        for entry in entries { #expect(throws: Never.self) { try entry.scenario.get() } }
        #expect(entries.allSatisfy { !$0.isOwn })
    }

    @Test func takesTheUsersOwnBeforeTheShipped() throws {
        try home.write(mine, to: "drills/first-night.yaml")
        try home.write(mine, to: "drills/another.yaml")
        #expect(try ScenarioFile.load("first-night", from: locations).title == "Mine")
        #expect(try ScenarioFile.load("another", from: locations).name == "another")
        #expect(try ScenarioFile.load("poison-message", from: locations).title != "Mine")
        #expect(ScenarioFile.list(in: locations).filter(\.isOwn).map(\.name) == ["another", "first-night"])
    }

    @Test func needsNoFile_ForTheStandardOne() throws {
        var nowhere = locations
        nowhere.data = []
        #expect(try ScenarioFile.load(ScenarioFile.standard, from: nowhere) == .firstNight)
        #expect(ScenarioFile.list(in: nowhere).map(\.name) == ["first-night"])
    }

    @Test(arguments: [
        ("title: [a", "yaml:"), ("title: Mine\nlimit: 10m\nevents: []\nfix: [{function: loneworker-check}]", "yaml:3:"),
        ("title: Mine\nlimit: soon\nevents: []", "yaml:2:"), ("", "yaml:1:"), ("- a", "yaml:1:"), ("a: &x 1\nb: *x", "yaml:"),
    ])
    func namesFileAndLine_OfWhatCannotBePlayed(text: String, place: String) throws {
        try home.write(text, to: "drills/bad.yaml")
        let failure = try #require(throws: CommandFailure.self) { try ScenarioFile.load("bad", from: locations) }
        #expect(failure.exit == .badConfiguration)
        #expect(failure.message.contains("drills/bad." + place), "\(failure.message)")
        #expect(!failure.hint.isEmpty)
        #expect(ScenarioFile.list(in: locations).contains { $0.name == "bad" })
    }

    @Test func proposesANearName_ForOneThatThereIsNot() throws {
        let failure = try #require(throws: CommandFailure.self) { try ScenarioFile.load("poison-mesage", from: locations) }
        #expect(failure.exit == .failed && failure.hint.contains("poison-message"))
        #expect(throws: CommandFailure.self) { try ScenarioFile.load("../secret", from: locations) }
    }
}
