import Model
import Testing

@Suite struct OriginalProcessTests {
    private let targetKeys = ["phone": "phone-number", "email": "email", "pubnub": "pubnub-channel"]

    private func process(_ text: String?) throws -> OriginalProcess { try OriginalProcess(text: text, targetKeys: targetKeys) }

    @Test func readsListsAndVectorsWithKeysInAnyOrder() throws {
        for (open, close) in [("(", ")"), ("[", "]")] {
            let read = try process(
                #"\#(open){:at 12.5 :phone-number "+1" :channel "phone"} {:email "a@b", :at 7, :channel "email"}\#(close)"#)
            #expect(
                read.notifications == [
                    EscalationNotification(channel: "phone", at: 12.5, target: "+1"),
                    EscalationNotification(channel: "email", at: 7, target: "a@b"),
                ])
            #expect(read.at == 7)
        }
    }

    @Test func keepsWhatItDoesNotKnowWhenOneNotificationIsTakenOut() throws {
        let read = try process(
            #"[{:channel "phone" :at 1 :phone-number "+1"} {:channel "fax" :at 1.50M, :note #inst "2024", "odd key" [\a 1/3]}]"#)
        let rest = read.without([0])
        #expect(rest.text == #"({:channel "fax", :at 1.50M, :note #inst "2024", "odd key" [\a 1/3]})"#)
        #expect(rest.at == 2)
        #expect(read.without([0, 1]).at == nil)
    }

    @Test(arguments: [
        nil, "", "{:channel \"phone\"}", "(7)", "({:at 1})", "({:channel :phone :at 1})", "({:channel \"phone\"})",
        "({:channel \"phone\" :at \"1\"})",
        "({:channel \"phone\" :at ##NaN})", "({:odd key 1 :channel \"phone\" :at 1})",
    ])
    func callsUnreadableWhatTheOriginalCouldNotDeliver(text: String?) {
        #expect(throws: EDNError.self) { try process(text) }
    }

    @Test func writesWhatItReads() throws {
        let notifications = [
            EscalationNotification(channel: "phone", at: 1_555_057_084, target: "+385 \"1\" \\"),
            EscalationNotification(channel: "email", at: 0.1, target: nil),
            EscalationNotification(channel: "fax", at: 9.3e18, target: nil),
        ]
        let written = OriginalProcess(notifications, targetKeys: targetKeys)
        #expect(try process(written.text).notifications == notifications)
        #expect(
            written.text.hasPrefix(
                #"({:channel "phone", :at 1555057084, :phone-number "+385 \"1\" \\"} {:channel "email", :at 0.1}"#))
    }

    @Test func roundsTheColumnSoThatItIsDueWhenTheNotificationIs() {
        for (at, column) in [(1.0, 1), (1.2, 2), (-1.5, -1), (1e300, Int64.max), (-1e300, .min), (9.3e18, .max)]
            as [(Double, Int64)]
        {
            let process = OriginalProcess([EscalationNotification(channel: "phone", at: at, target: nil)], targetKeys: targetKeys)
            #expect(process.at == column)
        }
    }

    @Test func refusesWhatTheTableCannotHold() {
        let one = [EscalationNotification(channel: "phone", at: 1, target: "+1")]
        func refusal(_ id: String, _ notifications: [EscalationNotification]) -> String? {
            OriginalProcess(notifications, targetKeys: targetKeys).refusal(id: id)
        }
        #expect(refusal(String(repeating: "é", count: 40), one) == nil)
        #expect(refusal(String(repeating: "é", count: 41), one)?.contains("41 characters") == true)
        // One notification takes 49 characters and a blank, the brackets two.
        let size = OriginalProcess(one, targetKeys: targetKeys).text.unicodeScalars.count
        let fits = (2048 - 1) / (size - 1)
        #expect(refusal("p", Array(repeating: one[0], count: fits)) == nil)
        #expect(refusal("p", Array(repeating: one[0], count: fits + 1))?.contains("send fewer") == true)
        #expect(refusal("p\u{0}", one)?.contains("zero character") == true)
    }
}
