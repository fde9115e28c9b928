/// Figures for axes: three significant digits and a suffix.
package enum ShortNumber {
    /// `0`, `0.004`, `12.5`, `840`, `1.2k`, `3.45M`; `–` for what is not a number.
    package static func text(_ value: Double) -> String {
        guard value.isFinite else { return "–" }
        let size = abs(value)
        if size >= 1e15 { return "\(value)" }
        let scales: [(Double, String)] = [(1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")]
        for (unit, suffix) in scales where size >= unit * 0.9995 { return digits(value / unit) + suffix }
        return digits(value)
    }

    private static func digits(_ value: Double) -> String {
        let size = abs(value)
        let places = size >= 99.95 ? 0 : size >= 9.995 ? 1 : size >= 0.9995 ? 2 : 3
        let factor = [1.0, 10, 100, 1000][places]
        let scaled = Int((size * factor).rounded())
        guard scaled > 0 else { return "0" }
        let (whole, part) = scaled.quotientAndRemainder(dividingBy: Int(factor))
        var text = "\(whole)"
        if part > 0 {
            var fraction = String(part)
            fraction = String(repeating: "0", count: places - fraction.count) + fraction
            while fraction.last == "0" { fraction.removeLast() }
            text += "." + fraction
        }
        return value < 0 ? "-" + text : text
    }
}
