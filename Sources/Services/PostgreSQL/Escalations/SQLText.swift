import FoundationEssentials
import Model

/// Swift values as texts that PostgreSQL reads, and back.
enum SQLText {
    static func number(_ value: Double?) -> String? { value.map { "\($0)" } }

    /// For `$n::bigint[]`.
    static func list(_ numbers: some Collection<Int64>) -> String { "{" + numbers.map(String.init).joined(separator: ",") + "}" }

    /// For `$n::bytea`.
    static func bytes(_ text: String) -> String { "\\x" + hex(text) }

    static func hex(_ text: String) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: text.utf8.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// From bytea's own spelling, `\x6f70`.
    static func text(bytes spelling: String) -> String {
        let digits = spelling.utf8.dropFirst(2)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 2)
        var high: UInt8?
        for digit in digits {
            let value = digit < 58 ? digit &- 48 : (digit | 32) &- 87
            if let first = high {
                bytes.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// One row, its columns by name.
struct PostgresRow {
    private let values: [String?]
    private let places: [String: Int]

    init(_ values: [String?], _ places: [String: Int]) {
        self.values = values
        self.places = places
    }

    func text(_ column: String) -> String? { places[column].flatMap { values[$0] } }
    func number(_ column: String) -> Double? { text(column).flatMap(Double.init) }
    func integer(_ column: String) -> Int64 { text(column).flatMap(Int64.init) ?? 0 }
    func date(_ column: String) -> Date? { number(column).map(Date.init(timeIntervalSince1970:)) }
    func bytes(_ column: String) -> String? { text(column).map(SQLText.text(bytes:)) }
}

extension PostgresRows {
    var named: [PostgresRow] {
        let places = Dictionary(columns.enumerated().map { ($0.element, $0.offset) }) { first, _ in first }
        return rows.map { PostgresRow($0, places) }
    }
}
