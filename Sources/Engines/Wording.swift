/// Figures as a person says them, for reasons and facts.
enum Wording {
    /// `12 %`, `0.4 %`.
    static func percent(_ fraction: Double) -> String { number(fraction * 100) + " %" }

    /// At most one digit after the point, thousands set apart: `3`, `0.4`, `12,345`.
    static func number(_ value: Double) -> String {
        guard value.isFinite, value.magnitude < 1e15 else { return String(value) }
        let tenths = Int64((value * 10).rounded())
        let whole = (tenths / 10).magnitude
        let sign = tenths < 0 ? "-" : ""
        let rest = (tenths % 10).magnitude
        return sign + grouped(whole) + (rest == 0 || whole >= 100 ? "" : ".\(rest)")
    }

    private static func grouped(_ value: UInt64) -> String {
        let digits = Array(String(value))
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return text
    }

    /// `340 ms`, `52.3 s`, `11 min`, `3.5 h`, `2 d`.
    static func duration(milliseconds: Double) -> String {
        switch milliseconds {
        case ..<1000: number(milliseconds.rounded()) + " ms"
        case ..<120_000: number(milliseconds / 1000) + " s"
        case ..<7_200_000: number(milliseconds / 60_000) + " min"
        case ..<172_800_000: number(milliseconds / 3_600_000) + " h"
        default: number(milliseconds / 86_400_000) + " d"
        }
    }

    static func duration(seconds: Double) -> String { duration(milliseconds: seconds * 1000) }

    static func count(_ number: Int, _ noun: String) -> String {
        "\(grouped(UInt64(number.magnitude))) \(noun)\(number == 1 ? "" : "s")"
    }
}
