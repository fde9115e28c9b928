import Foundation

/// A FIFO queue in an emulator, handled with boto3 (`Tests/Support/Emulators/fifo.py`): an implementation that is not ours.
package struct FIFOQueue: Sendable {
    package let url: String
    private let emulator: Emulator

    package init(_ emulator: Emulator, _ name: String) throws {
        self.emulator = emulator
        url = try Self.call(emulator, "create", [name]).trimmingCharacters(in: .newlines)
    }

    package func send(_ messages: [(group: String, body: String)]) throws {
        let lines = messages.map { "\($0.group)\t\($0.body.replacing("\n", with: " "))" }
        try Self.call(emulator, "send", [url] + lines)
    }

    /// How many messages are there, those in flight too.
    package func left() throws -> Int? {
        Int(try Self.call(emulator, "left", [url]).trimmingCharacters(in: .newlines))
    }

    @discardableResult
    private static func call(_ emulator: Emulator, _ verb: String, _ arguments: [String]) throws -> String {
        let script = Program.root.appending(path: "Tests/Support/Emulators/fifo.py").path
        let python = Emulator.environment.appending(path: "bin/python").path
        let answer = try Program().run([script, verb, emulator.endpoint] + arguments, executable: python)
        guard answer.status == 0 else { throw EmulatorError(text: answer.errors) }
        return answer.output
    }
}
