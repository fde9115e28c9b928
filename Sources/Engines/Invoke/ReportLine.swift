import FoundationEssentials

/// The figures that Lambda writes at the end of each run: a `REPORT` line, or a `platform.report` record where the function
/// logs JSON. Source: AWS Lambda Developer Guide, "Using Lambda function logs" and "Lambda Telemetry API Event schema".
package struct ReportLine: Sendable, Equatable {
    package var requestID: String
    package var durationMs: Double
    package var billedMs: Double?
    package var memoryMB: Int?
    package var maxMemoryMB: Int?
    /// Of a cold start; nil for a warm one.
    package var initMs: Double?
    /// Of a start from a snapshot (SnapStart).
    package var restoreMs: Double?
    /// `timeout`, `error`; nil for a good end.
    package var status: String?
    /// `Runtime.ExitError`, `Runtime.OutOfMemory`.
    package var errorType: String?
    package var traceID: String?

    package init(requestID: String, durationMs: Double) {
        self.requestID = requestID
        self.durationMs = durationMs
    }

    /// - Parameter line: One line of a log, with or without its line break.
    /// - Returns: nil for every other line.
    package init?(_ line: some StringProtocol) {
        if line.utf8.starts(with: "REPORT RequestId:".utf8) {
            self.init(words: line)
        } else if line.utf8.first == UInt8(ascii: "{"), line.contains("\"platform.report\"") {
            self.init(record: Data(line.utf8))
        } else {
            return nil
        }
    }

    /// The newest report in a log.
    package static func last(in lines: some BidirectionalCollection<String>) -> ReportLine? {
        lines.reversed().lazy.compactMap { ReportLine($0) }.first
    }

    /// `Name Of It: value unit`, again and again; tabs and spaces may stand for each other.
    private init?(words line: some StringProtocol) {
        var fields: [String: String] = [:]
        var name: String?
        var beginning = ""
        for word in line.utf8.dropFirst("REPORT ".utf8.count).split(whereSeparator: { $0 <= 0x20 }) {
            let word = String(decoding: word, as: UTF8.self)
            if let known = name {
                fields[known] = word
                name = nil
            } else if word.utf8.last == UInt8(ascii: ":") {
                name = beginning + word.dropLast()
                beginning = ""
            } else if word != "ms", word != "MB" {
                beginning += word + " "
            }
        }
        guard let requestID = fields["RequestId"], let duration = fields["Duration"].flatMap({ Double($0) }) else { return nil }
        self.init(requestID: requestID, durationMs: duration)
        billedMs = fields["Billed Duration"].flatMap { Double($0) }
        memoryMB = fields["Memory Size"].flatMap { Int($0) }
        maxMemoryMB = fields["Max Memory Used"].flatMap { Int($0) }
        initMs = fields["Init Duration"].flatMap { Double($0) }
        restoreMs = fields["Restore Duration"].flatMap { Double($0) }
        status = fields["Status"].flatMap { $0 == "success" ? nil : $0 }
        errorType = fields["Error Type"]
        traceID = fields["XRAY TraceId"]
    }

    private init?(record data: Data) {
        guard let event = try? JSONDecoder().decode(PlatformReport.self, from: data), event.type == "platform.report" else {
            return nil
        }
        let (record, metrics) = (event.record, event.record.metrics)
        self.init(requestID: record.requestId, durationMs: metrics.durationMs)
        billedMs = metrics.billedDurationMs
        memoryMB = metrics.memorySizeMB
        maxMemoryMB = metrics.maxMemoryUsedMB
        initMs = metrics.initDurationMs
        restoreMs = metrics.restoreDurationMs
        status = record.status.flatMap { $0 == "success" ? nil : $0 }
        errorType = record.errorType
        traceID = record.tracing?.value
    }
}

private struct PlatformReport: Decodable {
    struct Record: Decodable {
        var requestId: String
        var status: String?
        var errorType: String?
        var metrics: Metrics
        var tracing: Tracing?
    }

    struct Metrics: Decodable {
        var durationMs: Double
        var billedDurationMs: Double?
        var memorySizeMB: Int?
        var maxMemoryUsedMB: Int?
        var initDurationMs: Double?
        var restoreDurationMs: Double?
    }

    struct Tracing: Decodable {
        var value: String?
    }

    var type: String
    var record: Record
}
