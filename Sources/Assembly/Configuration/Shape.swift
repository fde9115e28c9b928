/// What a value in a YAML file may look like. The configuration's shapes are data, so that every key that is not
/// known and every value of the wrong type is found in one place, with its line.
package indirect enum Shape: Sendable {
    case text
    case flag
    case number
    /// A whole number, not negative.
    case count
    /// A number with ms, s, m, h or d; without a unit it is seconds.
    case duration
    case choice([String])
    case list(Shape)
    /// Exactly these keys, each of its own shape.
    case record([String: Shape])
    /// Any keys, all values of one shape.
    case dictionary(Shape)
    /// These keys of own shapes, any other of one shape.
    case recordAndOthers([String: Shape], others: Shape)
    /// Null, or this.
    case optional(Shape)

    /// For error texts: "a list", "true or false" …
    var description: String {
        switch self {
        case .text: "a text"
        case .flag: "true or false"
        case .number: "a number"
        case .count: "a whole number, not negative"
        case .duration: "a duration such as 500ms, 30s, 15m, 2h or 7d"
        case .choice(let words): "one of " + words.joined(separator: ", ")
        case .list: "a list"
        case .record, .dictionary, .recordAndOthers: "a mapping of keys to values"
        case .optional(let shape): shape.description
        }
    }
}
