import Model

/// What stands behind `stats`: figures of groups of records.
struct InsightsStats {
    struct Figure {
        var function: String
        /// nil for `*`.
        var field: String?
        /// Of `pct`.
        var percentile = 0.0
        var name: String

        func value(_ records: [InsightsRecord]) -> String? {
            if function == "count" {
                return String(field.map { field in records.count { $0[field] != nil } } ?? records.count)
            }
            let numbers = records.compactMap { record in field.flatMap { record[$0] }.flatMap { Double($0) } }
            return number(of: numbers).map(InsightsFigure.text)
        }

        private func number(of numbers: [Double]) -> Double? {
            guard !numbers.isEmpty else { return nil }
            return switch function {
            case "sum": numbers.reduce(0, +)
            case "avg": numbers.reduce(0, +) / Double(numbers.count)
            case "min": numbers.min()
            case "max": numbers.max()
            default: numbers.sorted()[min(numbers.count - 1, Int(Double(numbers.count) * percentile / 100))]
            }
        }
    }

    struct Key {
        /// Of `bin`; nil for a field.
        var seconds: Int?
        var field = ""
        var name: String

        func value(_ record: InsightsRecord) -> String? {
            guard let seconds else { return record[field] }
            return InsightsRecord.stamp(record.line.at / (seconds * 1000) * seconds * 1000)
        }
    }

    var figures: [Figure]
    var keys: [Key]

    /// One row for each combination of keys, the latest first.
    func rows(_ records: [InsightsRecord]) -> [[(field: String, value: String)]] {
        var groups: [[String?]: [InsightsRecord]] = [:]
        for record in records { groups[keys.map { $0.value(record) }, default: []].append(record) }
        let sorted = groups.sorted { left, right in
            left.key.lazy.map { $0 ?? "" }.lexicographicallyPrecedes(right.key.lazy.map { $0 ?? "" }, by: >)
        }
        return sorted.map { values, records in
            let names = keys.map(\.name) + figures.map(\.name)
            let cells = zip(names, values + figures.map { $0.value(records) })
            return cells.compactMap { name, value in value.map { (name, $0) } }
        }
    }
}

extension InsightsStats {
    static func read(_ reader: inout InsightsReader) -> InsightsStats? {
        guard let figures = reader.takeList(figure) else { return nil }
        guard reader.take(word: "by") else { return InsightsStats(figures: figures, keys: []) }
        return reader.takeList(key).map { InsightsStats(figures: figures, keys: $0) }
    }

    private static func figure(_ reader: inout InsightsReader) -> Figure? {
        guard let function = reader.takeCall(["count", "sum", "avg", "min", "max", "pct"]) else { return nil }
        var figure = Figure(function: function, name: "")
        let isAll = reader.take("*")
        figure.field = isAll ? nil : reader.takeWord()
        guard function == "count" || figure.field != nil else { return nil }
        figure.name = "\(function)(\(figure.field ?? (isAll ? "*" : "")))"
        if function == "pct" {
            guard reader.take(","), let percentile = reader.takeWord().flatMap({ Double($0) }), (0...100).contains(percentile)
            else { return nil }
            figure.percentile = percentile
            figure.name = "pct(\(figure.field ?? ""), \(InsightsFigure.text(percentile)))"
        }
        guard reader.take(")") else { return nil }
        if reader.take(word: "as") {
            guard let name = reader.takeWord() else { return nil }
            figure.name = name
        }
        return figure
    }

    private static func key(_ reader: inout InsightsReader) -> Key? {
        var key: Key
        if reader.takeCall(["bin"]) != nil {
            guard let length = reader.takeWord(), let seconds = seconds(length), reader.take(")") else { return nil }
            key = Key(seconds: seconds, name: "bin(\(length))")
        } else {
            guard let field = reader.takeWord() else { return nil }
            key = Key(field: field, name: field)
        }
        if reader.take(word: "as") {
            guard let name = reader.takeWord() else { return nil }
            key.name = name
        }
        return key
    }

    private static func seconds(_ text: String) -> Int? {
        let units = ["s": 1, "m": 60, "min": 60, "h": 3600, "d": 86_400]
        let digits = text.prefix(while: \.isNumber)
        guard let number = Int(digits), number > 0, let unit = units[String(text.dropFirst(digits.count))] else { return nil }
        return number * unit
    }
}
