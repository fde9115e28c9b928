import ArgumentParser
import Assembly
import Model

/// A duration as a flag takes it: `500ms`, `30s`, `15m`, `2h`, `7d`; without a unit seconds.
struct DurationArgument: ExpressibleByArgument {
    var duration: Duration
    init(_ duration: Duration) { self.duration = duration }
    init?(argument: String) {
        guard let duration = DurationText.parse(argument) else { return nil }
        self.duration = duration
    }
    var defaultValueDescription: String { "\(duration.components.seconds)s" }
}

/// A screen size as a flag takes it: `160x48`.
struct SizeArgument: ExpressibleByArgument {
    var width: Int
    var height: Int
    init(width: Int, height: Int) { (self.width, self.height) = (width, height) }
    init?(argument: String) {
        let parts = argument.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let width = parts[0], let height = parts[1], (1...1000).contains(width),
            (1...1000).contains(height)
        else {
            return nil
        }
        self.width = width
        self.height = height
    }
    var defaultValueDescription: String { "\(width)x\(height)" }
}
