import Foundation
import Support
import Testing

/// A limit on the size of files stands for a disk on which there is no room.
@Suite(.serialized, .timeLimit(.minutes(4))) struct FullDiskTests {
    private let program: Program
    private let queue: FIFOQueue

    init() throws {
        let emulator = try Emulator(.moto)
        queue = try FIFOQueue(emulator, "roesc-requests.fifo")
        program = try Program(environment: emulator.variables.merging(["REQUEST_QUEUE": queue.url]) { $1 })
        try program.home.write(
            "default_context: desk\ncontexts:\n  desk:\n    escalations: {source: embedded}\n",
            to: ".config/nightdesk/config.yaml")
    }

    private func processes() throws -> Int? { try program.run(["escalation", "list", "--json"]).json()["total"] as? Int }

    @Test func acknowledgesNothingThatDidNotFit_AndTakesItWhenThereIsRoom() async throws {
        #expect(try program.run(["engine", "run", "--once"]).status == 0, "makes the store")
        let filler = String(repeating: "x", count: 100_000)
        let requests = (0..<5).map { number in
            let notification = #"{"channel":"phone","at":1999999999,"phone-number":"+1","note":"\#(filler)"}"#
            return (group: "g", body: #"{"process-id":"p\#(number)","action":"start","notifications":[\#(notification)]}"#)
        }
        try queue.send(requests)
        // 128 or 256 kB, as the shell counts: enough to open the store and to take the lease, not enough for the requests.
        let words = ["sh", "-c", "ulimit -f 256; exec \"$0\" engine run --once", Program.path]
        let answer = try Child(words, environment: program.fullEnvironment).finish()
        #expect(answer.status == 69, "\(answer.output) \(answer.errors)")
        #expect(
            answer.errors.contains("Could not write requests to") && answer.errors.contains("no request is taken off its queue"))
        #expect(try queue.left() == 5, "all are in the queue still")
        #expect(try processes() == 0, "half a batch is no batch")
        // They come again when the queue's visibility timeout is over.
        try await Loopback.wait("five processes") {
            guard try program.run(["engine", "run", "--once"]).status == 0 else { return false }
            return try processes() == 5
        }
        #expect(try queue.left() == 0)
    }
}
