import FoundationEssentials
import Model

/// One run of a practice function, as its log tells it.
struct DrillInvocation {
    var function: DrillFunction
    var requestID: String
    /// Milliseconds since 1970.
    var began: Int
    var durationMs: Double
    /// `TypeOfError: message`; nil when it went well.
    var failure: String?
    /// Of a cold start; nil for a warm one.
    var initMs: Double?

    struct Line {
        /// Milliseconds since 1970.
        var at: Int
        var text: String
    }

    var lines: [Line] {
        let end = began + Int(durationMs)
        let level = failure == nil ? "info" : "error"
        return [
            Line(at: began, text: "START RequestId: \(requestID) Version: $LATEST"),
            Line(at: end, text: message(level, failure ?? success, at: end)),
            Line(at: end, text: "END RequestId: \(requestID)"),
            Line(at: end, text: report),
        ]
    }

    private var success: String { function.name.hasSuffix("ntfcn-snd") ? Self.sent : "done" }
    private static let sent = "notification sent"

    /// What the function itself writes, in the manner of its runtime.
    func message(_ level: String, _ text: String, at moment: Int) -> String {
        let stamp = ISO8601.text(Date(timeIntervalSince1970: Double(moment) / 1000))
        switch function.runtime.prefix(6) {
        case "nodejs":
            return JSONText.object { json in
                json.member("level", level)
                json.member("message", text)
                json.member("timestamp", stamp)
                if text == Self.sent { json.member("duration", durationMs.rounded()) }
                json.key("context")
                json.object { $0.member("requestId", requestID) }
            }
        case "python": return "[\(level.uppercased())]\t\(stamp)\t\(requestID)\t\(text)"
        default: return "\(stamp) \(level.uppercased()) \(failure == nil && text == "done" ? "CompleteWithSuccess" : text)"
        }
    }

    private var report: String {
        let billed = Int(durationMs.rounded(.up))
        return "REPORT RequestId: \(requestID)\tDuration: \(Self.hundredths(durationMs)) ms\tBilled Duration: \(billed) ms\t"
            + "Memory Size: \(function.memoryMB) MB\tMax Memory Used: \(function.memoryMB * 2 / 5) MB"
            + (initMs.map { "\tInit Duration: \(Self.hundredths($0)) ms" } ?? "")
    }

    static func hundredths(_ value: Double) -> String {
        let whole = Int((value * 100).rounded())
        return "\(whole / 100)." + (whole % 100 < 10 ? "0" : "") + "\(whole % 100)"
    }
}

extension Noise {
    /// An id that the same thing, figure and moment always have.
    func requestID(_ thing: Int, _ figure: Int, _ moment: Int) -> String {
        func hex(_ part: Int, _ digits: Int) -> String {
            let number = UInt64(unit(thing, figure * 8 + part, moment) * 0x1p48)
            let text = String(number, radix: 16)
            return String((String(repeating: "0", count: 12) + text).suffix(digits))
        }
        return "\(hex(0, 8))-\(hex(1, 4))-4\(hex(2, 3))-8\(hex(3, 3))-\(hex(4, 12))"
    }
}
