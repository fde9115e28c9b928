import FoundationEssentials
import Testing

@testable import Model

struct EscalationRequestTests {
    private func read(_ text: String, _ channels: EscalationChannels = EscalationChannels()) throws -> EscalationRequest {
        try EscalationRequest(json: Array(text.utf8), channels: channels)
    }

    private func refusal(_ text: String) -> String? {
        do throws(EscalationRefusal) {
            _ = try EscalationRequest(json: Array(text.utf8), channels: EscalationChannels())
            return nil
        } catch {
            return error.reason
        }
    }

    @Test func readsTheDocumentsOwnStart() throws {
        let request = try read(
            """
            {
             "process-id": "restaurantname",
             "action": "start",
             "notifications": [{"channel": "phone",  "at": 1555057084, "phone-number": "+3851111111"},
                               {"channel": "phone",  "at": 1555057096, "phone-number": "+3851111111"},
                               {"channel": "email",  "at": 1555057096, "email": "me@example.org"},
                               {"channel": "pubnub", "at": 1555057096, "pubnub-channel": "ch13234"}]
            }
            """)
        guard case .start(let entries) = request.action else { return #expect(Bool(false), "it is a start") }
        #expect(request.processID == ProcessID("restaurantname"))
        #expect(entries.map(\.notification.channel) == ["phone", "phone", "email", "pubnub"])
        #expect(entries.map(\.notification.target) == ["+3851111111", "+3851111111", "me@example.org", "ch13234"])
        #expect(entries.map(\.notification.at) == [1_555_057_084, 1_555_057_096, 1_555_057_096, 1_555_057_096])
        #expect(entries[2].source == #"{"channel": "email",  "at": 1555057096, "email": "me@example.org"}"#)
    }

    @Test func saysWhereTheTrailingCommaOfTheDocumentsStopStands() {
        let text = "{\n \"process-id\": \"restaurantname\",\n \"action\": \"stop\",\n}"
        #expect(
            refusal(text) == "The request is not JSON: line 3, column 18: no comma before the end: something else is expected.")
    }

    @Test(arguments: [
        ("", "not JSON"), ("nonsense", "not JSON"), ("[]", "no JSON object"), ("null", "no JSON object"),
        ("\"start\"", "no JSON object"),
        (#"{"action":"stop"}"#, "process-id is missing"), (#"{"process-id":null,"action":"stop"}"#, "process-id is missing"),
        (#"{"process-id":7,"action":"stop"}"#, "process-id is no string"),
        (#"{"process-id":true,"action":"stop"}"#, "process-id is no string"),
        (#"{"process-id":["p"],"action":"stop"}"#, "process-id is no string"),
        (#"{"process-id":"p"}"#, "action is missing"), (#"{"process-id":"p","action":1}"#, "action is no string"),
        (#"{"process-id":"p","action":"STOP"}"#, "neither start nor stop"), (#"{"process-id":"p","action":"Start"}"#, "neither"),
        (#"{"process-id":"p","action":"start"}"#, "notifications is missing"),
        (#"{"process-id":"p","action":"start","notifications":{}}"#, "notifications is missing or no list"),
        (#"{"process-id":"p","action":"start","notifications":[]}"#, "notifications is empty"),
        (#"{"process-id":"p","action":"start","notifications":[1]}"#, "notifications[0] is no object"),
        (#"{"process-id":"p","action":"start","notifications":[{"at":1}]}"#, "notifications[0].channel is missing"),
        (
            #"{"process-id":"p","action":"start","notifications":[{"channel":"fax","at":1}]}"#,
            "\"fax\" is not one of: phone, email, pubnub"
        ),
        (#"{"process-id":"p","action":"start","notifications":[{"channel":"Phone","at":1}]}"#, "is not one of"),
        (#"{"process-id":"p","action":"start","notifications":[{"channel":"webhook","at":1}]}"#, "is not one of"),
        (#"{"process-id":"p","action":"start","notifications":[{"channel":"phone"}]}"#, "notifications[0].at is missing"),
        (#"{"process-id":"p","action":"start","notifications":[{"channel":"phone","at":"1"}]}"#, "at is missing or no number"),
        (#"{"process-id":"p","action":"start","notifications":[{"channel":"phone","at":null}]}"#, "at is missing or no number"),
        (#"{"process-id":"p","action":"start","notifications":[{"channel":"phone","at":true}]}"#, "at is missing or no number"),
        (
            #"{"process-id":"p","action":"start","notifications":[{"channel":"phone","at":1},{"channel":"phone"}]}"#,
            "notifications[1].at"
        ),
        (#"{"process-id":"p","action":"stop"} x"#, "not JSON"), (#"{"process-id":"p","action":"stop""#, "not JSON"),
        (#"{"process-id":"p","action":"stop","n":01}"#, "not JSON"), (#"{"process-id":"p","action":"stop","n":+1}"#, "not JSON"),
        ("{\"process-id\":\"p\u{1}\",\"action\":\"stop\"}", "not JSON"),
    ])
    func refusesWithAReason(text: String, reason: String) throws {
        #expect(try #require(refusal(text)).contains(reason))
    }

    @Test(arguments: [
        ("0", 0.0), ("-5", -5), ("1555057084", 1_555_057_084), ("1555057084.5", 1_555_057_084.5), ("1.5e9", 1.5e9), ("1E2", 100),
        ("9223372036854775807", 0x1p63), ("-0.0", 0), ("1e400", Double.greatestFiniteMagnitude),
        ("-1e400", -Double.greatestFiniteMagnitude), ("2e-400", 0),
    ])
    func takesEveryJSONNumberAsAt(text: String, at: Double) throws {
        let request = try read(#"{"process-id":"p","action":"start","notifications":[{"channel":"phone","at":\#(text)}]}"#)
        guard case .start(let entries) = request.action else { return #expect(Bool(false), "it is a start") }
        #expect(entries[0].notification.at == at)
        #expect(entries[0].notification.target == nil, "a missing target is accepted")
        #expect(!ISO8601.text(entries[0].notification.moment).isEmpty)
    }

    @Test(arguments: ["null", "7", "[]", "{}", "true"])
    func acceptsATargetThatCannotBeUsed(target: String) throws {
        let request = try read(
            #"{"process-id":"p","action":"start","notifications":[{"channel":"phone","at":1,"phone-number":\#(target)}]}"#)
        guard case .start(let entries) = request.action else { return #expect(Bool(false), "it is a start") }
        #expect(entries[0].notification.target == nil)
    }

    @Test func keepsAndIgnoresUnknownKeys_AndNeverReadsTheNotificationsOfAStop() throws {
        let stop = try read(#"{"x y:(":{"a":[1,{}]},"process-id":"p","action":"stop","notifications":[7,{"channel":"fax"}]}"#)
        #expect(stop == EscalationRequest(processID: ProcessID("p"), action: .stop))
        let start = try read(
            #"{"process-id":"p","action":"start","notifications":[{"channel":"email","at":1,"odd) key\"":{"z":1}}]}"#)
        guard case .start(let entries) = start.action else { return #expect(Bool(false), "it is a start") }
        #expect(entries[0].source.contains(#""odd) key\"":{"z":1}"#))
    }

    @Test func takesTheLastOfAKeyThatIsGivenTwice_AndKeysInEscapes() throws {
        #expect(
            try read(#"{"process-id":"a","process-id":"b","action":"start","\u0061ction":"stop"}"#).processID == ProcessID("b"))
    }

    @Test func allowsWhatTheConfigurationAllows() throws {
        let channels = EscalationChannels(allowed: ["webhook"], targetKeys: ["webhook": "url"])
        let request = try read(
            #"{"process-id":"p","action":"start","notifications":[{"channel":"webhook","at":1,"url":"x"}]}"#, channels)
        guard case .start(let entries) = request.action else { return #expect(Bool(false), "it is a start") }
        #expect(entries[0].notification.target == "x")
        #expect(throws: EscalationRefusal.self) {
            try read(#"{"process-id":"p","action":"start","notifications":[{"channel":"phone","at":1}]}"#, channels)
        }
    }

    @Test func readsAMegabyteAndControlCharacters() throws {
        let long = String(repeating: "x", count: 1_000_000)
        #expect(try read(#"{"process-id":"\#(long)","action":"stop"}"#).processID.text.utf8.count == 1_000_000)
        #expect(try read(#"{"process-id":"a\u0000\u001bb\n","action":"stop"}"#).processID == ProcessID("a\0\u{1B}b\n"))
        #expect(refusal(String(repeating: "[", count: 100_000))?.contains("not JSON") == true)
    }

    @Test func tellsNamesApartByTheirBytes() {
        let (composed, decomposed) = (ProcessID("caf\u{E9}"), ProcessID("cafe\u{301}"))
        #expect(composed.text == decomposed.text)
        #expect(composed != decomposed)
        #expect(composed.key != decomposed.key)
        #expect(Set([composed, decomposed]).count == 2)
    }
}

struct EscalationTests {
    private let now = Date(timeIntervalSince1970: 1_000_000)

    @Test func isCriticalOnceOverdueByMoreThanAMinute() {
        for (seconds, severity) in [(-10.0, Severity.ok), (0, .ok), (60, .ok), (60.5, .ok), (61, .critical), (5000, .critical)] {
            let row = Escalation(processID: ProcessID("p"), state: .scheduled, nextAt: 1_000_000 - seconds)
            #expect(row.judged(at: now).severity == severity, "\(seconds) s")
        }
    }

    @Test func isNotOverdueFromTheBeginning_WhenItWasStartedLate() {
        var row = Escalation(processID: ProcessID("p"), state: .scheduled, nextAt: 0)
        row.startedAt = now.addingTimeInterval(-30)
        #expect(row.judged(at: now).severity == .ok)
        row.startedAt = now.addingTimeInterval(-61)
        #expect(row.judged(at: now).severity == .critical)
    }

    @Test func judgesEveryState() {
        let expected: [Escalation.State: Severity] = [
            .scheduled: .ok, .delivering: .ok, .retrying: .warning, .stopping: .warning, .unreadable: .critical,
            .deadLetter: .critical,
        ]
        for state in Escalation.State.allCases {
            let row = Escalation(processID: ProcessID("p"), state: state, nextAt: 2_000_000, dead: state == .deadLetter ? 1 : 0)
            #expect(row.judged(at: now).severity == expected[state], "\(state)")
        }
    }

    @Test func writesTheContractsRow() {
        let row = Escalation(
            processID: ProcessID("p"), state: .retrying, nextAt: 1.5, nextChannel: "phone", remaining: 2,
            lastAttempt: .init(at: Date(timeIntervalSince1970: 1), channel: "phone", outcome: .failed), severity: .warning)
        #expect(
            JSONText.object { row.write(to: &$0) }
                == #"{"processId":"p","state":"retrying","nextAt":"1970-01-01T00:00:01.500Z","nextChannel":"phone","remaining":2,"#
                + #""lastAttempt":{"at":"1970-01-01T00:00:01.000Z","channel":"phone","outcome":"failed"},"severity":"warning"}"#)
        let bare = Escalation(processID: ProcessID("q"), state: .deadLetter)
        #expect(
            JSONText.object { bare.write(to: &$0) }.contains(
                #""nextAt":null,"nextChannel":null,"remaining":0,"lastAttempt":null"#))
    }
}
