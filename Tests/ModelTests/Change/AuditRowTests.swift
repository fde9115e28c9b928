import FoundationEssentials
import Model
import Testing

@Suite struct AuditRowTests {
    private func row() -> AuditRow {
        AuditRow(
            sequence: 7, at: Date(timeIntervalSince1970: 1_784_000_000.1234), author: Author(user: "ana", host: "desk-1"),
            place: Place(context: "prod", region: "eu-west-1", isProduction: true), action: "lambda.invoke",
            targets: ["a\"b", "ü"], permission: .execute, event: .opened, hash: "00ff")
    }

    @Test func hasTheContractsFormAndOrder() {
        var closed = row()
        closed.event = .closed
        closed.opens = 6
        closed.outcome = .unknown
        closed.requestID = "r-1"
        closed.note = "Look."
        closed.account = "123456789012"
        #expect(
            JSONText.object { closed.write(to: &$0) } == """
                {"sequence":7,"at":"2026-07-14T03:33:20.123Z","user":"ana","host":"desk-1","context":"prod",\
                "account":"123456789012","region":"eu-west-1","action":"lambda.invoke","targets":["a\\"b","ü"],\
                "class":"execute","event":"closed","opens":6,"outcome":"unknown","requestId":"r-1","note":"Look.","hash":"00ff"}
                """)
    }

    @Test func leavesNothingOut() {
        let text = row().content
        for member in ["\"account\":null", "\"opens\":null", "\"outcome\":null", "\"requestId\":null", "\"note\":null"] {
            #expect(text.contains(member))
        }
        #expect(!text.contains("hash"))
    }

    @Test func isReadBackAsItWas() throws {
        let text = JSONText.object { row().write(to: &$0) }
        #expect(try JSONDecoder().decode(AuditRow.self, from: Data(text.utf8)) == row())
    }
}
