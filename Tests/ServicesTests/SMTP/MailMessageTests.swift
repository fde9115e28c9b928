import Foundation
import Testing

@testable import Services

@Suite struct MailMessageTests {
    private let from: MailAddress
    private let to: MailAddress

    init() throws {
        from = try #require(MailAddress("Night Desk <desk@example.org>"))
        to = try #require(MailAddress("ops@example.org"))
    }

    private func text(subject: String = "s", body: String = "b") -> String {
        let message = MailMessage(
            from: from, to: to, subject: subject, body: body, date: Date(timeIntervalSince1970: 1_705_312_830), key: "k")
        return String(decoding: message.data, as: UTF8.self)
    }

    @Test func hasTheFieldsOfAMail() {
        let lines = text().components(separatedBy: "\r\n")
        for line in [
            "Date: Mon, 15 Jan 2024 10:00:30 +0000", "From: Night Desk <desk@example.org>", "To: ops@example.org", "Subject: s",
            "MIME-Version: 1.0", "Content-Transfer-Encoding: 7bit",
        ] { #expect(lines.contains(line)) }
        #expect(lines.contains { $0.hasPrefix("Message-ID: <") && $0.hasSuffix("@example.org>") })
        #expect(text().hasSuffix("\r\n\r\nb\r\n"))
    }

    @Test(arguments: [
        ("1970-01-01", 0.0, "Thu, 01 Jan 1970 00:00:00 +0000"), ("before", -1, "Wed, 31 Dec 1969 23:59:59 +0000"),
        ("leap day", 1_709_208_000, "Thu, 29 Feb 2024 12:00:00 +0000"),
    ])
    func writesDates(name: String, seconds: Double, text: String) {
        #expect(MailDate.text(Date(timeIntervalSince1970: seconds)) == text)
    }

    @Test(arguments: ["a\nb", "a\r\nb", "a\rb"]) func endsEveryLineTheSameWay(body: String) {
        #expect(text(body: body).hasSuffix("\r\n\r\na\r\nb\r\n"))
    }

    @Test func aSubjectCannotBeginAnotherField() {
        for attack in ["s\r\nBcc: all@example.org", "s\nBcc: x", "s\rBcc: x", "s\u{85}Bcc: x", "s\u{2028}Bcc: x"] {
            let lines = text(subject: attack).components(separatedBy: "\r\n")
            #expect(!lines.contains { $0.hasPrefix("Bcc") })
            #expect(lines.firstIndex(of: "") == text().components(separatedBy: "\r\n").firstIndex(of: ""))
        }
    }

    @Test func foldsLongSubjectsIntoLinesThatAreShortEnough() {
        for subject in [String(repeating: "čž🎉", count: 40), String(repeating: "word ", count: 60), "=?UTF-8?Q?no?="] {
            let header = text(subject: subject).components(separatedBy: "\r\n\r\n")[0]
            #expect(header.contains("Subject: =?UTF-8?B?"))
            for line in header.components(separatedBy: "\r\n") { #expect(line.utf8.count <= 78) }
        }
    }

    @Test(arguments: [
        "a@b", "first.last+tag@mail.example.org", "Ops <a@b>", "\"Ops, Night\" <a@b>", "<a@b>", " a@b ", "Čuvar <a@b>",
    ])
    func takesAddresses(text: String) throws {
        let address = try #require(MailAddress(text))
        #expect(address.text.utf8.split(separator: UInt8(ascii: "@")).count == 2)
    }

    @Test(arguments: [
        "", "a", "@", "a@", "@b", "a@b@c", "a@b, c@d", "a b@c", "a@b\r\nRCPT TO:<x@y>", "a@b\n", "<a@b", "a@b>", "a<x>@b",
        "\"a\"@b", "a@b\u{0}", "é@b",
        "Ops\r\nBcc: x <a@b>", "a@b;c@d", "a:b@c", "a@[1.2.3.4]",
    ])
    func refusesWhatIsNoSingleAddress(text: String) { #expect(MailAddress(text) == nil) }
}
