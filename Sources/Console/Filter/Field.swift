import FoundationEssentials
import Model

/// A figure or text of a row that a filter can ask for and a column can be sorted by.
struct Field<Row>: Sendable {
    /// The name as in the JSON of the contract; filters do not mind case.
    let name: String
    /// Shorter or other names that a person may type.
    let aliases: [String]
    let unit: FieldUnit
    let value: Value

    enum Value: Sendable {
        /// nil is unknown: it fits no comparison and sorts last.
        case number(@Sendable (Row) -> Double?)
        case text(@Sendable (Row) -> String?)
        /// When something happened; filters and sorting use its age in seconds.
        case since(@Sendable (Row) -> Date?)
    }

    init(_ name: String, _ aliases: [String] = [], unit: FieldUnit = .count, _ value: Value) {
        self.name = name
        self.aliases = aliases
        self.unit = unit
        self.value = value
    }

    func answers(to word: String) -> Bool {
        name.lowercased() == word || aliases.contains(word)
    }

    /// The row's figure, or nil when it is unknown or a text.
    func number(of row: Row, at now: Date) -> Double? {
        switch value {
        case .number(let get): get(row)
        case .since(let get): get(row).map { now.timeIntervalSince($0) }
        case .text: nil
        }
    }
}

/// What a figure is measured in, hence how a filter's value is read.
enum FieldUnit: Sendable, Equatable {
    case text, count
    /// 0…1, typed as `5%` or `0.05`.
    case fraction
    /// The row holds milliseconds or seconds; typed with a unit, without one it is seconds.
    case milliseconds, seconds
    /// `ok`, `unknown`, `warning`, `critical`; typed as a word, ordered by how bad it is.
    case severity
}

/// The name, unit and kind of a field, without the row type: what a filter is checked against.
struct FieldSignature: Sendable, Equatable {
    let name: String
    let aliases: [String]
    let unit: FieldUnit

    init<Row>(_ field: Field<Row>) {
        name = field.name
        aliases = field.aliases
        unit = field.unit
    }

    func answers(to word: String) -> Bool { name.lowercased() == word || aliases.contains(word) }
}
