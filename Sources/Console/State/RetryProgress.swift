import Model

/// How an order to retry notifications stands: what became of each record so far, and where those that were retried have ended.
struct RetryProgress: Equatable, Sendable {
    /// Records that were ordered.
    let total: Int
    private(set) var answers: [RetryAnswer] = []
    private var places: [String: Int] = [:]

    init(total: Int) { self.total = total }

    mutating func take(_ answer: RetryAnswer) {
        places[answer.id] = answers.count
        answers.append(answer)
    }

    /// - Returns: False for a record that this order was not about.
    mutating func end(_ id: String, _ end: RetryEnd) -> Bool {
        guard let place = places[id] else { return false }
        answers[place].end = end
        return true
    }

    /// `9 retried: 7 sent, 1 failed again, 1 under way; 2 not failed any more`.
    var words: String {
        func number(_ outcome: RetryAnswer.Outcome) -> Int { answers.count { $0.outcome == outcome } }
        let retried = answers.filter { $0.outcome == .retried }
        var ends: [(String, Int)] = [("sent", 0), ("failed again", 0), ("gone", 0), ("not sent yet", 0), ("under way", 0)]
        for answer in retried {
            let place =
                switch answer.end {
                case .sent?: 0
                case .failedAgain?: 1
                case .gone?: 2
                case .pending?: 3
                case nil: 4
                }
            ends[place].1 += 1
        }
        let rest = [
            ("not failed any more, left alone", number(.notFailed)), ("not found", number(.notFound)),
            ("of unknown outcome", number(.unknown)), ("refused", number(.failed)), ("not tried", total - answers.count),
        ]
        func list(_ parts: [(String, Int)]) -> String {
            parts.filter { $0.1 > 0 }.map { "\(Figures.grouped($0.1)) \($0.0)" }.joined(separator: ", ")
        }
        let first = "\(Figures.grouped(retried.count)) retried" + (retried.isEmpty ? "" : ": \(list(ends))")
        let second = list(rest)
        return second.isEmpty ? first : "\(first); \(second)"
    }

    /// The worst of all.
    var severity: Severity {
        answers.map(\.severity).max { $0.order < $1.order } ?? .ok
    }

    /// What a person has to look at first, then what is under way, then what is well.
    var worstFirst: [RetryAnswer] {
        answers.enumerated().sorted { left, right in
            let (one, other) = (left.element.rank, right.element.rank)
            return one == other ? left.offset < right.offset : one > other
        }.map(\.element)
    }
}

extension RetryAnswer {
    var severity: Severity {
        switch outcome {
        case .retried: end?.severity ?? .ok
        case .notFailed: .ok
        case .notFound, .failed: .warning
        case .unknown: .critical
        }
    }

    fileprivate var rank: Int {
        switch severity {
        case .critical: 4
        case .warning: 3
        case .unknown: 2
        case .ok: outcome == .retried && end == nil ? 1 : 0
        }
    }

    /// What became of it, in words.
    var words: String {
        if let problem { return problem.message }
        return end?.words ?? "retried, on its way"
    }
}
