import AWS
import Foundation
import Synchronization

/// Lambda's Runtime API on loopback: hands out the invocations that a test wants, and keeps what the runtime answers.
package final class RuntimeAPI: Sendable {
    /// What a runtime said, with the id of the invocation it is about.
    package struct Answer: Sendable, Equatable {
        package enum Kind: String, Sendable { case response, error, initError }

        package var kind: Kind
        /// nil for ``Kind/initError``.
        package var requestID: String?
        package var body: String
        /// The header in which a runtime names the kind of an error.
        package var errorType: String?
    }

    private struct Log {
        var waiting: [String]
        var answers: [Answer] = []
    }

    private let server: FakeAWSServer
    private let log: SharedLog
    private static let prefix = "/2018-06-01/runtime/"

    private final class SharedLog: Sendable {
        let value: Mutex<Log>
        init(_ log: Log) { value = Mutex(log) }
    }

    /// - Parameters:
    ///   - invocations: Their ids, in order; afterwards the runtime waits for a next one that does not come.
    ///   - seconds: How long each may take.
    package init(invocations: [String], seconds: Double = 600) throws {
        let log = SharedLog(Log(waiting: invocations))
        self.log = log
        server = try FakeAWSServer { request in Self.reply(to: request, log, seconds) }
    }

    private static func reply(to request: HTTPRequest, _ log: SharedLog, _ seconds: Double) -> FakeAWSServer.Reply {
        let parts = request.path.dropFirst(prefix.count).split(separator: "/").map(String.init)
        guard request.path.hasPrefix(prefix) else { return .answer(HTTPResponse(status: 404)) }
        switch (request.method, parts.first, parts.count) {
        case ("GET", "invocation", 2) where parts[1] == "next":
            let next = log.value.withLock { $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }
            guard let next else { return .hang }
            let deadline = Int64((Date().timeIntervalSince1970 + seconds) * 1000)
            let headers = [
                (name: "Lambda-Runtime-Aws-Request-Id", value: next), ("Lambda-Runtime-Deadline-Ms", String(deadline)),
            ]
            return .answer(HTTPResponse(status: 200, headers: headers, body: Data("{}".utf8)))
        case ("POST", "invocation", 3):
            return keep(Answer.Kind(rawValue: parts[2]), parts[1], request, log)
        case ("POST", "init", 2) where parts[1] == "error": return keep(.initError, nil, request, log)
        default: return .answer(HTTPResponse(status: 404))
        }
    }

    private static func keep(_ kind: Answer.Kind?, _ id: String?, _ request: HTTPRequest, _ log: SharedLog) -> FakeAWSServer.Reply
    {
        guard let kind else { return .answer(HTTPResponse(status: 404)) }
        let type = request.header("Lambda-Runtime-Function-Error-Type")
        let body = String(decoding: request.body, as: UTF8.self)
        log.value.withLock { $0.answers.append(Answer(kind: kind, requestID: id, body: body, errorType: type)) }
        return .answer(HTTPResponse(status: 202, body: Data(#"{"status":"OK"}"#.utf8)))
    }

    /// For a runtime in this process or another.
    package var variables: [String: String] { ["AWS_LAMBDA_RUNTIME_API": "127.0.0.1:\(server.port)"] }
    package var answers: [Answer] { log.value.withLock { $0.answers } }

    /// Returns as soon as so many answers have come.
    package func waitForAnswers(_ count: Int, seconds: Double = 120) async throws -> [Answer] {
        try await Loopback.wait("\(count) answers to the Runtime API", seconds: seconds) { answers.count >= count }
        return answers
    }
}

extension Loopback {
    /// Returns as soon as `condition` holds, which nobody tells of. Holds no thread of the pool meanwhile, so that other tests go on.
    package static func wait(_ what: String, seconds: Double = 120, until condition: () throws -> Bool) async throws {
        let deadline = Date().addingTimeInterval(seconds)
        while try !condition() {
            guard Date() < deadline else { throw EmulatorError(text: "not within \(seconds) s: \(what)") }
            await withCheckedContinuation { continuation in
                DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(100)) { continuation.resume() }
            }
        }
    }
}
