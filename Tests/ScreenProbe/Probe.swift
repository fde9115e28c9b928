import Drawing
import FoundationEssentials
import Glibc
import Terminal

/// Keys in, frames out.
@UI
final class Probe {
    private let screen: Screen
    private let loop: UILoop
    private let isEcho: Bool
    private var picture = Picture()
    private var inputs: [TerminalInput] = []
    private var batches = 0
    private var notes: [String] = []
    private var alarm: ContinuousClock.Instant?

    init(screen: Screen, loop: UILoop, isEcho: Bool) {
        self.screen = screen
        self.loop = loop
        self.isEcho = isEcho
        picture.now = Date()
    }

    func handle(_ wake: Wake) {
        for signal in wake.signals { handle(signal) }
        if !wake.inputs.isEmpty { batches += 1 }
        for input in wake.inputs { handle(input) }
        if let now = wake.tick { picture.now = now }
        if let alarm, alarm <= .now {
            self.alarm = nil
            notes.append("woken")
        }
        paint()
    }

    private func handle(_ signal: TerminalSignal) {
        for input in screen.inputs(for: signal) { handle(input) }
        if [.terminate, .hangUp, .interrupt].contains(signal) { quit() }
    }

    private func quit() {
        screen.close()
        loop.end()
    }

    private func handle(_ input: TerminalInput) {
        inputs.append(input)
        guard case .key(let key) = input else { return }
        switch key {
        case .character("q"): quit()
        case .control("z"): for input in screen.suspend() { handle(input) }
        case .control("l"): screen.redraw()
        case .control("x"): crash()
        case .control("y"): _ = screen.copy("copied")
        case .control("g"): screen.bell()
        case .control("b"): Task.detached { await self.note("from another thread") }
        case .control("w"): wakeSoon()
        default: picture.handle(key)
        }
    }

    private func note(_ text: String) { notes.append(text) }

    private func wakeSoon() {
        let soon = ContinuousClock.now + .milliseconds(30)
        alarm = soon
        loop.wake(at: soon)
    }

    /// What an index out of range does to any program.
    private func crash() { precondition(picture.now.timeIntervalSince1970 < 0, "asked to crash") }

    private func paint() {
        var canvas = screen.makeCanvas()
        if isEcho {
            drawInputs(on: &canvas)
        } else {
            picture.draw(on: &canvas)
        }
        screen.show(canvas, theme: picture.theme)
    }

    private func drawInputs(on canvas: inout Canvas) {
        let rows = canvas.height - 1
        let title = "ready \(inputs.count) inputs in \(batches) batches \(notes.joined(separator: ", "))"
        canvas.put(title, x: 0, y: 0)
        for (row, input) in inputs.suffix(rows).enumerated() { canvas.put(Self.line(input), x: 0, y: row + 1) }
    }

    private static func line(_ input: TerminalInput) -> String {
        switch input {
        case .key(let key): "key \(key)"
        case .paste(let text): "paste \(text.utf8.count) \(text)"
        case .mouse(let mouse): "mouse \(mouse.kind) \(mouse.x),\(mouse.y)"
        case .resize(let width, let height): "resize \(width)x\(height)"
        case .resumed: "resumed"
        }
    }
}
