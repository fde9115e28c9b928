/// The figures of the invocations that a log has reported.
package struct ReportSummary: Sendable, Equatable {
    package private(set) var count = 0
    /// Ended by an error or by time-out.
    package private(set) var failed = 0
    package private(set) var coldStarts = 0
    /// Of the invocation that came nearest to its limit.
    package private(set) var fullestMemory: Memory?
    /// The newest thousand, in no order.
    private var durationsMs: [Double] = []

    package struct Memory: Sendable, Equatable {
        package var usedMB: Double
        package var givenMB: Double
        var share: Double { givenMB > 0 ? usedMB / givenMB : 0 }
    }

    private static let mostDurations = 1000

    package init() {}

    /// Takes a line in if it is a report; others are passed over.
    package mutating func take(_ event: LogEvent) {
        guard Self.mayBeReport(event.message), let report = ReportLine(event.message) else { return }
        if durationsMs.count < Self.mostDurations {
            durationsMs.append(report.durationMs)
        } else {
            durationsMs[count % Self.mostDurations] = report.durationMs
        }
        count += 1
        if report.status != nil { failed += 1 }
        if report.initMs != nil { coldStarts += 1 }
        let memory = Memory(usedMB: report.maximumMemoryMB, givenMB: report.memoryMB)
        if memory.share > fullestMemory?.share ?? 0 { fullestMemory = memory }
    }

    /// Of the newest thousand invocations; nil without any.
    package struct Durations: Sendable, Equatable {
        package var medianMs: Double
        package var p95Ms: Double
        package var longestMs: Double
    }

    package var durations: Durations? {
        let sorted = durationsMs.sorted()
        guard let longest = sorted.last else { return nil }
        // The nearest rank: always a duration that there was.
        func rank(_ share: Double) -> Double { sorted[max(0, Int((Double(sorted.count) * share).rounded(.up)) - 1)] }
        return Durations(medianMs: rank(0.5), p95Ms: rank(0.95), longestMs: longest)
    }

    /// Reading every JSON line to its end would cost more than all the rest.
    private static func mayBeReport(_ message: String) -> Bool {
        if message.utf8.first == UInt8(ascii: "R") { return true }
        guard message.utf8.first == UInt8(ascii: "{") else { return false }
        var message = message
        return message.withUTF8 { jsonReport.first(in: UnsafeBufferPointer(rebasing: $0.prefix(512))) != nil }
    }

    private static let jsonReport = ByteNeedle("\"platform.report\"")
}

/// What is counted of a log while it is read, so that a view need not go through its lines.
package struct LogDigest: Sendable, Equatable {
    package private(set) var shapes = ErrorShapes()
    package private(set) var reports = ReportSummary()

    package init() {}

    package mutating func take(_ events: some Sequence<LogEvent>) {
        for event in events {
            shapes.take(event)
            reports.take(event)
        }
    }
}
