import FoundationEssentials
import Model
import SigV4

/// A mail of plain text, as it goes over the wire.
struct MailMessage: Sendable, Equatable {
    var from: MailAddress
    var to: MailAddress
    /// Who else gets it, and is seen to get it.
    var others: [MailAddress] = []
    var subject: String
    var body: String
    var date: Date
    /// Of the notification: every attempt has the same Message-ID, so that mail servers can drop a repetition.
    var key: String

    /// Header and body with CRLF line ends. Dots at line beginnings are not doubled: the transfer does that.
    var data: Data {
        let text = Self.lines(body)
        let isPlain =
            text.utf8.allSatisfy { ($0 >= 32 && $0 < 127) || $0 == 13 || $0 == 10 || $0 == 9 }
            && text.utf8.split(separator: 10).allSatisfy { $0.count <= 900 }
        let header = [
            "Date: \(MailDate.text(date))",
            MailHeader.line("From", from),
            MailHeader.line("To", to) + others.map { ",\r\n \(MailHeader.plain($0))" }.joined(),
            MailHeader.line("Subject", text: subject),
            "Message-ID: <\(Digest.hex(Digest.sha256(Array(key.utf8))).prefix(32))@\(from.domain)>",
            "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: \(isPlain ? "7bit" : "base64")",
        ]
        return Data((header.joined(separator: "\r\n") + "\r\n\r\n" + (isPlain ? text : Self.base64(text))).utf8)
    }

    /// Every line ends with CRLF, whatever ended it before.
    private static func lines(_ text: String) -> String {
        let lines = text.unicodeScalars.split(omittingEmptySubsequences: false) { $0 == "\n" }.map { line in
            // CRLF, and a carriage return alone, end a line too.
            String(line.last == "\r" ? line.dropLast() : line).replacing("\r", with: "\r\n")
        }
        let joined = lines.joined(separator: "\r\n")
        return joined.utf8.last == 10 ? joined : joined + "\r\n"
    }

    private static func base64(_ text: String) -> String {
        let encoded = Array(Data(text.utf8).base64EncodedString().utf8)
        return stride(from: 0, to: encoded.count, by: 76)
            .map { String(decoding: encoded[$0..<min($0 + 76, encoded.count)], as: UTF8.self) + "\r\n" }.joined()
    }
}

/// `Thu, 21 Nov 2024 13:54:53 +0000`. Source: RFC 5322, 3.3.
enum MailDate {
    private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    static func text(_ date: Date) -> String {
        // 1970 began on a Thursday.
        let number = Int((date.timeIntervalSince1970 / 86_400).rounded(.down))
        let weekday = days[((number % 7) + 7) % 7]
        let iso = ISO8601.text(date)
        let fields = iso.prefix(10).split(separator: "-")
        let month = fields.count == 3 ? Int(fields[1]).map { months[$0 - 1] } ?? "Jan" : "Jan"
        return "\(weekday), \(fields.last ?? "01") \(month) \(fields.first ?? "1970") \(iso.dropFirst(11).prefix(8)) +0000"
    }
}
