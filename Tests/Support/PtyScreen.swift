/// As much of an xterm as programs on ncurses use: text, where it stands, and the modes that are switched on.
package struct PtyScreen {
    package private(set) var columns: Int
    package private(set) var rows: Int
    /// The DEC private modes that are on: 7 lines wrap, 25 the cursor, 1049 the other screen, 1000 the mouse, 2004 marked pastes.
    package private(set) var modes: Set<Int> = [7, 25]
    package private(set) var bells = 0
    /// What was put into the clipboard, encoded as it came (OSC 52).
    package private(set) var clipboard: [String] = []
    /// The parameters of the last SGR; empty or `0` for none.
    package private(set) var attributes = ""
    /// The parameters of every SGR so far.
    package private(set) var allAttributes: Set<String> = []
    private var grid: [[Character]]
    private var x = 0
    private var y = 0
    private var top = 0
    private var bottom: Int
    private var last: Character = " "
    private var pending: [UInt8] = []

    package init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
        bottom = rows - 1
        grid = Self.blank(columns, rows)
    }

    package var text: String { grid.map { String($0).trimmedAtEnd }.joined(separator: "\n") }

    package mutating func resize(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
        grid = Self.blank(columns, rows)
        (top, bottom) = (0, rows - 1)
        (x, y) = (min(x, columns - 1), min(y, rows - 1))
    }

    package mutating func feed(_ bytes: ArraySlice<UInt8>) {
        pending += bytes
        var rest = pending[...]
        while let length = Self.completeLength(rest) {
            handle(rest.prefix(length))
            rest = rest.dropFirst(length)
        }
        pending = Array(rest)
    }

    private static func blank(_ columns: Int, _ rows: Int) -> [[Character]] {
        Array(repeating: Array(repeating: " ", count: columns), count: rows)
    }

    /// Bytes of the first character or sequence; nil while it is not complete.
    private static func completeLength(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard let first = bytes.first else { return nil }
        if first != 0x1B {
            let length = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
            return bytes.count >= length ? length : nil
        }
        guard let second = bytes.dropFirst().first else { return nil }
        switch second {
        case UInt8(ascii: "["): return end(bytes, from: 2) { (0x40...0x7E).contains($0) }
        case UInt8(ascii: "]"): return end(bytes, from: 2) { $0 == 0x07 }
        case UInt8(ascii: "P"): return end(bytes, from: 2) { $0 == UInt8(ascii: "\\") }
        case UInt8(ascii: "("), UInt8(ascii: ")"): return bytes.count >= 3 ? 3 : nil
        default: return 2
        }
    }

    private static func end(_ bytes: ArraySlice<UInt8>, from: Int, _ isLast: (UInt8) -> Bool) -> Int? {
        bytes.dropFirst(from).firstIndex(where: isLast).map { $0 - bytes.startIndex + 1 }
    }

    private mutating func handle(_ bytes: ArraySlice<UInt8>) {
        let text = String(decoding: bytes, as: UTF8.self)
        if text.hasPrefix("\u{1B}[") { return handleControl(text.dropFirst(2)) }
        if text.hasPrefix("\u{1B}]52;") { return clipboard.append(String(text.dropFirst(5).dropLast())) }
        if text == "\u{1B}M" { return y == top ? scroll(-1) : (y = max(0, y - 1)) }
        guard !text.hasPrefix("\u{1B}"), let character = text.first else { return }
        switch character {
        case "\r": x = 0
        case "\n": y == bottom ? scroll(1) : (y = min(rows - 1, y + 1))
        case "\u{8}": x = max(0, x - 1)
        case "\u{7}": bells += 1
        case " "...: put(character)
        default: break
        }
    }

    private mutating func put(_ character: Character) {
        if x >= columns {
            x = 0
            y = min(rows - 1, y + 1)
        }
        grid[y][x] = character
        last = character
        x += 1
    }
}

extension PtyScreen {
    private mutating func handleControl(_ text: Substring) {
        guard let final = text.last else { return }
        let body = text.dropLast()
        if body.hasPrefix("?") { return setModes(body.dropFirst(), on: final == "h", isSwitch: final == "h" || final == "l") }
        if final == "m" {
            attributes = String(body)
            allAttributes.insert(attributes)
            return
        }
        let numbers = body.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        let count = max(1, numbers.first ?? 1)
        switch final {
        case "H", "f": move(x: (numbers.dropFirst().first ?? 1) - 1, y: (numbers.first ?? 1) - 1)
        case "A": move(x: x, y: y - count)
        case "B": move(x: x, y: y + count)
        case "C": move(x: x + count, y: y)
        case "D": move(x: x - count, y: y)
        case "G": move(x: count - 1, y: y)
        case "d": move(x: x, y: count - 1)
        case "J": eraseScreen(numbers.first ?? 0)
        case "K": eraseLine(numbers.first ?? 0)
        case "X": erase(y, x..<min(columns, x + count))
        case "b": for _ in 0..<count { put(last) }
        case "@": shift(count)
        case "P": shift(-count)
        case "r": (top, bottom) = (max(0, (numbers.first ?? 1) - 1), numbers.count > 1 ? numbers[1] - 1 : rows - 1)
        case "S": for _ in 0..<count { scroll(1) }
        case "T": for _ in 0..<count { scroll(-1) }
        case "L": insertLines(count)
        case "M": insertLines(-count)
        default: break
        }
    }

    private mutating func setModes(_ text: Substring, on: Bool, isSwitch: Bool) {
        guard isSwitch else { return }
        for mode in text.split(separator: ";").compactMap({ Int($0) }) {
            if on { modes.insert(mode) } else { modes.remove(mode) }
        }
    }

    private mutating func move(x: Int, y: Int) {
        self.x = max(0, min(columns - 1, x))
        self.y = max(0, min(rows - 1, y))
    }

    private mutating func erase(_ row: Int, _ range: Range<Int>) {
        for column in range where column < columns { grid[row][column] = " " }
    }

    private mutating func eraseLine(_ how: Int) {
        erase(y, how == 0 ? min(x, columns)..<columns : how == 1 ? 0..<min(columns, x + 1) : 0..<columns)
    }

    private mutating func eraseScreen(_ how: Int) {
        if how != 2 { eraseLine(how) }
        for row in 0..<rows where how == 2 || (how == 0 && row > y) || (how == 1 && row < y) { erase(row, 0..<columns) }
    }

    private mutating func shift(_ count: Int) {
        var line = grid[y]
        let tail = count > 0 ? Array(repeating: " ", count: count) + line[x...] : Array(line[min(columns, x - count)...])
        line.replaceSubrange(x..., with: tail)
        grid[y] = Array((line + Array(repeating: " ", count: columns)).prefix(columns))
    }

    private mutating func scroll(_ count: Int) {
        let empty = Array(repeating: Character(" "), count: columns)
        if count > 0 {
            grid.remove(at: top)
            grid.insert(empty, at: bottom)
        } else {
            grid.remove(at: bottom)
            grid.insert(empty, at: top)
        }
    }

    private mutating func insertLines(_ count: Int) {
        let kept = top
        top = y
        for _ in 0..<abs(count) { scroll(count > 0 ? -1 : 1) }
        top = kept
    }
}

extension String {
    fileprivate var trimmedAtEnd: String {
        var text = Substring(self)
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
