/// A box in the middle of the screen that wants an answer.
package struct DialogView: Sendable, Hashable {
    package struct Button: Sendable, Hashable {
        package var label: String
        /// The key that presses it, as shown.
        package var key: String

        package init(_ label: String, key: String) {
            self.label = label
            self.key = key
        }

        var text: String { " \(key)  \(label) " }
    }

    package var title: String
    /// Paragraphs, wrapped to the width of the box.
    package var body: [[Span]]
    /// Shown above the buttons, with its prompt, when something must be typed.
    package var input: TextInput?
    package var prompt: String
    package var buttons: [Button]
    /// The button that Enter presses. For a change this is No.
    package var focused: Int
    package var isDanger: Bool
    /// Columns of the whole box at most.
    package var maximumWidth: Int
    /// Lines of the body that are scrolled away.
    package var bodyOffset = 0

    /// The last button has the focus: give No last.
    package init(
        title: String, body: [[Span]], buttons: [Button], focused: Int? = nil, input: TextInput? = nil, prompt: String = "",
        isDanger: Bool = false, maximumWidth: Int = 78
    ) {
        self.title = title
        self.body = body
        self.buttons = buttons
        self.focused = focused ?? max(0, buttons.count - 1)
        self.input = input
        self.prompt = prompt
        self.isDanger = isDanger
        self.maximumWidth = maximumWidth
    }

    /// Where the box stands on a screen.
    package func area(in screen: Area) -> Area {
        let width = min(maximumWidth, screen.width)
        let height = min(lines(width: width).count + rowsBelowBody + 2, screen.height)
        return Area(
            x: screen.x + (screen.width - width) / 2, y: screen.y + (screen.height - height) / 2, width: width, height: height)
    }

    /// How far the body can be scrolled on a screen.
    package func lastOffset(in screen: Area) -> Int {
        let box = area(in: screen)
        return max(0, lines(width: box.width).count - max(0, box.height - 2 - rowsBelowBody))
    }

    /// The button at a place of the canvas; nil for none.
    package func button(x: Int, y: Int, in screen: Area) -> Int? {
        buttonAreas(in: area(in: screen)).firstIndex { $0.contains(x: x, y: y) }
    }

    /// When the body has no room, its end is cut and says so; the buttons are always there.
    package func draw(on canvas: inout Canvas, in screen: Area) {
        let box = area(in: screen)
        guard box.width >= 4, box.height >= 3 else { return }
        canvas.fill(box, Cell(role: .dialog))
        canvas.drawBorder(
            box, title: [Span(title, isDanger ? .chipDanger : .dialogTitle)], role: isDanger ? .severityCritical : .borderFocused)
        var inner = Area(x: box.x + 2, y: box.y + 1, width: box.width - 4, height: box.height - 2)
        var foot = inner.takeBottom(min(rowsBelowBody, inner.height))
        drawBody(on: &canvas, in: inner, width: box.width)
        drawButtons(on: &canvas, in: box)
        if let input { drawInput(input, on: &canvas, in: foot.takeTop(2)) }
    }

    private func lines(width: Int) -> [[Span]] { body.flatMap { TextWrap.lines($0, width: max(1, width - 4)) } }

    /// An empty line and the buttons; an empty line and the input.
    private var rowsBelowBody: Int { (buttons.isEmpty ? 0 : 2) + (input == nil ? 0 : 2) }

    private func drawBody(on canvas: inout Canvas, in area: Area, width: Int) {
        let lines = lines(width: width).dropFirst(bodyOffset)
        for (row, line) in lines.prefix(area.height).enumerated() {
            let isCut = row == area.height - 1 && lines.count > area.height
            let rest = "\(canvas.glyphs.ellipsis) \(lines.count - row) more lines"
            canvas.put(isCut ? [Span(rest, .dim)] : line, in: area, row: row)
        }
    }

    private func drawInput(_ input: TextInput, on canvas: inout Canvas, in area: Area) {
        let used = canvas.put(prompt, in: area, row: area.height - 1, role: .dialog)
        let gap = used == 0 ? 0 : used + 1
        input.draw(on: &canvas, in: Area(x: area.x + gap, y: area.maxY - 1, width: area.width - gap, height: 1))
    }

    private func drawButtons(on canvas: inout Canvas, in box: Area) {
        for (index, place) in buttonAreas(in: box).enumerated() {
            let isFocused = index == focused
            let clipped = place.clipped(to: box.inset())
            canvas.put(
                buttons[index].text, in: clipped, role: isFocused ? .buttonFocused : .button, flags: isFocused ? .bold : [])
        }
    }

    /// From left to right in the last row inside the frame, the whole in the middle.
    private func buttonAreas(in box: Area) -> [Area] {
        let widths = buttons.map { TextWidth.columns(of: $0.text) }
        let total = widths.reduce(0, +) + 2 * max(0, buttons.count - 1)
        var x = box.x + max(1, (box.width - total) / 2)
        return widths.map { width in
            defer { x += width + 2 }
            return Area(x: x, y: box.maxY - 2, width: width, height: 1)
        }
    }
}
