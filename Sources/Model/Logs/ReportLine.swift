/// What Lambda reports at the end of an invocation, from its text line or its JSON line.
/// Source: Lambda Developer Guide, "Working with Lambda function logs" and "System logs".
package struct ReportLine: Sendable, Equatable {
    package var requestID: String
    package var durationMs: Double
    package var billedMs: Double
    package var memoryMB: Double
    package var maximumMemoryMB: Double
    /// Time of the cold start; nil for a warm one.
    package var initMs: Double?
    /// Time to restore a snapshot (SnapStart).
    package var restoreMs: Double?
    /// `timeout`, `error` …; nil for a success.
    package var status: String?
    package var errorType: String?

    /// - Returns: nil for anything but a report line.
    package init?(_ message: some StringProtocol) {
        if message.utf8.starts(with: "REPORT ".utf8) {
            self.init(text: message)
        } else if message.utf8.first == UInt8(ascii: "{"), message.utf8.count < 65_536 {
            self.init(json: Array(message.utf8))
        } else {
            return nil
        }
    }

    private init(requestID: String) {
        self.requestID = requestID
        (durationMs, billedMs, memoryMB, maximumMemoryMB) = (0, 0, 0, 0)
    }
}

extension ReportLine {
    /// `REPORT RequestId: …⇥Duration: 3.36 ms⇥Billed Duration: 4 ms⇥…`
    private init?(text: some StringProtocol) {
        var fields: [Substring: Substring] = [:]
        for piece in Substring(text).dropFirst("REPORT ".utf8.count).split(whereSeparator: { $0 == "\t" || $0.isNewline }) {
            guard let colon = piece.firstIndex(of: ":") else { continue }
            let value = piece[piece.index(after: colon)...].drop { $0 == " " }
            fields[piece[..<colon].drop { $0 == " " }] = value
        }
        func figure(_ name: Substring) -> Double? {
            fields[name].flatMap { Double($0.prefix { $0 != " " }) }
        }
        func word(_ name: Substring) -> String? {
            fields[name].map { String($0.prefix { $0 != " " }) }.flatMap { $0.isEmpty ? nil : $0 }
        }
        guard let requestID = word("RequestId"), let duration = figure("Duration") else { return nil }
        self.init(requestID: requestID)
        durationMs = duration
        billedMs = figure("Billed Duration") ?? duration.rounded(.up)
        memoryMB = figure("Memory Size") ?? 0
        maximumMemoryMB = figure("Max Memory Used") ?? 0
        initMs = figure("Init Duration")
        restoreMs = figure("Restore Duration")
        status = word("Status").flatMap { $0 == "success" ? nil : $0 }
        errorType = word("Error Type")
    }

    /// `{"time":…,"type":"platform.report","record":{"requestId":…,"metrics":{"durationMs":…}}}`
    private init?(json: [UInt8]) {
        var scanner = JSONScanner(json)
        var found = ReportLine(requestID: "")
        var isReport = false
        do {
            try scanner.members { scanner, key throws(JSONScanner.Problem) in
                if scanner.has("type", at: key) {
                    isReport = try scanner.optionalString() == "platform.report"
                } else if scanner.has("record", at: key), try scanner.kind() == .object {
                    try found.readRecord(&scanner)
                } else {
                    try scanner.skip()
                }
            }
        } catch {
            return nil
        }
        guard isReport, !found.requestID.isEmpty else { return nil }
        self = found
    }

    private mutating func readRecord(_ scanner: inout JSONScanner) throws(JSONScanner.Problem) {
        try scanner.members { scanner, key throws(JSONScanner.Problem) in
            if scanner.has("requestId", at: key) {
                requestID = try scanner.optionalString() ?? ""
            } else if scanner.has("status", at: key) {
                status = try scanner.optionalString().flatMap { $0 == "success" ? nil : $0 }
            } else if scanner.has("errorType", at: key) {
                errorType = try scanner.optionalString()
            } else if scanner.has("metrics", at: key), try scanner.kind() == .object {
                try readMetrics(&scanner)
            } else {
                try scanner.skip()
            }
        }
    }

    private mutating func readMetrics(_ scanner: inout JSONScanner) throws(JSONScanner.Problem) {
        try scanner.members { scanner, key throws(JSONScanner.Problem) in
            let value = try scanner.optionalNumber()
            if scanner.has("durationMs", at: key) { durationMs = value ?? 0 }
            if scanner.has("billedDurationMs", at: key) { billedMs = value ?? 0 }
            if scanner.has("memorySizeMB", at: key) { memoryMB = value ?? 0 }
            if scanner.has("maxMemoryUsedMB", at: key) { maximumMemoryMB = value ?? 0 }
            if scanner.has("initDurationMs", at: key) { initMs = value }
            if scanner.has("restoreDurationMs", at: key) { restoreMs = value }
        }
    }
}
