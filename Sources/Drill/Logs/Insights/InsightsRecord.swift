import FoundationEssentials
import Model

/// A line of a log with the fields that Insights finds in it. Source: CloudWatch Logs User Guide, "Supported logs and discovered
/// fields".
struct InsightsRecord {
    let line: DrillLogLine
    let group: String

    /// nil where the line has no such field.
    subscript(field: String) -> String? {
        switch field {
        case "@timestamp": Self.stamp(line.at)
        case "@message": line.message
        case "@logStream": line.stream
        case "@log": group
        case "@ptr": line.id
        case "@type": ["START", "END", "REPORT"].first { line.message.hasPrefix($0 + " RequestId: ") }
        case "@requestId": LogLine(line.message).requestID
        case "@duration", "@billedDuration", "@initDuration", "@memorySize", "@maxMemoryUsed": reported(field)
        default: member(field)
        }
    }

    /// `2024-01-15 12:34:56.789`, in UTC.
    static func stamp(_ milliseconds: Int) -> String {
        let text = ISO8601.text(Date(timeIntervalSince1970: Double(milliseconds) / 1000))
        return text.dropLast().split(separator: "T").joined(separator: " ")
    }

    /// Times in milliseconds, memory in bytes.
    private func reported(_ field: String) -> String? {
        guard let report = ReportLine(line.message) else { return nil }
        return switch field {
        case "@duration": InsightsFigure.text(report.durationMs)
        case "@billedDuration": InsightsFigure.text(report.billedMs)
        case "@memorySize": InsightsFigure.text(report.memoryMB * 1_000_000)
        case "@maxMemoryUsed": InsightsFigure.text(report.maximumMemoryMB * 1_000_000)
        default: report.initMs.map(InsightsFigure.text)
        }
    }

    /// A member of a JSON line; `context.userId` for one inside another.
    private func member(_ path: String) -> String? {
        guard line.message.utf8.first == UInt8(ascii: "{") else { return nil }
        var scanner = JSONScanner(Array(line.message.utf8))
        var found: String?
        do {
            try Self.find(path.split(separator: ".").map(String.init)[...], &scanner, &found)
        } catch {
            return nil
        }
        return found
    }

    private static func find(
        _ path: ArraySlice<String>, _ scanner: inout JSONScanner, _ found: inout String?
    ) throws(JSONScanner.Problem) {
        let kind = try scanner.kind()
        guard let name = path.first else {
            switch kind {
            case .string: found = try scanner.string()
            case .number: found = String(decoding: scanner.bytes[try scanner.rawNumber()], as: UTF8.self)
            case .word: found = String(decoding: scanner.bytes[try scanner.rawWord()], as: UTF8.self)
            case .object, .array: try scanner.skip()
            }
            return
        }
        guard kind == .object else { return try scanner.skip() }
        try scanner.members { scanner, key throws(JSONScanner.Problem) in
            if scanner.text(of: key) == name {
                try find(path.dropFirst(), &scanner, &found)
            } else {
                try scanner.skip()
            }
        }
    }
}

/// Numbers as Insights writes them: no more than four digits behind the point.
enum InsightsFigure {
    static func text(_ value: Double) -> String {
        let rounded = (value * 10_000).rounded() / 10_000
        if let whole = Int64(exactly: rounded) { return String(whole) }
        return String(rounded)
    }
}
