import FoundationEssentials

/// A line of a practice function's log as CloudWatch Logs keeps it.
struct DrillLogLine: Sendable, Equatable {
    /// The same line always has the same id, no other one has it.
    var id: String
    var stream: String
    /// Milliseconds since 1970.
    var at: Int
    var message: String
}

/// The log of one function: every minute's lines follow from the invocations and errors that its metrics tell of, and from the story.
struct FunctionLog {
    /// A busier function's log shows so many of its invocations a minute; its figures still count all.
    private static let shownPerMinute = 600
    private static let streams = 4

    let account: DrillAccount
    let index: Int

    private var name: String { account.world.functions[index].name }

    /// The lines of the minute, oldest first. An invocation belongs to the minute in which it ends, as in the metrics, all its lines with it.
    /// What was once answered stays as it was: a line follows from what the story has brought up to its own time.
    func lines(ofMinute minute: Int) -> [DrillLogLine] {
        let lines = invocationLines(minute) + storyLines(minute) + tableLines(minute)
        return lines.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
    }

    private func invocationLines(_ minute: Int) -> [DrillLogLine] {
        // How many there are and how long they take is settled when the minute begins.
        let atFirst = account.function(at: index, Date(timeIntervalSince1970: Double(minute) * 60))
        let all = Int(atFirst.value(.invocations, index: index, minute: minute, noise: account.world.noise) ?? 0)
        let shown = min(all, Self.shownPerMinute)
        let errors = Int(account.points(of: .errors, functionAt: index)(minute) ?? 0)
        let isInStory = account.timeline.functions[name] != nil
        return (0..<shown).flatMap { number in
            let moment = (Double(number) + chance(100, number, minute)) / Double(shown) * 60 + Double(minute) * 60
            let function = account.function(at: index, Date(timeIntervalSince1970: moment))
            // Without a story exactly those that the metrics count, spread evenly; in a story by chance, which needs no
            // knowledge of the rest of the minute.
            let fails =
                isInStory ? chance(800, number, minute) < function.errorRate : (number + 1) * errors / all > number * errors / all
            let duration = atFirst.durationP95Ms * (0.4 + 0.6 * chance(1500, number, minute))
            let invocation = DrillInvocation(
                function: function, requestID: account.world.noise.requestID(index, 4000 + number, minute),
                began: Int(moment * 1000 - duration), durationMs: duration,
                failure: fails ? account.failure(of: function, at: moment) : nil,
                initMs: chance(2200, number, minute) < 0.02 ? 180 + 400 * chance(2900, number, minute) : nil)
            return invocation.lines.enumerated().map { place, line in
                self.line("\(number)-\(place)", stream: number, minute, at: max(line.at, minute * 60_000), line.text)
            }
        }
    }

    private func chance(_ figure: Int, _ number: Int, _ minute: Int) -> Double {
        account.world.noise.unit(index, figure + number, minute)
    }

    private func storyLines(_ minute: Int) -> [DrillLogLine] {
        let told = account.timeline.logs[name]?.lines(in: Double(minute) * 60..<Double(minute + 1) * 60) ?? []
        return told.enumerated().map { number, line in
            let at = Int(line.at * 1000)
            let twin = told[..<number].count { $0.at == line.at }
            let writer = DrillInvocation(
                function: account.world.functions[index], requestID: account.world.noise.requestID(index, 9000 + twin, at),
                began: at, durationMs: 0, failure: nil)
            return self.line("story-\(at)-\(twin)", stream: 0, minute, at: at, writer.message(line.level, line.message, at: at))
        }
    }

    /// What the sender says of single notifications.
    func tableLines(_ minute: Int) -> [DrillLogLine] {
        guard let table = account.table, name.hasSuffix("ntfcn-snd") else { return [] }
        let span = Double(minute) * 60..<Double(minute + 1) * 60
        return table.log(in: span, until: .greatestFiniteMagnitude).enumerated().map { number, said in
            let at = Int(said.at * 1000)
            let writer = DrillInvocation(
                function: account.world.functions[index], requestID: account.world.noise.requestID(index, 11_000 + number, at),
                began: at, durationMs: 0, failure: nil)
            return line("table-\(at)-\(number)", stream: 1, minute, at: at, writer.message(said.level, said.text, at: at))
        }
    }

    private func line(_ place: String, stream: Int, _ minute: Int, at: Int, _ text: String) -> DrillLogLine {
        DrillLogLine(id: "drill-\(index)-\(minute)-\(place)", stream: streamName(stream, minute), at: at, message: text)
    }

    /// A few streams, renewed every day.
    private func streamName(_ number: Int, _ minute: Int) -> String {
        let day = minute / 1440
        let id = account.world.noise.requestID(index, 3000 + number % Self.streams, day).filter { $0 != "-" }
        return "day-\(day)/[$LATEST]\(id)"
    }

    /// The names of the streams that have lines in the minute's day.
    func streamNames(atMinute minute: Int) -> [String] { (0..<Self.streams).map { streamName($0, minute) } }
}

extension DrillAccount {
    /// What a failing invocation says.
    func failure(of function: DrillFunction, at moment: Double) -> String {
        if let told = timeline.functions[function.name]?.failure(at: moment) { return told }
        if function.durationP95Ms >= Double(function.timeoutSeconds) * 950 {
            return "TimeoutError: Task timed out after \(function.timeoutSeconds).00 seconds"
        }
        return "UpstreamError: the service behind has answered 503"
    }
}
