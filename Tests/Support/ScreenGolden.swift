package import Drawing
import FoundationEssentials
import Glibc

/// A screen that was looked at once and kept: `__Screens__/NAME.txt` in the folder of the test target.
///
/// With `RECORD=1` in the environment (`make record`) the file is written anew instead of compared.
package struct ScreenGolden {
    private let path: String

    /// - Parameter file: Any file of the test target.
    package init(_ name: String, file: String = #filePath) {
        let parts = file.split(separator: "/", omittingEmptySubsequences: false)
        let tests = parts.firstIndex(of: "Tests") ?? 0
        path = (parts.prefix(tests + 2) + ["__Screens__", Substring(name + ".txt")]).joined(separator: "/")
    }

    /// What differs, line by line; nil when the screen is as it was, or has been recorded.
    package func difference(from canvas: Canvas) -> String? {
        let text = canvas.goldenText
        if getenv("RECORD") != nil { return record(text) }
        guard let data = FileManager.default.contents(atPath: path) else {
            return "\(path) is missing: run the test with RECORD=1 and look at what it writes."
        }
        let kept = String(decoding: data, as: UTF8.self)
        return kept == text ? nil : Self.difference(kept: kept, now: text)
    }

    private func record(_ text: String) -> String? {
        do {
            let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(filePath: path))
            return nil
        } catch {
            return "Could not write \(path): \(error)"
        }
    }

    private static func difference(kept: String, now: String) -> String {
        let kept = kept.split(separator: "\n", omittingEmptySubsequences: false)
        let now = now.split(separator: "\n", omittingEmptySubsequences: false)
        var report: [String] = []
        for line in 0..<max(kept.count, now.count) where report.count < 20 {
            let (old, new) = (line < kept.count ? kept[line] : "", line < now.count ? now[line] : "")
            if old != new { report += ["line \(line + 1)", "- \(old)", "+ \(new)"] }
        }
        return report.joined(separator: "\n")
    }
}
