import Foundation
import Model
import Support
import Testing

@testable import Services

/// libcurl's SMTP against a real server.
@Suite(.timeLimit(.minutes(1))) struct SMTPNotifierTests {
    private func farEnds(_ port: Int, _ more: [String: String] = [:]) -> FarEnds {
        var farEnds = ChannelScene.farEnds(nil)
        farEnds.environment = [
            "SMTP_HOST": "127.0.0.1", "SMTP_PORT": String(port), "MAIL_FROM": "Night Desk <desk@example.org>",
            "MAIL_SUBJECT": "Narudžba čeka 🎉", "MAIL_BODY": "First\n.\n..two\nLast",
        ].merging(more) { $1 }
        return farEnds
    }

    private func send(to target: String, _ farEnds: FarEnds) async -> DeliveryOutcome {
        await SMTPNotifier(farEnds).deliver(ChannelScene.delivery("email", to: target))
    }

    @Test func deliversLinesOfDotsAndSubjectsInAnyLanguage() async throws {
        let server = try MailServer()
        #expect(await send(to: "ops@example.org", farEnds(server.port)) == .delivered(reference: nil))
        let mail = try server.mail()
        #expect(mail.from == "desk@example.org" && mail.to == ["ops@example.org"] && !mail.isEncrypted && mail.user == nil)
        #expect(mail.subject == "Narudžba čeka 🎉")
        #expect(
            mail.body.components(separatedBy: "\r\n") == ["First", ".", "..two", "Last", ""])
        // Of both attempts, so that a receiver can drop the second.
        _ = await send(to: "ops@example.org", farEnds(server.port))
        #expect(try server.mail().messageID == mail.messageID)
    }

    @Test(arguments: ["", "Žuti karton", String(repeating: "long ", count: 400), "\u{0}\u{1}", "one\r\n\r\n.\r\nQUIT\r\n"])
    func deliversAnyBody(body: String) async throws {
        let server = try MailServer()
        #expect(await send(to: "ops@example.org", farEnds(server.port, ["MAIL_BODY": body])).kind == "delivered")
        let received = try server.mail().body.replacing("\r\n", with: "\n")
        let sent = body.replacing("\r\n", with: "\n")
        #expect(received == (sent.hasSuffix("\n") ? sent : sent + "\n"))
    }

    @Test func encryptsAndLogsInWhereThatIsOffered() async throws {
        let server = try MailServer(offersTLS: true, password: "pass word")
        let certificate = try #require(server.certificate)
        let login = ["SMTP_USERNAME": "ops", "SMTP_PASSWORD": "pass word", "SMTP_CA_BUNDLE": certificate]
        #expect(await send(to: "ops@example.org", farEnds(server.port, login)).kind == "delivered")
        let mail = try server.mail()
        #expect(mail.isEncrypted && mail.user == "ops")

        let wrong = await send(to: "ops@example.org", farEnds(server.port, login.merging(["SMTP_PASSWORD": "hush"]) { $1 }))
        #expect(wrong.kind.hasPrefix("failed") && !wrong.reason.contains("hush"))
        // The server's certificate is signed by nobody.
        let untrusted = await send(
            to: "ops@example.org", farEnds(server.port, ["SMTP_USERNAME": "ops", "SMTP_PASSWORD": "pass word"]))
        #expect(untrusted.kind == "failed")
    }

    @Test(arguments: [("nobody@example.org", "failed for good"), ("busy@example.org", "failed"), ("full@example.org", "failed")])
    func takesTheServersRefusalAsAFailure(target: String, kind: String) async throws {
        let server = try MailServer()
        let outcome = await send(to: target, farEnds(server.port))
        #expect(outcome.kind == kind)
        #expect(!outcome.reason.contains("91 234") && !outcome.reason.contains(target))
    }

    @Test func doesNotKnowWhatBecameOfAMailWhoseServerFellSilent() async throws {
        let server = try MailServer()
        #expect(await send(to: "drop@example.org", farEnds(server.port)).kind == "unknown")
        let settings = try SMTPSettings(farEnds(server.port))
        let message = MailMessage(
            from: settings.from, to: try #require(MailAddress("hang@example.org")), subject: "s", body: "b", date: Date(),
            key: "k")
        let hung = await OwnThread.run { SMTPTransfer.send(message, with: settings, timeout: .milliseconds(500)) }
        #expect(hung?.kind == "unknown")
    }

    @Test func failsForCertainWhenNobodyListensOrNobodyGreets() async throws {
        #expect(await send(to: "ops@example.org", farEnds(Int(try Loopback.freePort()))).kind == "failed")
        // Takes the connection and says nothing.
        let mute = try FakeAWSServer { _ in .hang }
        let settings = try SMTPSettings(farEnds(Int(mute.port)))
        let message = MailMessage(
            from: settings.from, to: try #require(MailAddress("ops@example.org")), subject: "s", body: "b", date: Date(), key: "k"
        )
        let outcome = await OwnThread.run { SMTPTransfer.send(message, with: settings, timeout: .milliseconds(300)) }
        #expect(outcome?.kind == "failed")
    }

    @Test(arguments: ["ops@example.org\r\nRCPT TO:<all@example.org>", "ops", "a@b, c@d"])
    func refusesATargetThatIsNoSingleAddress(target: String) async throws {
        #expect(await send(to: target, farEnds(1)).kind == "failed for good")
    }
}
