package import Drawing

/// Keys as people write them: `q`, `G`, `C-d`, `Space`, `Enter`, `F5`, `PgDn`.
package enum KeyName {
    private static let named: [(name: String, key: Key)] = [
        ("Space", .character(" ")), ("Enter", .enter), ("Esc", .escape), ("Tab", .tab), ("S-Tab", .backTab),
        ("Backspace", .backspace), ("Delete", .delete), ("Up", .up), ("Down", .down), ("Left", .left), ("Right", .right),
        ("PgUp", .pageUp), ("PgDn", .pageDown), ("Home", .home), ("End", .end),
    ]

    /// Other spellings that are understood.
    private static let synonyms: [String: Key] = [
        "escape": .escape, "return": .enter, "pageup": .pageUp, "pagedown": .pageDown, "backtab": .backTab,
        "shift-tab": .backTab, "del": .delete,
    ]

    /// - Returns: nil when the text names no key.
    package static func parse(_ text: String) -> Key? {
        if text.count == 1, let character = text.first, character != " " { return .character(character) }
        let lowered = text.lowercased()
        if let key = named.first(where: { $0.name.lowercased() == lowered })?.key ?? synonyms[lowered] { return key }
        for prefix in ["c-", "ctrl-", "^"] where lowered.hasPrefix(prefix) {
            let rest = lowered.dropFirst(prefix.count)
            guard rest.count == 1, let letter = rest.first, letter.isASCII, letter.isLetter else { continue }
            return .control(letter)
        }
        if lowered.hasPrefix("f"), let number = Int(lowered.dropFirst()), (1...24).contains(number) { return .function(number) }
        return nil
    }

    package static func text(_ key: Key) -> String {
        if let name = named.first(where: { $0.key == key })?.name { return name }
        switch key {
        case .character(let character): return String(character)
        case .control(let letter): return "C-\(letter)"
        case .function(let number): return "F\(number)"
        default: return ""
        }
    }
}
