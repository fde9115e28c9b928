import FoundationEssentials

/// What came back from a function that was run, or from Lambda that took an event.
package struct InvokeResult: Sendable, Equatable {
    /// 200, or 202 for an event.
    package var status: Int
    /// `Handled` or `Unhandled`: the function failed. nil when it did not.
    package var functionError: String?
    /// Of a failed function's answer: `Error`, `Sandbox.Timedout`.
    package private(set) var errorType: String?
    package private(set) var errorMessage: String?
    /// The function's answer as it came; empty for an event.
    package var payload: String
    /// From sending to answer, on this machine.
    package var tookMs: Double
    /// The function's own figures; nil when its report was not in the tail of the log.
    package var report: ReportLine?
    /// The last 4 KB of the run's log, oldest line first.
    package var logTail: [String]
    package var executedVersion: String?
    package var requestID: String?

    /// - Parameter log: As it came, with its line breaks; nil for an event.
    package init(
        status: Int, functionError: String? = nil, payload: String = "", tookMs: Double, log: String? = nil,
        executedVersion: String? = nil, requestID: String? = nil
    ) {
        self.status = status
        self.functionError = functionError
        self.payload = payload
        self.tookMs = tookMs
        logTail = log.map(Self.lines) ?? []
        report = logTail.reversed().lazy.compactMap { ReportLine($0) }.first
        self.executedVersion = executedVersion
        self.requestID = requestID
        if functionError != nil { readError() }
    }

    package var durationMs: Double? { report?.durationMs }
    package var billedMs: Double? { report?.billedMs }
    package var memoryMB: Double? { report.flatMap { $0.memoryMB > 0 ? $0.memoryMB : nil } }
    package var maxMemoryMB: Double? { report.flatMap { $0.maximumMemoryMB > 0 ? $0.maximumMemoryMB : nil } }
    package var initMs: Double? { report?.initMs }

    /// What may stand on a screen: without secrets, phone numbers cut to three digits.
    package var shown: InvokeResult {
        var shown = self
        shown.payload = Masker.masked(payload)
        shown.errorMessage = errorMessage.map(Masker.masked)
        shown.logTail = logTail.map(Masker.masked)
        return shown
    }

    /// `Unhandled: Error: no such table`
    package var errorText: String? {
        functionError.map { [$0, errorType, errorMessage].compactMap(\.self).joined(separator: ": ") }
    }

    private static func lines(_ log: String) -> [String] {
        var lines = log.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
        if lines.last == "" { lines.removeLast() }
        return lines
    }

    private mutating func readError() {
        struct Failure: Decodable {
            var errorType: String?
            var errorMessage: String?
        }
        guard let failure = try? JSONDecoder().decode(Failure.self, from: Data(payload.utf8)) else { return }
        errorType = failure.errorType
        errorMessage = failure.errorMessage
    }
}

extension InvokeResult {
    /// The JSON that `nightdesk invoke --json` prints.
    package var json: String {
        JSONText.object { json in
            json.member("status", status)
            json.member("functionError", functionError)
            json.member("errorType", errorType)
            json.member("errorMessage", errorMessage)
            json.member("payload", payload)
            json.member("tookMs", (tookMs * 10).rounded() / 10)
            json.member("durationMs", durationMs)
            json.member("billedMs", billedMs)
            json.member("memoryMB", memoryMB)
            json.member("maxMemoryMB", maxMemoryMB)
            json.member("initMs", initMs)
            json.member("executedVersion", executedVersion)
            json.member("requestId", requestID)
            json.key("logTail")
            json.array(logTail) { $0.string($1) }
        }
    }
}
