extension StoryEvent.What {
    /// What happened, for the report at the end.
    var sentence: String {
        switch self {
        case .deployment(let turn): "\(turn.function) is deployed" + (turn.status == "Successful" ? "" : " (\(turn.status))")
        case .function(let turn): "\(turn.name): \(turn.changes)"
        case .queue(let turn): "\(turn.name): \(turn.changes)"
        case .alarm(let turn): "alarm \(turn.name) is \(turn.state)"
        case .log(let turn): "\(turn.function) logs: \(turn.message)"
        }
    }
}

extension FunctionTurn {
    fileprivate var changes: String {
        let parts = FunctionFigure.allCases.compactMap { figure in
            figures[figure].map { level in "\(figure.words) \(figure.words(for: level))" }
        }
        let all = parts.isEmpty ? ["fails in another way"] : parts
        return all.joined(separator: ", ") + (over > .zero ? " within \(Int(over.seconds)) s" : "")
    }
}

extension FunctionFigure {
    fileprivate var words: String { self == .iteratorAge ? "iterator age" : rawValue }

    fileprivate func words(for level: StoryLevel) -> String {
        switch level {
        case .usual: return "back to usual"
        case .value(let value):
            switch quantity {
            case .perMinute: return "to \(Self.number(value)) a minute"
            case .share: return "to \(Self.number(value * 100)) %"
            case .milliseconds: return value < 1000 ? "to \(Self.number(value)) ms" : "to \(Self.number(value / 1000)) s"
            }
        }
    }

    /// At most one digit after the point.
    private static func number(_ value: Double) -> String {
        let tenths = (value * 10).rounded() / 10
        return Int(exactly: tenths).map(String.init) ?? String(tenths)
    }
}

extension QueueTurn {
    fileprivate var changes: String {
        var parts = arriving > 0 ? ["\(arriving) message\(arriving == 1 ? "" : "s") that nobody can deal with"] : []
        switch growthPerMinute {
        case nil: break
        case 0: parts.append("stops changing")
        case let rate? where rate > 0: parts.append("backs up by \(Int(rate)) a minute")
        case let rate?: parts.append("drains by \(Int(-rate)) a minute")
        }
        return parts.joined(separator: ", ")
    }
}
