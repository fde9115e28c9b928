package import Drawing
import Model

/// Draws the whole screen. Only reads the state, so it can be called at any time and any size.
package func draw(_ state: ConsoleState, on canvas: inout Canvas) {
    let layout = state.layout
    guard layout.form != .tooSmall else { return state.drawTooSmall(on: &canvas) }
    state.drawHeader(on: &canvas, in: layout.header)
    state.drawBody(on: &canvas, layout)
    state.drawFoot(on: &canvas, in: layout.foot)
}

extension ConsoleState {
    /// The screen of this state, in its size and with its characters.
    package func makeCanvas() -> Canvas {
        var canvas = Canvas(width: width, height: height, glyphs: glyphs)
        draw(self, on: &canvas)
        return canvas
    }

    fileprivate func drawTooSmall(on canvas: inout Canvas) {
        canvas.put("Nightdesk needs \(Layout.leastWidth) x \(Layout.leastHeight), this is \(width) x \(height)", x: 0, y: 0)
    }

    /// The uppermost view that fills the body, or the panes; dialogs over it.
    fileprivate func drawBody(on canvas: inout Canvas, _ layout: Layout) {
        let first = views.lastIndex(where: \.fillsBody)
        if first == nil { drawPanes(on: &canvas, layout) }
        for view in views[(first ?? 0)...] { drawView(view, on: &canvas, in: layout.body) }
    }

    private func drawPanes(on canvas: inout Canvas, _ layout: Layout) {
        for slot in layout.panes { drawPane(slot.pane, on: &canvas, in: slot.area) }
        for slot in layout.summaries { drawSummary(of: slot.pane, on: &canvas, in: slot.area) }
        if let strip = layout.strip { drawStrip(on: &canvas, in: strip) }
    }

    private func drawView(_ view: View, on canvas: inout Canvas, in body: Area) {
        switch view {
        case .detail(let view): drawDetail(view, on: &canvas, in: body)
        case .help(let view): drawHelp(view, on: &canvas, in: body)
        case .feed(let view): drawFeed(view, on: &canvas, in: body)
        case .palette(let view): drawPalette(view, on: &canvas)
        case .menu(let view): drawMenu(view, on: &canvas)
        case .text(let view): drawText(view, on: &canvas)
        case .logs: drawLogs(on: &canvas, in: body)
        case .insights: drawInsights(on: &canvas, in: body)
        case .record(let view): drawRecord(view, on: &canvas, in: body)
        case .confirm(let view): drawConfirm(view, on: &canvas)
        case .prompt(let view): drawPrompt(view, on: &canvas)
        case .chooser(let view): drawChooser(view, on: &canvas)
        case .run(let view): drawRun(view, on: &canvas, in: body)
        case .signIn(let view): drawSignIn(view, on: &canvas)
        case .code(let view): drawCode(view, on: &canvas)
        }
    }
}

extension View {
    var fillsBody: Bool {
        switch self {
        case .detail, .help, .feed, .logs, .insights, .record, .run: true
        case .palette, .menu, .text, .confirm, .prompt, .chooser, .signIn, .code: false
        }
    }
}

extension Severity {
    var role: Role {
        switch self {
        case .ok: .severityOK
        case .unknown: .severityUnknown
        case .warning: .severityWarning
        case .critical: .severityCritical
        }
    }

    func glyph(_ glyphs: Glyphs) -> String {
        switch self {
        case .ok: String(glyphs.severityOK)
        case .unknown: String(glyphs.severityUnknown)
        case .warning: String(glyphs.severityWarning)
        case .critical: String(glyphs.severityCritical)
        }
    }
}
