import AWS
import Engines
import FoundationEssentials
import Model
import Testing

@Suite struct PayloadTests {
    private func problem(_ text: String, _ mode: Invoke.Mode = .requestResponse) -> Problem? {
        do throws(Problem) {
            try Payload(name: "p", text: text).check(for: mode)
            return nil
        } catch {
            return error
        }
    }

    private func json(bytes: Int) -> String { "\"" + String(repeating: "x", count: bytes - 2) + "\"" }

    @Test func refusesWhatIsTooLong_ByTheKindOfInvocation() {
        for (mode, limit) in [(Invoke.Mode.requestResponse, 6_291_456), (.event, 1_048_576)] {
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

    @Test func shipsTheLoneWorkersEvents() throws {
        let library = PayloadLibrary()
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
        #expect(library[name: "check-function"]?.text == "{}")
    }

    @Test func putsTheUsersEventsFirst_AndInThePlaceOfOurs() {
        let library = PayloadLibrary(user: [("zebra", "1"), ("check-function", "{\"dry\":true}"), ("ant", "2")])
        #expect(library.payloads.map(\.name).prefix(3) == ["ant", "check-function", "zebra"])
        #expect(library.payloads.count == 6)
        #expect(library[name: "check-function"]?.text == "{\"dry\":true}")
        #expect(library[name: "none"] == nil)
    }

    @Test func offersFirstWhatAFunctionIsMeantFor() {
        let library = PayloadLibrary(user: [("mine", "1")])
        #expect(library.ordered(for: "loneworker-ConnectFunction-X").first?.name == "lone-worker-button-1")
        #expect(library.ordered(for: "CheckFunction").first?.name == "check-function")
        #expect(library.ordered(for: "altaworx-queue-creator").first?.name == "mine")
    }

    @Test func hidesSecretsAndNumbers_AndNothingElse() {
        let text = """
            { "user": "ana", "password": "p\\"1", "n": 1.50,
              "auth": {"token": {"deep": ["x"]}, "none": null, "apiKey": null},
              "Address": "07700 900123", "say": "call +447700900456",
              "body": "{\\"secret\\":1,\\"id\\":2}" }
            """
        #expect(
            PayloadMask.masked(text) == """
                { "user": "ana", "password": "…", "n": 1.50,
                  "auth": {"token": "…", "none": null, "apiKey": null},
                  "Address": "…123", "say": "call …456",
                  "body": "{\\"secret\\":\\"…\\",\\"id\\":2}" }
                """)
    }

    @Test func masksWhatIsNoJSONLikeALogLine() {
        #expect(PayloadMask.masked("to +447700900123 {") == "to …123 {")
    }

    @Test func looksIntoNestedTextOnlySoDeep() {
        var text = #"{"token":"x"}"#
        for _ in 0..<3 { text = "{\"body\":" + JSONText.object { $0.member("inner", text) }.dropFirst(9).dropLast() + "}" }
        #expect(!PayloadMask.masked(text).contains("\"x"))
    }
}
