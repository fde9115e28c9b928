/// How each role looks.
package struct Theme: Sendable, Hashable {
    package let name: String
    /// One for each ``Role``, in the order of its raw values.
    let styles: [Style]
    /// Laid over the row under the cursor.
    package let selection: Style
    /// The same in a pane without the focus.
    package let selectionElsewhere: Style
    /// Laid over rows that the space key marked.
    package let marked: Style
    /// What the terminal's own colours are taken for where that must be known: pictures and contrast.
    package let terminalForeground: RGB
    package let terminalBackground: RGB

    package init(
        name: String, selection: Style, selectionElsewhere: Style, marked: Style, terminalForeground: RGB,
        terminalBackground: RGB, style: (Role) -> Style
    ) {
        self.name = name
        self.selection = selection
        self.selectionElsewhere = selectionElsewhere
        self.marked = marked
        self.terminalForeground = terminalForeground
        self.terminalBackground = terminalBackground
        styles = Role.allCases.map(style)
    }

    package func style(of role: Role) -> Style { styles[Int(role.rawValue)] }

    /// How a cell looks with everything that lies over its role.
    package func style(of role: Role, flags: CellFlags) -> Style {
        var style = styles[Int(role.rawValue)]
        let keeps = role.isSeverity || role == .match
        if flags.contains(.selected) { lay(selection, over: &style, keeps: keeps) }
        if flags.contains(.selectedElsewhere) { lay(selectionElsewhere, over: &style, keeps: keeps) }
        if flags.contains(.marked) { lay(marked, over: &style, keeps: keeps) }
        if flags.contains(.bold) { style.attributes.insert(.bold) }
        if flags.contains(.underline) { style.attributes.insert(.underline) }
        return style
    }

    /// How bad a thing is keeps its colour; all else takes the overlay's, or that of plain text. So a line under the cursor
    /// is easy to read, and few changes of colour go over a slow line.
    private func lay(_ overlay: Style, over style: inout Style, keeps: Bool) {
        if overlay.background != .terminal { style.background = overlay.background }
        if !keeps {
            style.foreground = overlay.foreground == .terminal ? styles[Int(Role.text.rawValue)].foreground : overlay.foreground
        }
        style.attributes.formUnion(overlay.attributes)
    }

    /// What is really seen of a style's letters and ground.
    package func colors(of style: Style) -> (foreground: RGB, background: RGB) {
        let foreground = rgb(style.foreground, or: terminalForeground)
        let background = rgb(style.background, or: terminalBackground)
        return style.attributes.contains(.reverse) ? (background, foreground) : (foreground, background)
    }

    private func rgb(_ color: Color, or terminal: RGB) -> RGB {
        if case .rgb(let color) = color { return color }
        return terminal
    }
}
