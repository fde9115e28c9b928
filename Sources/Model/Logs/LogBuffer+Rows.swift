package import FoundationEssentials

/// One row of a log view.
package enum LogRow: Sendable, Equatable {
    case line(LogBuffer.LineID)
    case gap(LogGap.ID)
    /// So many lines that do not pass the filter lie here, between the context of two matches.
    case hidden(lines: Int)
    /// So many lines had to go for newer ones; the first row, when it is there.
    case dropped(lines: Int)
}

extension LogBuffer {
    /// The rows to draw, in order: matches with their context, the gaps, and what is left out. Costs a pass over all lines, so
    /// keep the answer until ``revision`` changes.
    package func rows() -> [LogRow] {
        var rows: [LogRow] = droppedLines > 0 ? [.dropped(lines: droppedLines)] : []
        rows.reserveCapacity(matchCount + gaps.count + 1)
        var waiting = gaps[...]
        var previousEnd = 0
        for range in shownRanges() {
            if contextLines > 0, range.lowerBound > previousEnd { rows.append(.hidden(lines: range.lowerBound - previousEnd)) }
            for index in range {
                let id = self[line: index].id
                while let gap = waiting.first, gap.from.milliseconds <= id.atMs {
                    rows.append(.gap(gap.id))
                    waiting.removeFirst()
                }
                rows.append(.line(id))
            }
            previousEnd = range.upperBound
        }
        if contextLines > 0, previousEnd > 0, previousEnd < count { rows.append(.hidden(lines: count - previousEnd)) }
        return rows + waiting.map { .gap($0.id) }
    }

    /// The next line after `start` (before it, backwards) that passes `search` and is shown; nil when there is none.
    /// - Parameter start: nil for the first (last) line.
    /// - Parameter includesStart: The line itself counts, too.
    package func find(
        _ search: LogFilter, after start: LineID?, backwards: Bool = false, includesStart: Bool = false
    ) -> LineID? {
        let place = start.flatMap { index(of: $0) }
        let own = includesStart ? 1 : 0
        let reach = backwards ? 0..<(place.map { $0 + own } ?? count) : (place.map { $0 + 1 - own } ?? 0)..<count
        let shown = shownRanges().map { $0.clamped(to: reach) }
        let tests = search.tests(groups: groups)
        func passes(_ index: Int) -> Bool { arena.withLine(self[line: index]) { line in tests.allSatisfy { $0(line) } } }
        for range in backwards ? shown.reversed() : shown {
            let index = backwards ? range.last(where: passes) : range.first(where: passes)
            if let index { return self[line: index].id }
        }
        return nil
    }

    /// The lines that are shown: each match with the lines around it, in order and without overlap.
    private func shownRanges() -> [Range<Int>] {
        if filter.isEmpty { return count > 0 ? [0..<count] : [] }
        var ranges: [Range<Int>] = []
        for index in 0..<count where self[line: index].isMatch {
            let around = max(0, index - contextLines)..<min(count, index + contextLines + 1)
            if let last = ranges.last, last.upperBound >= around.lowerBound {
                ranges[ranges.count - 1] = last.lowerBound..<around.upperBound
            } else {
                ranges.append(around)
            }
        }
        return ranges
    }
}

extension LogBuffer {
    /// A line as it came in; nil when it is gone.
    package func event(_ id: LineID) -> LogEvent? {
        guard let index = index(of: id) else { return nil }
        let entry = self[line: index]
        return arena.withBytes(at: entry.place, count: entry.byteCount) { bytes in
            let (id, stream) = (Int(entry.idBytes), Int(entry.streamBytes))
            func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
            return LogEvent(
                id: text(0..<id), group: groups[Int(entry.group)], stream: text(id..<id + stream), atMs: entry.id.atMs,
                ingestedMs: entry.ingestedMs == Entry.notIngested ? nil : entry.ingestedMs,
                message: text(id + stream..<entry.byteCount))
        }
    }

    /// What a row shows of a line.
    package struct Excerpt: Sendable, Equatable {
        package var at: Date
        package var group: String
        package var level: LogLevel?
        /// True for a match, false for a line of its context.
        package var isMatch: Bool
        /// Of the whole message.
        package var messageBytes: Int
        /// Harmless, on one line, and at least `columns` columns of the message where it is that long.
        package var text: String
    }

    /// The beginning of a line, found without looking at the rest of it, be it a megabyte; nil when the line is gone.
    package func excerpt(_ id: LineID, columns: Int) -> Excerpt? {
        guard let index = index(of: id) else { return nil }
        let entry = self[line: index]
        let text = arena.withLine(entry) { line in
            let beginning = line.message.prefix(HarmlessText.bytes(forColumns: columns))
            // Line ends at the end of a message say nothing.
            let end = beginning.lastIndex { $0 != 0x0A && $0 != 0x0D }.map { $0 + 1 } ?? 0
            return HarmlessText.line(String(decoding: beginning[..<end], as: UTF8.self))
        }
        return Excerpt(
            at: Date(milliseconds: entry.id.atMs), group: groups[Int(entry.group)], level: entry.level,
            isMatch: entry.isMatch, messageBytes: Int(entry.messageBytes), text: text)
    }

    /// The first line at or after a moment; nil when all are older.
    package func line(atOrAfter moment: Date) -> LineID? {
        let index = index(atOrAfter: moment.milliseconds)
        return index < count ? self[line: index].id : nil
    }
}

extension LogRow {
    /// The line that the row shows.
    package var line: LogBuffer.LineID? {
        if case .line(let id) = self { id } else { nil }
    }
}

extension [LogRow] {
    /// The place of the row of a line; where that is not shown, of the first row of a line behind it, else the last one.
    package func place(of id: LogBuffer.LineID) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            // Rows that are no lines are few, and never stand one behind the other for long.
            let probe = self[middle..<high].firstIndex { $0.line != nil }
            if let probe, let line = self[probe].line, line < id { low = probe + 1 } else { high = middle }
        }
        return Swift.min(self[low...].firstIndex { $0.line != nil } ?? count - 1, count - 1)
    }
}
