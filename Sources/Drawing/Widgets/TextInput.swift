/// A line of text that is being typed.
package struct TextInput: Sendable, Hashable {
    private var characters: [Character]
    /// Characters before the cursor, 0...count.
    package private(set) var cursor: Int
    /// What is longer is not taken.
    package let maximumCount: Int

    package init(_ text: String = "", maximumCount: Int = 4096) {
        characters = Array(text.prefix(maximumCount))
        cursor = characters.count
        self.maximumCount = maximumCount
    }

    package var text: String { String(characters) }
    package var isEmpty: Bool { characters.isEmpty }

    /// Edits as a key says: the arrows, Home, End, Ctrl-a, e, b, f; Backspace, Delete, Ctrl-h, d;
    /// Ctrl-w (word), Ctrl-u (all before the cursor), Ctrl-k (all behind it).
    ///
    /// - Returns: Whether the key belongs to a text line; Enter, Escape and the rest do not.
    @discardableResult
    package mutating func handle(_ key: Key) -> Bool {
        switch key {
        case .character(let character): insert(character)
        case .left, .control("b"): cursor = max(0, cursor - 1)
        case .right, .control("f"): cursor = min(characters.count, cursor + 1)
        case .home, .control("a"): cursor = 0
        case .end, .control("e"): cursor = characters.count
        case .backspace, .control("h"): remove(max(0, cursor - 1)..<cursor)
        case .delete, .control("d"): remove(cursor..<min(characters.count, cursor + 1))
        case .control("w"): remove(wordStart..<cursor)
        case .control("u"): remove(0..<cursor)
        case .control("k"): remove(cursor..<characters.count)
        default: return false
        }
        return true
    }

    /// Takes a paste as one line: line breaks and tabs become spaces, other controls are left out.
    package mutating func insert(paste: String) {
        for character in paste {
            if character.isNewline || character == "\t" {
                insert(" ")
            } else if character.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) {
                insert(character)
            }
        }
    }

    private mutating func insert(_ character: Character) {
        guard characters.count < maximumCount else { return }
        characters.insert(character, at: cursor)
        cursor += 1
    }

    private mutating func remove(_ range: Range<Int>) {
        characters.removeSubrange(range)
        cursor = range.lowerBound
    }

    /// Where the word before the cursor begins: spaces are skipped first, as shells do.
    private var wordStart: Int {
        var start = cursor
        while start > 0, characters[start - 1] == " " { start -= 1 }
        while start > 0, characters[start - 1] != " " { start -= 1 }
        return start
    }

    /// Draws one row; the text is moved so that the cursor is always seen, and the canvas gets the cursor.
    package func draw(on canvas: inout Canvas, in area: Area, role: Role = .input, placeholder: String = "") {
        let line = Area(x: area.x, y: area.y, width: area.width, height: min(1, area.height))
        guard !line.isEmpty else { return }
        canvas.fill(line, Cell(role: role))
        if characters.isEmpty { canvas.put(placeholder, in: line, role: .dim) }
        let first = firstVisible(width: line.width)
        var x = line.x
        for index in first..<characters.count {
            let text = index == first && first > 0 ? String(canvas.glyphs.ellipsis) : String(characters[index])
            if index == cursor { canvas.cursor = Position(x: x, y: line.y) }
            let columns = TextWidth.columns(of: text)
            guard x + columns <= line.maxX else { break }
            x += canvas.put(text, x: x, y: line.y, role: role)
        }
        if cursor == characters.count { canvas.cursor = Position(x: x, y: line.y) }
    }

    /// The first character that is drawn, so that all up to the cursor, and the cursor itself, have room.
    private func firstVisible(width: Int) -> Int {
        var columns = 1
        var first = cursor
        while first > 0 {
            columns += TextWidth.columns(of: String(characters[first - 1]))
            if columns > width { break }
            first -= 1
        }
        return min(first, max(0, characters.count - 1))
    }
}
