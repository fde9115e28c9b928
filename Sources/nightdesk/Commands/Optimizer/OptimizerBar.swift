import FoundationEssentials
import Model
import Synchronization

/// The line of progress on a terminal; nothing elsewhere.
final class OptimizerBar: Sendable {
    private let isOn = Output.isTerminal
    private let lastShown = Mutex(Date.distantPast)

    func show(_ event: OptimizerEvent) {
        guard isOn else { return }
        let isDue = lastShown.withLock { last in
            guard event.at.timeIntervalSince(last) >= 0.1 else { return false }
            last = event.at
            return true
        }
        if isDue { Output.showProgress(Self.line(event)) }
    }

    func clear() {
        if isOn { Output.showProgress("") }
    }

    static func line(_ event: OptimizerEvent) -> String {
        let range = OptimizerExperience.none.percents(of: event.phase)
        let share = event.done.flatMap { done in event.total.map { Double(done) / Double(max($0, 1)) } } ?? 0
        let percent = range.lowerBound + (range.upperBound - range.lowerBound) * share
        let width = 24
        let filled = Int(percent / 100 * Double(width))
        var parts = ["[" + String(repeating: "#", count: filled) + String(repeating: "-", count: width - filled) + "]"]
        parts.append("\(Int(percent)) % \(event.phase.rawValue)")
        if let done = event.done { parts.append(event.total.map { "\(done)/\($0)" } ?? "\(done)") }
        if let best = event.best { parts.append("cost \(best.shortText)") }
        if let best = event.best, let bound = event.bound, best.ticks > 0 {
            let gap = 100 * Double(max(0, best.ticks - bound.ticks)) / Double(best.ticks)
            parts.append("at most \((gap * 1000).rounded() / 1000) % left")
        }
        if let eta = event.eta { parts.append("\(Int(eta * 0.8))–\(Int((eta * 1.4).rounded(.up))) s left") }
        return parts.joined(separator: "  ")
    }
}
