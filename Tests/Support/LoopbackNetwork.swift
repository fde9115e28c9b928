import Foundation

/// `Emulators/network.py`: a far end, the same behind TLS with a certificate that nobody has signed, and a proxy. Ends with its last
/// reference.
package final class LoopbackNetwork: Sendable {
    package let plain: String
    package let secure: String
    package let proxy: String
    /// PEM, to be trusted or not.
    package let certificate: String
    private let folder: TemporaryFolder
    private let child: Child

    package init() throws {
        folder = try TemporaryFolder()
        certificate = folder.path + "/certificate.pem"
        let key = folder.path + "/key.pem"
        let made = try Child(
            [
                "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate,
            ], environment: ProcessInfo.processInfo.environment
        ).finish()
        guard made.status == 0 else { throw EmulatorError(text: made.errors) }
        let script = Program.root.appending(path: "Tests/Support/Emulators/network.py").path
        child = try Child(
            [Self.python, script, "--certificate", certificate, "--key", key],
            environment: ProcessInfo.processInfo.environment)
        let line = child.firstLine()
        guard let urls = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String],
            let plain = urls["plain"], let secure = urls["secure"], let proxy = urls["proxy"]
        else { throw EmulatorError(text: "the network said \"\(line)\"") }
        (self.plain, self.secure, self.proxy) = (plain, secure, proxy)
    }

    private static var python: String { Emulator.environment.appending(path: "bin/python").path }

    /// What went through the proxy so far: `CONNECT host:port`, or method and origin.
    package func seen() throws -> [String] {
        let code = """
            import sys, urllib.request
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            sys.stdout.write(opener.open(sys.argv[1] + "/_seen", timeout=10).read().decode())
            """
        let answer = try Program().run(["-c", code, proxy], executable: Self.python)
        guard answer.status == 0 else { throw EmulatorError(text: answer.errors) }
        return try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [String] ?? []
    }

    /// A program that asks `endpoint` with keys of its own.
    package func program(_ endpoint: String, _ variables: [String: String] = [:], config: String = "") throws -> Program {
        let program = try Program(
            environment: [
                "AWS_ENDPOINT_URL": endpoint, "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret",
                "AWS_REGION": "us-east-1", "AWS_MAX_ATTEMPTS": "1",
            ].merging(variables) { $1 })
        try program.home.write(config, to: ".aws/config")
        return program
    }
}
