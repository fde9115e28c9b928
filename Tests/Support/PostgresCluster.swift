import Foundation
import Glibc
import Synchronization

/// A PostgreSQL server of our own on loopback, in a temporary folder. Stops with its last reference.
///
/// Its durability is switched off: a test kills clients, never the machine.
package final class PostgresCluster: Sendable {
    package let port: UInt16
    package static let user = "roesc"
    private let folder: TemporaryFolder
    private let server: Mutex<Child?>

    private static let current = Mutex<Weak>(Weak())

    private struct Weak: Sendable { weak var cluster: PostgresCluster? }

    /// One for all tests that run at the same time: to make one takes seconds.
    package static func shared() throws -> PostgresCluster {
        try current.withLock { current in
            if let cluster = current.cluster { return cluster }
            let cluster = try PostgresCluster()
            current.cluster = cluster
            return cluster
        }
    }

    package init() throws {
        folder = try TemporaryFolder()
        port = try Loopback.freePort()
        server = Mutex(nil)
        // PostgreSQL refuses to run as root.
        if getuid() == 0 {
            guard let owner = getpwnam("postgres") else { throw EmulatorError(text: "there is no user postgres") }
            chown(folder.path, owner.pointee.pw_uid, owner.pointee.pw_gid)
        }
        try run("initdb", ["-D", data, "-U", Self.user, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"])
        try start()
    }

    deinit { stop() }

    private var data: String { folder.path + "/data" }

    /// Starts the server anew after ``stop()``.
    package func start() throws {
        let words = try command("postgres") + ["-D", data, "-p", String(port), "-F", "-k", folder.path, "-h", "127.0.0.1"]
        let child = try Child(words + ["-c", "max_connections=200"], environment: environment, keepsOutput: false)
        server.withLock { $0 = child }
        try Loopback.waitUntilListening(on: port, seconds: 60)
        // It listens before it takes connections.
        let deadline = Date().addingTimeInterval(60)
        var nobody: [pollfd] = []
        while (try? run("pg_isready", ["-h", "127.0.0.1", "-p", String(port), "-q"])) == nil {
            guard Date() < deadline else { throw EmulatorError(text: "PostgreSQL does not get ready") }
            _ = poll(&nobody, 0, 20)
        }
    }

    /// Stops the server as fast as it can; every connection breaks.
    package func stop() {
        guard let child = server.withLock({ $0.take() }) else { return }
        // So that it takes its own processes and shared memory along.
        kill(child.pid, SIGQUIT)
        var status: Int32 = 0
        waitpid(child.pid, &status, 0)
    }

    /// Makes an empty database and returns the environment variables that lead to it.
    package func database() throws -> [String: String] {
        let name = "test_" + UUID().uuidString.lowercased().replacing("-", with: "")
        try run("createdb", ["-h", "127.0.0.1", "-p", String(port), "-U", Self.user, name])
        return ["DB_HOST": "127.0.0.1", "DB_PORT": String(port), "DB_NAME": name, "DB_USER": Self.user, "DB_PASSWORD": "any"]
    }

    /// Carries out statements with PostgreSQL's own client and returns what it prints, unadorned.
    @discardableResult
    package func sql(_ text: String, in variables: [String: String]) throws -> String {
        try run(
            "psql",
            [
                "-h", "127.0.0.1", "-p", String(port), "-U", Self.user, "-d", variables["DB_NAME"] ?? "", "-X", "-q", "-A", "-t",
                "-v", "ON_ERROR_STOP=1", "-c", text,
            ])
    }

    @discardableResult
    private func run(_ name: String, _ arguments: [String]) throws -> String {
        let answer = try Child(command(name) + arguments, environment: environment).finish()
        guard answer.status == 0 else { throw EmulatorError(text: "\(name): \(answer.errors)") }
        return answer.output
    }

    private var environment: [String: String] { ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"] }

    private func command(_ name: String) throws -> [String] {
        let root = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        guard let newest = versions.max(by: { (Int($0) ?? 0) < (Int($1) ?? 0) }) else {
            throw EmulatorError(text: "PostgreSQL is not installed: run make test-deps")
        }
        let program = "\(root)/\(newest)/bin/\(name)"
        guard getuid() == 0 else { return [program] }
        return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", program]
    }
}
