/// Breaks text into lines.
package enum TextWrap {
    /// Lines of at most `width` columns, broken at spaces, and inside words that are longer than a line.
    /// A line feed in the text begins a new line; an empty text is one empty line.
    package static func lines(_ text: String, width: Int) -> [String] {
        lines([Span(text)], width: width).map { $0.map(\.text).joined() }
    }

    /// The same for pieces in several roles.
    package static func lines(_ spans: [Span], width: Int) -> [[Span]] {
        var wrap = Wrap(width: max(1, width))
        for span in spans {
            for (index, part) in span.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                if index > 0 { wrap.endLine() }
                wrap.add(part, role: span.role, flags: span.flags)
            }
        }
        wrap.endLine()
        return wrap.lines
    }
}

private struct Wrap {
    let width: Int
    var lines: [[Span]] = []
    private var line: [Span] = []
    private var columns = 0
    /// Spaces seen since the last word: they count only when another word follows on the same line.
    private var gap: [Span] = []

    init(width: Int) { self.width = width }

    mutating func endLine() {
        lines.append(line)
        line = []
        gap = []
        columns = 0
    }

    mutating func add(_ text: Substring, role: Role, flags: CellFlags) {
        var rest = text
        while let first = rest.first {
            let isSpace = first == " "
            let piece = rest.prefix { ($0 == " ") == isSpace }
            rest = rest[piece.endIndex...]
            let span = Span(String(piece), role, flags: flags)
            if isSpace { gap.append(span) } else { addWord(span) }
        }
    }

    private mutating func addWord(_ word: Span) {
        if columns > 0, columns + gap.columns + word.columns > width { endLine() }
        if columns == 0, gap.columns >= width { gap = [] }
        for space in gap { append(space) }
        gap = []
        var word = word
        while !word.text.isEmpty, columns + word.columns > width { word = breakWord(word) }
        append(word)
    }

    /// Takes from a word what has room and returns the rest.
    private mutating func breakWord(_ word: Span) -> Span {
        var head = ""
        var rest = Substring(word.text)
        while let next = rest.first {
            let room = width - columns - TextWidth.columns(of: head)
            let isFirst = head.isEmpty && columns == 0
            guard TextWidth.columns(of: String(next)) <= room || isFirst else { break }
            head.append(next)
            rest.removeFirst()
        }
        append(Span(head, word.role, flags: word.flags))
        if !rest.isEmpty { endLine() }
        return Span(String(rest), word.role, flags: word.flags)
    }

    private mutating func append(_ span: Span) {
        guard !span.text.isEmpty else { return }
        columns += span.columns
        if let last = line.last, last.role == span.role, last.flags == span.flags {
            line[line.count - 1].text += span.text
        } else {
            line.append(span)
        }
    }
}
