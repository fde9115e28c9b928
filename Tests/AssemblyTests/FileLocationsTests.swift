import Assembly
import FoundationEssentials
import Model
import Support
import Testing

@Suite struct FileLocationsTests {
    private func locations(stateDir: String? = nil, environment: [String: String] = [:]) -> FileLocations {
        var options = GlobalOptions()
        options.stateDir = stateDir
        return FileLocations(options: options, environment: environment, home: "/home/ana", executable: "/usr/bin/nightdesk")
    }

    @Test func takesARelativeStateFolderFromWhereItWasStarted() {
        let here = FileManager.default.currentDirectoryPath
        #expect(locations(stateDir: "state").state == here + "/state")
        #expect(locations(environment: ["NIGHTDESK_STATE_DIR": "a/b"]).state == here + "/a/b")
        #expect(locations(stateDir: "/var/state").state == "/var/state")
        #expect(locations().state == "/home/ana/.local/state/nightdesk")
    }

    @Test func findsEvents_TheUsersBeforeTheOthers() throws {
        let folder = try TemporaryFolder()
        try folder.write("{}", to: "config.yaml")
        try folder.write("[1]", to: "events/a.json")
        try folder.write("[2]", to: "data/events/a.json")
        try folder.write("[3]", to: "data/events/b.json")
        try folder.write("no event", to: "data/events/readme.txt")
        var options = GlobalOptions()
        options.config = folder.path + "/config.yaml"
        let locations = FileLocations(
            options: options, environment: ["NIGHTDESK_DATA": folder.path + "/data"], home: "/home/ana", executable: "/x")
        #expect(PayloadFiles.library(locations).payloads.map(\.name) == ["a", "b", "empty"])
        #expect(try PayloadFiles.event("a", locations).text == "[1]")
        let failure = #expect(throws: CommandFailure.self) { try PayloadFiles.event("aa", locations) }
        #expect(failure?.exit == .badInput && failure?.hint == "Did you mean \"a\"?")
    }
}
