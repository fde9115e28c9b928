/// What the story has one function write into its log, at moments in seconds since 1970.
struct LogPlot: Sendable, Equatable {
    struct Turn: Sendable, Equatable {
        var begins: Double
        /// Exclusive.
        var ends: Double
        /// nil: once.
        var every: Double?
        var level: String
        var message: String
    }

    struct Line: Sendable, Equatable {
        var at: Double
        var level: String
        var message: String
    }

    var turns: [Turn] = []

    /// The lines of a stretch of time, in no order.
    func lines(in stretch: Range<Double>) -> [Line] {
        turns.flatMap { turn in
            turn.moments(in: stretch).map { Line(at: $0, level: turn.level, message: turn.message) }
        }
    }
}

extension LogPlot.Turn {
    fileprivate func moments(in stretch: Range<Double>) -> [Double] {
        guard let every else { return stretch.contains(begins) ? [begins] : [] }
        let first = begins + max(0, ((stretch.lowerBound - begins) / every).rounded(.up)) * every
        return Array(Swift.stride(from: first, to: min(ends, stretch.upperBound), by: every))
    }
}
