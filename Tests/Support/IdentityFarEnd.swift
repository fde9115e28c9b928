import Foundation

/// `Emulators/identity.py`: IAM Identity Center, STS with MFA and instance metadata on loopback. Ends with its last reference.
package final class IdentityFarEnd: Sendable {
    /// What becomes of the device code.
    package enum Verdict: String, Sendable { case confirm, deny, expire, slow }

    /// The only MFA code that it takes.
    package static let code = "864209"
    /// What must never be seen anywhere.
    package static let secrets = [
        "client-secret", "device-secret", "access-token-secret", "refresh-secret", "sso-secret", "sso-session", "mfa-secret",
        "mfa-session", code,
    ]

    package let endpoint: String
    private let child: Child

    /// - Parameter region: What instance metadata says; nil for a machine that is not on EC2.
    package init(region: String? = nil) throws {
        let script = Program.root.appending(path: "Tests/Support/Emulators/identity.py").path
        child = try Child(
            [Self.python, script] + (region.map { ["--region", $0] } ?? []), environment: ProcessInfo.processInfo.environment)
        endpoint = child.firstLine()
        guard endpoint.hasPrefix("http://127.0.0.1:") else { throw EmulatorError(text: "the far end said \"\(endpoint)\"") }
    }

    private static var python: String { Emulator.environment.appending(path: "bin/python").path }

    package func decide(_ verdict: Verdict) throws { _ = try get("/_\(verdict.rawValue)") }

    /// Calls so far, by operation; those of OIDC by path.
    package func calls() throws -> [String: Int] {
        try JSONSerialization.jsonObject(with: get("/_calls")) as? [String: Int] ?? [:]
    }

    /// A program whose default profile signs in here in the way of one `kind` of profile.
    package func program(_ config: String, _ variables: [String: String] = [:]) throws -> Program {
        let program = try Program(
            environment: ["AWS_ENDPOINT_URL": endpoint, "AWS_PROFILE": "ops", "AWS_MAX_ATTEMPTS": "1"].merging(variables) { $1 })
        try program.home.write(config, to: ".aws/config")
        return program
    }

    private func get(_ path: String) throws -> Data {
        let code = "import sys, urllib.request; sys.stdout.write(urllib.request.urlopen(sys.argv[1], timeout=10).read().decode())"
        let answer = try Program().run(["-c", code, endpoint + path], executable: Self.python)
        guard answer.status == 0 else { throw EmulatorError(text: answer.errors) }
        return Data(answer.output.utf8)
    }
}
