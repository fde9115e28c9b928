import FoundationEssentials
import Model
import Testing

@Suite struct SnapshotDocumentTests {
    private let now = Date(timeIntervalSince1970: 1_705_322_096.789)

    private func snapshot() -> Snapshot {
        Snapshot(
            place: Place(context: "prod", region: "eu-west-1", isProduction: true), takenAt: now,
            window: Window(endingAt: now, length: .seconds(900)))
    }

    @Test func writesEveryKey_InTheContractsOrder() {
        let off = #"{"status":"off","ageSeconds":null,"error":null,"missing":[],"total":0,"rows":[]}"#
        let loading = off.replacingFirst("off", with: "loading")
        #expect(
            SnapshotDocument.text(of: snapshot()) == """
                {"context":"prod","region":"eu-west-1","account":null,"production":true,"takenAt":"2024-01-15T12:34:56.789Z",\
                "windowStart":"2024-01-15T12:20:00.000Z","windowEnd":"2024-01-15T12:35:00.000Z","panes":{"lambda":\(loading),\
                "queues":\(loading),"escalations":\(off),"workers":\(off),"optimizer":\(off),"alarms":\(loading)},\
                "api":{"calls":0,"throttled":0,"failed":0,"estimatedCostUSD":0}}
                """)
    }

    @Test func writesAFunction_WithNullsAndWholeNumbers() {
        var function = LambdaFunction(name: "a\"b")
        function.invocations = 40
        function.errors = 1
        function.durationP95Ms = 12.5
        function.severity = .warning
        #expect(
            SnapshotDocument.list([function], takenAt: now) == """
                {"takenAt":"2024-01-15T12:34:56.789Z","total":1,"rows":[{"name":"a\\"b","invocations":40,"errors":1,"errorRate":0.025,\
                "throttles":null,"durationP95Ms":12.5,"concurrency":null,"iteratorAgeMs":null,"state":null,"lastUpdateStatus":null,\
                "lastModified":null,"severity":"warning"}]}
                """)
    }

    @Test func writesAQueue() {
        var queue = Queue(name: "q.fifo", url: "https://sqs/q.fifo")
        queue.visible = 3
        queue.deadLetterQueue = "dead.fifo"
        #expect(
            SnapshotDocument.list([queue], takenAt: now).hasSuffix(
                """
                "rows":[{"name":"q.fifo","visible":3,"inFlight":null,"delayed":null,"oldestAgeSeconds":null,"sentPerMinute":null,\
                "receivedPerMinute":null,"fifo":true,"deadLetterQueue":"dead.fifo","deadLetterDepth":null,"severity":"unknown"}]}
                """))
    }

    @Test func writesAnAlarm() {
        let alarm = Alarm(name: "a", state: "ALARM", since: now, reason: "line\nbreak", source: .cloudwatch, kind: .metric)
        #expect(
            SnapshotDocument.list([alarm], takenAt: now).hasSuffix(
                """
                "rows":[{"name":"a","state":"ALARM","since":"2024-01-15T12:34:56.789Z","reason":"line\\nbreak","source":"cloudwatch",\
                "acknowledged":false,"severity":"critical","neverFires":null}]}
                """))
    }

    @Test func tellsWhatFailed_BesideTheOldRows() {
        var snapshot = snapshot()
        snapshot.queues = PaneSnapshot(
            rows: [], asOf: now.addingTimeInterval(-90.5), error: Problem(code: "ExpiredToken", message: "No.", hint: "Sign in."))
        #expect(
            SnapshotDocument.text(of: snapshot).contains(
                """
                "queues":{"status":"error","ageSeconds":90.5,"error":{"code":"ExpiredToken","message":"No.","hint":"Sign in.",\
                "requestId":null},"missing":[],"total":0,"rows":[]}
                """))
    }

    @Test(arguments: [
        (0.0, "0"), (-0.0, "0"), (1e15, "1000000000000000"), (0.1, "0.1"), (1.0 / 3, "0.3333333333333333"), (1e300, "1e+300"),
        (.nan, "null"), (.infinity, "null"),
    ])
    func writesNumbers_AsJSONHasThem(value: Double, text: String) {
        var json = JSONText()
        json.number(value)
        #expect(json.text == text)
    }

    @Test func everyControlCharacter_IsEscaped() throws {
        for code in UInt8.min..<0x20 {
            var json = JSONText()
            json.string(String(UnicodeScalar(code)))
            #expect(try JSONDecoder().decode(String.self, from: Data(json.text.utf8)) == String(UnicodeScalar(code)))
        }
    }
}

extension String {
    fileprivate func replacingFirst(_ old: String, with new: String) -> String {
        let parts = split(separator: old, maxSplits: 1, omittingEmptySubsequences: false)
        return parts.joined(separator: new)
    }
}
