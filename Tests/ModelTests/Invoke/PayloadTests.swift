import FoundationEssentials
import Model
import Support
import Testing

@Suite struct PayloadTests {
    private func problem(_ text: String, _ mode: InvokePlan.Mode = .requestResponse) -> Problem? {
        do throws(Problem) {
            try Payload(name: "p", text: text).check(for: mode)
            return nil
        } catch {
            return error
        }
    }

    private func json(bytes: Int) -> String { "\"" + String(repeating: "x", count: bytes - 2) + "\"" }

    @Test func refusesWhatIsTooLong_ByTheKindOfInvocation() {
        for (mode, limit) in [(InvokePlan.Mode.requestResponse, 6_291_456), (.event, 1_048_576)] {
            #expect(problem(json(bytes: limit), mode) == nil)
            #expect(problem(json(bytes: limit + 1), mode)?.code == "PayloadTooLarge")
        }
    }

    @Test func refusesWhatIsNotJSON() {
        #expect(
            problem("{\n  \"a\": 1,\n}")
                == Problem(
                    code: "NotJSON",
                    message: "Not sent: payload p is not JSON: line 3, column 1: a member name in quotes is expected.",
                    hint: "An event without content is {}."))
        #expect(throws: Problem.self) { try Payload(name: "p", data: Data([0x22, 0xFF, 0x22])) }
    }

    /// The events that the program ships.
    private var shipped: [(name: String, text: String)] {
        get throws {
            try ["check-function", "lone-worker-button-1", "lone-worker-button-2", "lone-worker-button-3"].map { name in
                let file = Program.root.appending(path: "Sources/Assembly/Changes/Events/\(name).json")
                return (name, String(decoding: try Data(contentsOf: file), as: UTF8.self))
            }
        }
    }

    @Test func shipsTheLoneWorkersEvents() throws {
        let library = PayloadLibrary(files: try shipped)
        #expect(library.payloads.count == 5)
        for payload in library.payloads { try payload.check(for: .event) }
        struct Event: Decodable {
            struct Details: Decodable {
                struct Contact: Decodable {
                    struct Endpoint: Decodable { var Address: String }
                    var CustomerEndpoint: Endpoint
                }
                var Parameters: [String: String]
                var ContactData: Contact
            }
            var Details: Details
        }
        for button in 1...3 {
            let payload = try #require(library[name: "lone-worker-button-\(button)"])
            let event = try JSONDecoder().decode(Event.self, from: Data(payload.text.utf8))
            #expect(event.Details.Parameters["buttonpressed"] == "\(button)")
            #expect(event.Details.ContactData.CustomerEndpoint.Address == "+447700900123")
        }
        #expect(library[name: "lone-worker-button-3"]?.warning?.contains("mailed") == true)
        #expect(library[name: "check-function"]?.text == "{}\n")
        #expect(library[name: "empty"]?.text == "{}")
    }

    @Test func takesTheUsersEvents_InThePlaceOfOurs() throws {
        let library = PayloadLibrary(files: [("zebra", "1"), ("check-function", "{\"dry\":true}")] + (try shipped))
        #expect(library.payloads.map(\.name).prefix(2) == ["zebra", "check-function"])
        #expect(library.payloads.count == 6)
        #expect(library[name: "check-function"]?.text == "{\"dry\":true}")
        #expect(library[name: "none"] == nil)
        #expect(PayloadLibrary(files: [("empty", "[]")]).payloads.map(\.text) == ["[]"])
    }

    @Test func offersFirstWhatAFunctionIsMeantFor() throws {
        let library = PayloadLibrary(files: [("mine", "1")] + (try shipped))
        #expect(library.ordered(for: "loneworker-ConnectFunction-X").first?.name == "lone-worker-button-1")
        #expect(library.ordered(for: "CheckFunction").first?.name == "check-function")
        #expect(library.ordered(for: "altaworx-queue-creator").first?.name == "mine")
    }

    @Test func isShownWithoutSecretsAndNumbers() {
        let payload = Payload(name: "p", text: #"{"id":"a-1","password":"x","to":"+447700900123"}"#)
        #expect(payload.previewLines(most: 9) == [#"{"id":"a-1","password":"[password]","to":"…123"}"#])
        #expect(payload.text.contains("+447700900123"), "what is sent is whole")
    }

    @Test func showsTheBeginningOfALongOne() {
        let lines = Payload(name: "p", text: Array(repeating: "1,", count: 10).joined(separator: "\n")).previewLines(most: 3)
        #expect(lines == ["1,", "1,", "1,", "… and 7 more lines"])
        let huge = Payload(name: "p", text: json(bytes: 1_000_000)).previewLines(most: 3)
        #expect(huge.count == 2 && huge[0].count == 501 && huge[1] == "… and more, up to 1000000 bytes")
        let secret = String(repeating: "\"x\",\n", count: 52_428) + "\"password\":\"hunter2-hunter2\""
        #expect(!Payload(name: "p", text: secret).previewLines(most: 100_000).joined().contains("hunter"))
    }
}
