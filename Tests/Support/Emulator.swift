package import Foundation
import Glibc

/// One of two AWS emulators on loopback, which know nothing of each other. Ends with its last reference.
package final class Emulator: Sendable {
    package enum Kind: String, Sendable, CaseIterable { case moto, ministack }

    package let kind: Kind
    package let endpoint: String
    private let child: Child

    /// The folder of the virtual environment that `make test-deps` makes.
    package static var environment: URL {
        ProcessInfo.processInfo.environment["NIGHTDESK_VENV"].map { URL(filePath: $0) } ?? Program.root.appending(path: ".venv")
    }

    package init(_ kind: Kind) throws {
        self.kind = kind
        let port = try Loopback.freePort()
        endpoint = "http://127.0.0.1:\(port)"
        let program = Emulator.environment.appending(path: "bin/" + (kind == .moto ? "moto_server" : "ministack")).path
        child = try Child(
            kind == .moto ? [program, "-H", "127.0.0.1", "-p", String(port)] : [program],
            environment: ProcessInfo.processInfo.environment.merging(
                ["GATEWAY_PORT": String(port), "MINISTACK_HOST": "127.0.0.1"]) { $1 }, keepsOutput: false)
        try Loopback.waitUntilListening(on: port, seconds: 60)
    }

    /// The environment variables with which the program reaches it.
    package var variables: [String: String] {
        [
            "AWS_ENDPOINT_URL": endpoint, "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_REGION": "us-east-1",
        ]
    }

    /// Runs `account.py`, which uses boto3, and returns what it printed.
    @discardableResult
    package func account(_ verb: String, _ arguments: [String] = []) throws -> String {
        let program = try Program(environment: [:])
        let script = Program.root.appending(path: "Tests/Support/Emulators/account.py").path
        let python = Emulator.environment.appending(path: "bin/python").path
        let answer = try program.run([script, verb, endpoint] + arguments, executable: python)
        guard answer.status == 0 else { throw EmulatorError(text: answer.errors) }
        return answer.output
    }
}

package struct EmulatorError: Error, CustomStringConvertible {
    package var text: String
    package var description: String { text }

    package init(text: String) { self.text = text }
}

/// Ports on 127.0.0.1.
package enum Loopback {
    /// A port that nobody listens on now.
    package static func freePort() throws -> UInt16 {
        try withSocket { descriptor in
            var address = address(port: 0)
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let bound = withUnsafeMutablePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
                }
            }
            guard bound else { throw EmulatorError(text: "no free port: \(String(cString: strerror(errno)))") }
            return UInt16(bigEndian: address.sin_port)
        }
    }

    /// A socket that listens on `port`.
    static func listen(on port: UInt16) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw EmulatorError(text: "no socket: \(String(cString: strerror(errno)))") }
        var address = address(port: port)
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard bound, Glibc.listen(descriptor, 64) == 0 else {
            close(descriptor)
            throw EmulatorError(text: "cannot listen on port \(port): \(String(cString: strerror(errno)))")
        }
        return descriptor
    }

    /// Returns as soon as somebody accepts connections on `port`.
    package static func waitUntilListening(on port: UInt16, seconds: Double) throws {
        let deadline = Date().addingTimeInterval(seconds)
        var nobody: [pollfd] = []
        while try !isListening(on: port) {
            guard Date() < deadline else { throw EmulatorError(text: "nothing listens on port \(port) after \(seconds) s") }
            // Nothing tells that another process has begun to listen: ask again in 20 ms.
            _ = poll(&nobody, 0, 20)
        }
    }

    private static func isListening(on port: UInt16) throws -> Bool {
        try withSocket { descriptor in
            var address = address(port: port)
            return withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
                }
            }
        }
    }

    private static func withSocket<Result>(_ body: (Int32) throws -> Result) throws -> Result {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw EmulatorError(text: "no socket: \(String(cString: strerror(errno)))") }
        defer { close(descriptor) }
        return try body(descriptor)
    }

    private static func address(port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }
}
