import Foundation

/// An SMTP server on loopback (aiosmtpd) that keeps what it gets and can be told to misbehave by the name of the recipient.
/// Ends with its last reference.
package final class MailServer: Sendable {
    package struct Mail: Decodable, Sendable {
        package var from: String
        package var to: [String]
        /// The bytes after DATA, dots undone, as Latin-1.
        package var raw: String
        package var isEncrypted: Bool
        package var user: String?
        /// As Python's mail parser understands them.
        package var subject: String
        package var body: String
        package var messageID: String
    }

    package let port: Int
    /// The certificate that the server shows, for 127.0.0.1.
    package let certificate: String?
    private let child: Child
    private let folder: TemporaryFolder

    /// - Parameters:
    ///   - offersTLS: STARTTLS with a certificate of its own.
    ///   - password: Of the user `ops`, who must log in; nil for no login.
    package init(offersTLS: Bool = false, password: String? = nil) throws {
        folder = try TemporaryFolder()
        var words = [
            Emulator.environment.appending(path: "bin/python").path,
            Program.root.appending(path: "Tests/Support/Emulators/mail.py").path,
        ]
        if offersTLS {
            let (key, certificate) = (folder.path + "/key.pem", folder.path + "/certificate.pem")
            let made = try Child(
                [
                    "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                    "-subj",
                    "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate,
                ], environment: ["PATH": "/usr/bin:/bin"]
            ).finish()
            guard made.status == 0 else { throw EmulatorError(text: made.errors) }
            words += ["--tls", key, certificate]
            self.certificate = certificate
        } else {
            certificate = nil
        }
        if let password { words += ["--password", password] }
        child = try Child(words, environment: ProcessInfo.processInfo.environment)
        let line = child.firstLine()
        guard let port = Int(line) else { throw EmulatorError(text: "the mail server said \"\(line)\"") }
        self.port = port
    }

    /// The next mail that has arrived; waits for it.
    package func mail() throws -> Mail { try JSONDecoder().decode(Mail.self, from: Data(child.firstLine().utf8)) }
}
