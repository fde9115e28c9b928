package import FoundationEssentials
import Model

/// How a story went, or goes. All times are seconds since the first trouble could be seen.
package struct StoryReport: Sendable, Equatable {
    package enum Verdict: String, Sendable, Codable {
        /// There is nothing to see yet.
        case waiting
        case running
        case handled
        case notHandled
    }

    /// Something to be reached, and whether it was.
    package struct Goal: Sendable, Equatable {
        /// What would do, any of it.
        package var wanted: [String]
        package var withinSeconds: Double?
        package var reached: String?
        package var afterSeconds: Double?

        /// False when it was reached too late or not at all.
        package var isMet: Bool { wanted.isEmpty || afterSeconds.map { $0 <= withinSeconds ?? .infinity } ?? false }
    }

    /// One line of what happened.
    package struct Line: Sendable, Equatable {
        package var atSeconds: Double
        package var text: String
        package var isByPerson: Bool
    }

    package var scenario: String
    package var title: String
    package var verdict: Verdict
    package var visibleFrom: Date
    /// When it was mended or the time was over; nil while it goes on.
    package var endedAt: Date?
    package var rightView: Goal
    package var fix: Goal
    /// Oldest first; what began before the first trouble could be seen is negative.
    package var happened: [Line]

    package init(of state: StoryState, at now: Date) { self.init(of: state.run, in: state.scenario, at: now) }

    init(of run: StoryRun, in scenario: Scenario, at now: Date) {
        func seconds(_ moment: Date) -> Double { moment.timeIntervalSince(run.visibleFrom) }
        self.scenario = scenario.name
        title = scenario.title
        visibleFrom = run.visibleFrom
        endedAt = run.recovery?.at
        rightView = Goal(
            wanted: scenario.rightViews.map(\.description), withinSeconds: scenario.handled.viewWithin?.seconds,
            reached: run.rightView?.what.description, afterSeconds: (run.rightView?.at).map(seconds))
        let deed = run.recovery?.deed
        fix = Goal(
            wanted: scenario.fixes.map(\.description), withinSeconds: scenario.handled.fixWithin?.seconds,
            reached: deed?.what.description, afterSeconds: (deed?.at).map(seconds))
        happened = Self.lines(of: run, in: scenario, until: now)
        if run.recovery != nil {
            verdict = rightView.isMet && fix.isMet ? .handled : .notHandled
        } else {
            verdict = now < run.visibleFrom ? .waiting : .running
        }
    }

    private static func lines(of run: StoryRun, in scenario: Scenario, until now: Date) -> [Line] {
        func line(_ moment: Date, _ text: String, isByPerson: Bool = false) -> Line {
            Line(atSeconds: moment.timeIntervalSince(run.visibleFrom), text: text, isByPerson: isByPerson)
        }
        var lines = scenario.events.map { line(run.began.addingTimeInterval($0.at.seconds), $0.what.sentence) }
        if let recovery = run.recovery {
            lines.removeAll { $0.atSeconds > recovery.at.timeIntervalSince(run.visibleFrom) }
            if recovery.deed == nil { lines.append(line(recovery.at, "the time is over: others have mended it")) }
            lines += scenario.afterFix.map { line(recovery.at.addingTimeInterval($0.at.seconds), $0.what.sentence) }
        }
        lines += run.deeds.map { line($0.at, "you: " + $0.what.description, isByPerson: true) }
        let end = now.timeIntervalSince(run.visibleFrom)
        // Sorted by time, and at the same time in the order above.
        return lines.enumerated().filter { $0.element.atSeconds <= end }
            .sorted { ($0.element.atSeconds, $0.offset) < ($1.element.atSeconds, $1.offset) }.map(\.element)
    }
}

extension StoryReport {
    /// For a person: the verdict, both times, and what happened when.
    package var text: String {
        var lines = ["\(title) (\(scenario))", "Handled: \(Self.words(for: verdict))"]
        if !rightView.wanted.isEmpty { lines.append("Right view: " + Self.sentence(rightView)) }
        lines.append("Fix: " + Self.sentence(fix))
        lines.append("")
        lines += happened.map { Self.clock($0.atSeconds) + "  " + $0.text }
        return lines.joined(separator: "\n") + "\n"
    }

    package var json: String {
        JSONText.object { json in
            json.member("scenario", scenario)
            json.member("title", title)
            json.member("verdict", verdict.rawValue)
            json.member("visibleFrom", visibleFrom)
            json.member("endedAt", endedAt)
            for (name, goal) in [("rightView", rightView), ("fix", fix)] {
                json.key(name)
                json.object { Self.write(goal, to: &$0) }
            }
            json.key("happened")
            json.array(happened) { json, line in
                json.object { json in
                    json.member("atSeconds", line.atSeconds)
                    json.member("text", line.text)
                    json.member("byPerson", line.isByPerson)
                }
            }
        }
    }

    private static func write(_ goal: Goal, to json: inout JSONText) {
        json.key("wanted")
        json.array(goal.wanted) { $0.string($1) }
        json.member("withinSeconds", goal.withinSeconds)
        json.member("reached", goal.reached)
        json.member("afterSeconds", goal.afterSeconds)
        json.member("met", goal.isMet)
    }

    private static func words(for verdict: Verdict) -> String {
        switch verdict {
        case .waiting: "nothing to see yet"
        case .running: "not yet"
        case .handled: "yes"
        case .notHandled: "no"
        }
    }

    private static func sentence(_ goal: Goal) -> String {
        let limit = goal.withinSeconds.map { ", wanted within \(clock($0))" } ?? ""
        guard let reached = goal.reached, let after = goal.afterSeconds else {
            return "not reached (\(goal.wanted.joined(separator: ", or "))\(limit))"
        }
        return "after \(clock(after)) (\(reached)\(limit))" + (goal.isMet ? "" : ": too late")
    }

    /// `3:40`, `1:02:03`, `-0:20`.
    private static func clock(_ seconds: Double) -> String {
        let whole = Int(seconds.magnitude.rounded())
        let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
        let tail = (minutes < 10 && hours > 0 ? "0" : "") + "\(minutes):" + (rest < 10 ? "0" : "") + "\(rest)"
        return (seconds < 0 && whole > 0 ? "-" : "") + (hours > 0 ? "\(hours):" : "") + tail
    }
}
