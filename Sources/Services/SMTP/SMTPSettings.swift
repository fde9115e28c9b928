/// Where and how mail is handed over.
struct SMTPSettings: Sendable, Equatable {
    var host: String
    var port: Int
    var username: String?
    var password: String?
    /// PEM file with the certificates to trust instead of the system's.
    var certificateBundle: String?
    var from: MailAddress
    var subject: String
    var body: String

    /// Reads `SMTP_HOST`, `SMTP_PORT` (587), `SMTP_USERNAME`, `SMTP_PASSWORD`, `SMTP_CA_BUNDLE`, `MAIL_FROM`, `MAIL_SUBJECT`, `MAIL_BODY`.
    init(_ farEnds: FarEnds) throws(SettingMissing) { try self.init(NamedSettings(environment: farEnds.environment)) }

    init(_ settings: NamedSettings) throws(SettingMissing) {
        host = try settings.required("SMTP_HOST")
        guard host.utf8.allSatisfy({ Self.hostBytes.contains($0) }) else {
            throw SettingMissing(name: "SMTP_HOST", problem: "is no host name")
        }
        let portText = settings.optional("SMTP_PORT") ?? "587"
        guard let port = Int(portText), (1...65_535).contains(port) else {
            throw SettingMissing(name: "SMTP_PORT", problem: "is no port: 1 to 65535")
        }
        self.port = port
        username = settings.optional("SMTP_USERNAME")
        password = settings.optional("SMTP_PASSWORD")
        certificateBundle = settings.optional("SMTP_CA_BUNDLE")
        guard let from = MailAddress(try settings.required("MAIL_FROM")) else {
            throw SettingMissing(name: "MAIL_FROM", problem: "is no mail address")
        }
        self.from = from
        subject = settings.optional("MAIL_SUBJECT") ?? "Escalation"
        body = settings.optional("MAIL_BODY") ?? ""
    }

    private static let hostBytes = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_[]:".utf8)

    /// 465 is the port of TLS from the first byte; everywhere else STARTTLS is used where the server offers it.
    var url: String {
        let name = host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
        return "\(port == 465 ? "smtps" : "smtp")://\(name):\(port)"
    }
}
