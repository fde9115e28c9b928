extension Canvas {
    /// The characters, line by line, without spaces at the ends of lines.
    package var plainText: String {
        (0..<height).map { y in
            var line = row(y).text
            while line.last == " " { line.removeLast() }
            return line
        }.joined(separator: "\n")
    }

    /// For golden files: the characters, then a letter for each cell's role, then the flags of the rows that have any.
    package var goldenText: String {
        let ruler = String(repeating: "─", count: width)
        let roles = (0..<height).map { String(row($0).map(\.role.letter)) }
        let flagged = (0..<height).compactMap { y -> String? in
            let cells = row(y)
            guard cells.contains(where: { !$0.flags.subtracting(.continuation).isEmpty }) else { return nil }
            return "\(y): " + String(cells.map(\.flags.letter))
        }
        var parts = [(0..<height).map { row($0).text }, [ruler], roles, [ruler], flagged].flatMap { $0 }
        if let cursor { parts.append("cursor: \(cursor.x),\(cursor.y)") }
        return parts.joined(separator: "\n") + "\n"
    }
}

extension ArraySlice<Cell> {
    /// The characters of the cells; a wide one once.
    var text: String {
        var text = String.UnicodeScalarView()
        for cell in self {
            if let scalar = cell.character { text.append(scalar) }
        }
        return String(text)
    }
}

extension Cell {
    /// Nil in the right half of a wide character.
    var character: Unicode.Scalar? {
        flags.contains(.continuation) ? nil : Unicode.Scalar(scalar) ?? " "
    }
}

extension CellFlags {
    /// The flag that matters most: selected, selected elsewhere, marked, bold, underlined.
    fileprivate var letter: Character {
        if contains(.marked) { return contains(.selected) || contains(.selectedElsewhere) ? "M" : "m" }
        if contains(.selected) { return "s" }
        if contains(.selectedElsewhere) { return "e" }
        if contains(.bold) { return contains(.underline) ? "B" : "b" }
        return contains(.underline) ? "u" : "."
    }
}
