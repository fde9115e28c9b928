import FoundationEssentials
import Model

extension TableState {
    /// Takes new rows: the selection stays on its thing, or goes to the nearest one that is still there.
    mutating func take<Row: TableRow>(_ rows: [Row], now: Date) {
        let before = index
        let orderBefore = order
        index = RowIndex(rows, previous: before)
        search = nil
        if !marks.isEmpty { marks.formIntersection(index.ids) }
        arrange(rows, now: now) { [cursor] order, ids in
            Self.nearest(to: cursor, in: orderBefore.lazy.map { before.ids[Int($0)] }, order: order, ids: ids)
        }
    }

    /// Filters and sorts anew after the person has changed how.
    mutating func rearrange<Row: TableRow>(_ rows: [Row], now: Date) {
        let orderBefore = order
        arrange(rows, now: now) { [cursor, index] order, ids in
            Self.nearest(to: cursor, in: orderBefore.lazy.map { index.ids[Int($0)] }, order: order, ids: ids)
        }
    }

    /// - Parameter fallback: Where to go when the selection is not shown any more.
    private mutating func arrange<Row: TableRow>(
        _ rows: [Row], now: Date, fallback: (_ order: [Int32], _ ids: [String]) -> Int
    ) {
        let shown = passing(rows, now: now)
        order = sorted(shown, rows: rows, now: now)
        generation += 1
        if !isTouched {
            cursor = 0
        } else if let selection, let row = index.row(of: selection), let place = order.firstIndex(of: Int32(row)) {
            cursor = place
            return
        } else {
            cursor = fallback(order, index.ids)
        }
        selection = id(at: cursor)
    }

    private mutating func passing<Row: TableRow>(_ rows: [Row], now: Date) -> [Int32] {
        guard isFiltered else { return (0..<Int32(rows.count)).map { $0 } }
        let text = search ?? SearchText(rows, text: \.searchText)
        search = text
        return filter.passing(rows, search: text, fields: Row.fields, now: now)
    }

    private func sorted<Row: TableRow>(_ shown: [Int32], rows: [Row], now: Date) -> [Int32] {
        var keys = sortKeys(shown, rows: rows, now: now)
        keys.sort(by: SortKey.precedes)
        return keys.map(\.row)
    }

    private func sortKeys<Row: TableRow>(_ shown: [Int32], rows: [Row], now: Date) -> [SortKey] {
        let sign = sort.isInverted ? -1.0 : 1.0
        guard let field = Row.fields.first(where: { $0.name == sort.field }) else {
            return shown.map { row in
                let severity = index.severities[Int(row)].order
                return key(row, major: -severity * sign, minor: -rows[Int(row)].urgency * sign)
            }
        }
        if field.name == "name" {
            return shown.map { row in key(row, major: Double(index.nameRanks[Int(row)]) * sign) }
        }
        if case .text(let get) = field.value {
            let texts = shown.map { get(rows[Int($0)]) }
            let ranks = TextRanks(texts.compactMap { $0 })
            return zip(shown, texts).map { row, text in key(row, major: text.map { Double(ranks[$0]) * sign }) }
        }
        // Figures read largest first, because the large ones are the bad ones; an age reads newest first.
        let natural = if case .since = field.value { sign } else { -sign }
        return shown.map { row in key(row, major: field.number(of: rows[Int(row)], at: now).map { $0 * natural }) }
    }

    private func key(_ row: Int32, major: Double?, minor: Double = 0) -> SortKey {
        let known = major.flatMap { $0.isNaN ? nil : $0 }
        return SortKey(
            isUnknown: known == nil, major: known ?? 0, minor: minor.isNaN ? 0 : minor, name: index.nameRanks[Int(row)], row: row)
    }

    /// The place in `order` of what stood nearest to the old cursor: downwards first, since the list moves up to fill a gap.
    private static func nearest(
        to cursor: Int, in old: some RandomAccessCollection<String>, order: [Int32], ids: [String]
    ) -> Int {
        guard !order.isEmpty, !old.isEmpty else { return 0 }
        var places: [String: Int] = [:]
        places.reserveCapacity(order.count)
        for (place, row) in order.enumerated() { places[ids[Int(row)]] = place }
        func oldID(_ place: Int) -> String { old[old.index(old.startIndex, offsetBy: place)] }
        for distance in 0..<old.count {
            if cursor + distance < old.count, let place = places[oldID(cursor + distance)] { return place }
            if cursor - distance >= 0, cursor - distance < old.count, let place = places[oldID(cursor - distance)] {
                return place
            }
        }
        return min(cursor, order.count - 1)
    }
}

/// The places of distinct texts in their sorted order: few words ("Active") make thousands of rows cheap to sort.
private struct TextRanks {
    private var ranks: [String: Int] = [:]

    init(_ texts: [String]) {
        for (rank, text) in Set(texts).sorted().enumerated() { ranks[text] = rank }
    }

    /// 0 for a text that was not ranked.
    subscript(_ text: String) -> Int { ranks[text] ?? 0 }
}
