import Drawing
import Model

/// The parts of the log view inside its frame.
struct LogsLayout: Equatable, Sendable {
    /// Lines of the log, or shapes.
    var rows: Area
    /// One line of figures; empty where there are none, or no room.
    var figures: Area
    /// What must be said about the data.
    var notes: Area

    init(_ body: Area, noteLines: Int, hasFigures: Bool) {
        rows = body.inset()
        // Some lines stay whatever there is to say.
        notes = rows.takeBottom(min(noteLines, max(0, rows.height - 3)))
        figures = rows.takeBottom(hasFigures && rows.height >= 6 ? 1 : 0)
    }
}

/// Which columns a line of a log has, by the width that there is.
struct LogColumns: Equatable, Sendable {
    var width: Int
    /// The day stands before the time when the log may reach over midnight.
    var hasDay: Bool
    var hasMilliseconds: Bool
    var hasLevelWord: Bool
    /// 0: there is one group only.
    var groupWidth: Int

    init(width: Int, window: Duration, groups: Int) {
        self.width = width
        hasDay = window > .seconds(12 * 3600)
        hasMilliseconds = width >= 70
        hasLevelWord = width >= 96
        groupWidth = groups < 2 ? 0 : width >= 150 ? 30 : width >= 96 ? 20 : 12
    }

    var timeWidth: Int { (hasDay ? 6 : 0) + (hasMilliseconds ? 12 : 8) }
    var levelWidth: Int { hasLevelWord ? 7 : 1 }

    /// Columns left for the message.
    var textWidth: Int { max(1, width - timeWidth - 1 - levelWidth - 1 - (groupWidth > 0 ? groupWidth + 1 : 0)) }
}

extension ConsoleState {
    var logsLayout: LogsLayout {
        let body = layout.body
        let lines = logNotes(width: body.width - 2).count
        return LogsLayout(body, noteLines: lines, hasFigures: logs?.digest.reports.count ?? 0 > 0 && logs?.mode == .stream)
    }

    var logColumns: LogColumns {
        LogColumns(
            width: layout.body.width - 2, window: logs?.window ?? LogsState.defaultWindow, groups: logs?.groups?.count ?? 1)
    }

    /// What is wrong with the log, in lines.
    func logNotes(width: Int) -> [Span] {
        guard let logs else { return [] }
        var lines: [Span] = []
        for problem in [logs.failure, logs.status?.problem].compactMap({ $0 }) + logs.missing {
            lines += TextWrap.lines(sentences(of: problem), width: max(8, width - 1)).prefix(3).map {
                Span(" \($0)", .severityWarning)
            }
        }
        if logs.request.usesLiveTail, case .polling(_, let reason)? = logs.status?.mode {
            lines.append(Span(" Asked for again and again instead of live tail: \(reason).", .severityWarning))
        }
        return Array(lines.prefix(6))
    }
}
