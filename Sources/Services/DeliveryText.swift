import Model

/// Texts of far ends and targets, made fit for the journal, screens and logs.
enum DeliveryText {
    static let maximumCharacters = 300

    /// One line, without credentials and addresses, numbers with their last three digits only.
    static func reason(_ text: String) -> String {
        let clean = Masker.masked(HarmlessText.line(text))
        return clean.count > maximumCharacters ? clean.prefix(maximumCharacters - 1) + "…" : clean
    }

    /// A target as reasons may show it: its last three characters.
    static func masked(_ target: String) -> String { "…" + HarmlessText.line(target.suffix(3)) }
}
