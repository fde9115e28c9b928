import CNcurses
import CTerminal
package import Drawing
import Glibc

/// The terminal as a full screen. Only one may be open at a time.
@UI
package final class Screen {
    package let abilities: TerminalAbilities
    private let environment: [String: String]
    private let modes: PrivateModes
    /// The terminal, for ncurses alone; leads into `frame` while a frame is drawn.
    private let curses: Int32
    /// A file in memory, or -1.
    private let frame: Int32
    private var painter: ScreenPainter
    private var isOpen = true
    private var showsCursor = false
    /// The whole screen in cells.
    package private(set) var area: Area

    /// Takes the terminal over; whatever ends the process from now on gives it back.
    ///
    /// Must be called before other threads are started that read the environment.
    /// - Parameter takesMouse: Off leaves the mouse to the terminal's own selection.
    package init(environment: [String: String], takesMouse: Bool = true) throws(ScreenError) {
        let name = try Self.checkedName(environment)
        let isUTF8 = TerminalAbilities.useLocale(environment)
        // Before ncurses changes them.
        ct_remember_settings(STDOUT_FILENO)
        curses = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 10)
        frame = ct_frame_open()
        guard Self.openCurses(name, on: curses, environment, isUTF8: isUTF8) else { throw .unknownTerminal(name) }
        let hasColors = Self.startColors()
        self.environment = environment
        abilities = TerminalAbilities(environment: environment, colors: hasColors ? Int(nc_colors()) : 0, isUTF8: isUTF8)
        modes = PrivateModes(isUnderstood: abilities.hasPrivateModes, mouse: takesMouse)
        painter = ScreenPainter(depth: abilities.depth, hasColors: hasColors, drawsLinesItself: !isUTF8)
        area = Self.measure()
        prepare()
    }

    /// An empty canvas of the screen's size with the characters that the terminal can show.
    package func makeCanvas() -> Canvas { Canvas(width: area.width, height: area.height, glyphs: abilities.glyphs) }

    /// Sends what differs from the last frame. Without colours the theme is ``Theme/mono``, whatever was asked for.
    package func show(_ canvas: Canvas, theme: Theme) {
        guard isOpen else { return }
        painter.paint(canvas, theme: theme, width: area.width, height: area.height)
        wnoutrefresh(nc_stdscr())
        inOnePiece {
            placeCursor(canvas.cursor)
            doupdate()
        }
    }

    /// What ncurses writes within goes to the terminal in one write.
    private func inOnePiece(_ draw: () -> Void) {
        guard frame >= 0 else { return draw() }
        ct_frame_begin(curses, frame)
        draw()
        ct_frame_end(curses, frame, STDOUT_FILENO)
    }

    /// The next frame is sent whole: something else may have written on the terminal.
    package func redraw() {
        painter.forget()
        clearok(nc_stdscr(), true)
    }

    /// Forgets what was typed and not read yet.
    package func discardInput() { tcflush(STDIN_FILENO, TCIFLUSH) }

    package func bell() { emit("\u{07}") }

    /// Copies to the clipboard of the person's terminal, where that allows it; no terminal says whether it did.
    ///
    /// - Returns: False when the text is too long to be copied.
    package func copy(_ text: String) -> Bool {
        guard let sequence = Clipboard.sequence(for: text, environment: environment) else { return false }
        emit(sequence)
        return true
    }

    /// Does what a signal asks of the screen, and says what the console must know of it.
    package func inputs(for signal: TerminalSignal) -> [TerminalInput] {
        switch signal {
        case .resized: return resize()
        case .stop: return suspend(wholeGroup: false)
        case .resumed:
            endwin()
            return reenter()
        case .terminate, .interrupt, .hangUp: return []
        }
    }

    /// Gives the terminal back and stops, as Ctrl-z does with any program. Returns when the person comes back.
    ///
    /// - Parameter wholeGroup: Also the programs that were started together with this one: what the terminal would do.
    package func suspend(wholeGroup: Bool = true) -> [TerminalInput] {
        guard isOpen else { return [] }
        leave()
        ct_stop(wholeGroup)
        return reenter()
    }

    /// Gives the terminal back for good. May be called more than once.
    package func close() {
        guard isOpen else { return }
        isOpen = false
        leave()
        ct_unguard()
    }
}

extension Screen {
    private static func checkedName(_ environment: [String: String]) throws(ScreenError) -> String {
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { throw .noTerminal }
        let name = environment["TERM"] ?? ""
        guard !name.isEmpty, name != "dumb", name != "unknown" else { throw .plainTerminal(name) }
        return name
    }

    private static func openCurses(
        _ name: String, on descriptor: Int32, _ environment: [String: String], isUTF8: Bool
    ) -> Bool {
        let direct = directDescription(name, environment)
        if let direct { setenv("TERMINFO", direct, 1) }
        defer {
            if direct != nil {
                if let before = environment["TERMINFO"] { setenv("TERMINFO", before, 1) } else { unsetenv("TERMINFO") }
            }
        }
        guard nc_newterm(name, descriptor) != nil else { return false }
        if isUTF8 { dropCharacterSets() }
        return true
    }

    /// In UTF-8 no other character set is ever switched to, so there is none to switch back from at each end of a colour.
    ///
    /// ncurses reads its copy of the entry anew at each use, and the text there only becomes shorter.
    private static func dropCharacterSets() {
        for part in ["\u{1B}(B", "\u{0F}"] { remove(part, from: "sgr0") }
        for part in ["%?%p9%t\u{1B}(0%e\u{1B}(B%;", "%?%p9%t\u{0E}%e\u{0F}%;"] { remove(part, from: "sgr") }
    }

    private static func remove(_ part: String, from capability: String) {
        guard let text = nc_string(capability), let found = strstr(text, part) else { return }
        let rest = found + part.utf8.count
        memmove(found, rest, strlen(rest) + 1)
    }

    /// Nil where the terminal's own entry serves as it is.
    private static func directDescription(_ name: String, _ environment: [String: String]) -> String? {
        guard TerminalAbilities.saysTruecolor(environment), (environment["NO_COLOR"] ?? "").isEmpty,
            var description = TerminalDescription(name: name), description.hasXtermColors
        else { return nil }
        description.useDirectColors()
        return description.environmentValue
    }

    private static func startColors() -> Bool {
        has_colors() && start_color() == OK && use_default_colors() == OK
    }

    /// The terminal's size; a terminal that does not know it is taken for 80 × 24.
    private static func measure() -> Area {
        var columns: Int32 = 0
        var rows: Int32 = 0
        if ct_window_size(STDOUT_FILENO, &columns, &rows) != 0 || columns == 0 || rows == 0 { (columns, rows) = (80, 24) }
        return Area(width: Int(columns), height: Int(rows))
    }

    private func prepare() {
        raw()
        noecho()
        nonl()
        // A frame is finished, whatever has been typed meanwhile.
        typeahead(-1)
        curs_set(0)
        leaveok(nc_stdscr(), true)
        resize_term(Int32(area.height), Int32(area.width))
        guardTerminal()
        emit(modes.enter)
    }

    private func guardTerminal() {
        // Twice: a crash may come in the middle of a frame, and then the first sequence ends what was begun.
        let text = modes.leave + modes.leave + Self.capability("cnorm") + Self.capability("rmcup") + Self.capability("sgr0")
        // Without a guard a crash would leave the terminal dirty; that is no reason not to work.
        _ = text.withCString { ct_guard($0, text.utf8.count) }
    }

    /// A string of the terminal's entry without the pauses that only printers need.
    private static func capability(_ name: String) -> String {
        guard let text = nc_string(name) else { return "" }
        var result = ""
        var isPause = false
        for character in String(cString: text) {
            if character == "$" { isPause = true }
            if !isPause { result.append(character) }
            if character == ">" { isPause = false }
        }
        return result
    }
}

extension Screen {
    private func leave() {
        emit(modes.leave)
        endwin()
    }

    private func reenter() -> [TerminalInput] {
        let before = area
        ct_remember_settings(STDOUT_FILENO)
        guardTerminal()
        area = Self.measure()
        if area != before { resize_term(Int32(area.height), Int32(area.width)) }
        // After endwin() this goes back to the full screen, and draws what ncurses remembers of it.
        redraw()
        doupdate()
        emit(modes.enter)
        return (area == before ? [] : [.resize(width: area.width, height: area.height)]) + [.resumed]
    }

    private func resize() -> [TerminalInput] {
        let new = Self.measure()
        guard new != area else { return [] }
        area = new
        resize_term(Int32(new.height), Int32(new.width))
        // Terminals reflow or cut what they show, each in its own way.
        redraw()
        return [.resize(width: new.width, height: new.height)]
    }

    private func placeCursor(_ position: Position?) {
        if (position != nil) != showsCursor {
            showsCursor = position != nil
            leaveok(nc_stdscr(), !showsCursor)
            curs_set(showsCursor ? 1 : 0)
        }
        guard let position, area.contains(x: position.x, y: position.y) else { return }
        wmove(nc_stdscr(), Int32(position.y), Int32(position.x))
        wnoutrefresh(nc_stdscr())
    }

    /// Writes beside ncurses, which keeps nothing back between two frames.
    private func emit(_ text: String) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }
}
