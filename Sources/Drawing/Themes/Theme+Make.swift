extension Theme {
    /// Names in a theme file that are no ``Role``: they lie over roles.
    private enum Overlay: String, CaseIterable {
        case selection
        case selectionElsewhere = "selection.elsewhere"
        case marked
    }

    /// A theme from the parts of its file.
    ///
    /// - Parameter palette: Colours by name: `#rrggbb`, or `default` for the terminal's own.
    /// - Parameter roles: For each role `[COLOUR] [on COLOUR] [bold] [dim] [italic] [underline] [reverse]`. A colour is a name of
    ///   the palette, `#rrggbb` or `default`; one that is left out is that of `text`, or for the overlays (`selection`,
    ///   `selection.elsewhere`, `marked`) the one that lies below.
    /// - Parameter terminal: `foreground` and `background`: what the terminal's own colours are taken for in pictures.
    /// - Throws: ``ThemeError`` for the first thing that is wrong, in the order palette, roles, roles that are missing.
    package static func make(
        name: String, palette: [String: String], roles: [String: String], terminal: [String: String] = [:]
    ) throws(ThemeError) -> Theme {
        let reader = StyleReader(theme: name, palette: try colors(palette, theme: name))
        let known = Role.allCases.map(\.name) + Overlay.allCases.map(\.rawValue)
        for role in roles.keys.sorted() where !known.contains(role) {
            let hint = Suggestion.sentence(for: role, among: known)
            throw ThemeError(theme: name, message: "unknown role \"\(role)\".\(hint)", key: role)
        }
        let text = try style("text", in: roles, reader, base: .plain)
        var styles: [Style] = []
        for role in Role.allCases { styles.append(try style(role.name, in: roles, reader, base: text)) }
        return Theme(
            name: name,
            selection: try style(Overlay.selection.rawValue, in: roles, reader, base: .plain),
            selectionElsewhere: try style(Overlay.selectionElsewhere.rawValue, in: roles, reader, base: .plain),
            marked: try style(Overlay.marked.rawValue, in: roles, reader, base: .plain),
            terminalForeground: try terminalColor("foreground", in: terminal, or: RGB(0xD7DAE0), theme: name),
            terminalBackground: try terminalColor("background", in: terminal, or: RGB(0x101216), theme: name)
        ) { styles[Int($0.rawValue)] }
    }

    private static func style(
        _ role: String, in roles: [String: String], _ reader: StyleReader, base: Style
    ) throws(ThemeError) -> Style {
        guard let text = roles[role] else {
            throw ThemeError(theme: reader.theme, message: "role \"\(role)\" is not set.", key: role)
        }
        return try reader.style(text, of: role, base: base)
    }

    private static func colors(_ palette: [String: String], theme: String) throws(ThemeError) -> [String: Color] {
        var colors: [String: Color] = ["default": .terminal]
        for (name, text) in palette.sorted(by: { $0.key < $1.key }) {
            guard !StyleReader.isReserved(name) else {
                let message = "a colour cannot be named \"\(name)\", since that word has a meaning in roles."
                throw ThemeError(theme: theme, message: message, key: name)
            }
            if text == "default" {
                colors[name] = .terminal
            } else if let color = RGB(text: text) {
                colors[name] = .rgb(color)
            } else {
                let message = "colour \"\(name)\" is \"\(text)\"; a colour is written \"#rrggbb\", or default."
                throw ThemeError(theme: theme, message: message, key: name)
            }
        }
        return colors
    }

    private static func terminalColor(
        _ key: String, in terminal: [String: String], or standard: RGB, theme: String
    ) throws(ThemeError) -> RGB {
        guard let text = terminal[key] else { return standard }
        guard let color = RGB(text: text) else {
            let message = "terminal.\(key) is \"\(text)\"; it must be written \"#rrggbb\"."
            throw ThemeError(theme: theme, message: message, key: key)
        }
        return color
    }
}

/// Reads the words that describe a style.
private struct StyleReader {
    let theme: String
    let palette: [String: Color]

    private static let attributes: [String: TextAttributes] = [
        "bold": .bold, "dim": .dim, "italic": .italic, "underline": .underline, "reverse": .reverse,
    ]

    /// Whether a word means something else in a role than a colour.
    static func isReserved(_ word: String) -> Bool { attributes[word] != nil || word == "on" || word == "default" }

    func style(_ text: String, of role: String, base: Style) throws(ThemeError) -> Style {
        var style = Style(base.foreground, on: base.background)
        var isGround = false
        var hasForeground = false
        for word in text.split(separator: " ").map(String.init) {
            if let attribute = Self.attributes[word] {
                style.attributes.insert(attribute)
            } else if word == "on", !isGround {
                isGround = true
                continue
            } else if isGround {
                style.background = try color(word, of: role)
            } else if !hasForeground {
                style.foreground = try color(word, of: role)
                hasForeground = true
            } else {
                throw error("role \"\(role)\" has a second colour \"\(word)\"; a ground is written \"on \(word)\".", role)
            }
            isGround = false
        }
        if isGround { throw error("role \"\(role)\" ends in \"on\"; a colour must follow.", role) }
        return style
    }

    private func color(_ word: String, of role: String) throws(ThemeError) -> Color {
        if let color = palette[word] { return color }
        if let color = RGB(text: word) { return .rgb(color) }
        let hint = Suggestion.sentence(for: word, among: Array(palette.keys) + Array(Self.attributes.keys))
        throw error("role \"\(role)\" names the unknown colour \"\(word)\".\(hint)", role)
    }

    private func error(_ message: String, _ role: String) -> ThemeError {
        ThemeError(theme: theme, message: message, key: role)
    }
}
