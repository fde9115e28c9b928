import Drawing

/// Bytes from a terminal in, keys, pastes and clicks out. Whatever comes, it never fails and never grows without bound.
///
/// The keys of all the terminals we serve have one grammar (ECMA-48 5.4, xterm's "Control Sequences"), so no description of
/// the terminal is asked. What is not known or is not valid UTF-8 is left out as a whole: its parts must not be taken for keys.
struct InputDecoder {
    /// A lone Escape is a key when nothing follows it for so many milliseconds.
    static let escapePatience = 25
    /// What else was begun is given up when nothing follows for so long.
    static let sequencePatience = 250
    /// On a slow line a sequence may be torn apart behind its Escape. Its rest, if it comes at once and in one piece within
    /// so long, must not be taken for the keys `[` and `A`.
    static let tornPatience = 400
    /// A paste whose end does not come is what has come when nothing follows for so many milliseconds.
    static let pastePatience = 1000
    /// Bytes of one paste that are kept.
    static let pasteLimit = 100_000

    private enum State: Equatable {
        case ground
        /// Bytes of a character that are still missing.
        case utf8(missing: Int)
        case escape
        case control
        /// `ESC [ [`: the Linux console's F1...F5.
        case linuxFunction
        case singleShift
        /// Answers of the terminal that nobody asked for: `ESC ] … BEL` and the like.
        case string
        /// `ESC [ M` and three bytes.
        case oldMouse
        case paste
    }

    private var state = State.ground
    private var collected: [UInt8] = []
    private var paste = PasteBuffer(limit: InputDecoder.pasteLimit)
    private var clicks = ClickCounter()
    private var output: [TerminalInput] = []
    private var now = 0
    /// When a lone Escape was given out last.
    private var escapedAt = Int.min / 2

    /// When ``expire(at:)`` is due, in milliseconds of a clock that only goes forward; nil when nothing is pending.
    private(set) var deadline: Int?

    /// - Parameter now: Milliseconds of a clock that only goes forward.
    mutating func decode(_ bytes: UnsafeBufferPointer<UInt8>, at now: Int) -> [TerminalInput] {
        self.now = now
        if isTornSequence(bytes) { state = .escape }
        for byte in bytes { step(byte) }
        setDeadline()
        defer { output = [] }
        return output
    }

    /// What the pending bytes mean, now that nothing follows them.
    mutating func expire(at now: Int) -> [TerminalInput] {
        self.now = now
        if state == .escape {
            output.append(.key(.escape))
            escapedAt = now
        }
        if state == .paste { endPaste() }
        state = .ground
        deadline = nil
        defer { output = [] }
        return output
    }

    private func isTornSequence(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard state == .ground, now - escapedAt < Self.tornPatience, bytes.count > 1 else { return false }
        return bytes[0] == UInt8(ascii: "[") || bytes[0] == UInt8(ascii: "O")
    }

    private mutating func setDeadline() {
        switch state {
        case .ground: deadline = nil
        case .escape: deadline = now + Self.escapePatience
        case .paste: deadline = now + Self.pastePatience
        default: deadline = now + Self.sequencePatience
        }
    }

    private mutating func step(_ byte: UInt8) {
        if state == .paste { return stepInPaste(byte) }
        if byte == 0x1B, state != .oldMouse { return beginEscape() }
        switch state {
        case .ground: stepOnGround(byte)
        case .utf8(let missing): stepInCharacter(byte, missing)
        case .escape: stepAfterEscape(byte)
        case .control: stepInControl(byte)
        case .linuxFunction: finish(byte >= 0x41 && byte <= 0x45 ? .function(Int(byte) - 0x40) : nil)
        case .singleShift: finish(KeySequence.singleShift(byte))
        case .string: if byte == 0x07 || byte == 0x9C { state = .ground }
        case .oldMouse: stepInOldMouse(byte)
        case .paste: break
        }
    }

    private mutating func beginEscape() {
        // Escape twice: the first was the key. An escape within a string ends it.
        if state == .escape { output.append(.key(.escape)) }
        state = .escape
    }

    private mutating func finish(_ key: Key?) {
        if let key { output.append(.key(key)) }
        state = .ground
    }

    private mutating func stepAfterEscape(_ byte: UInt8) {
        collected = []
        switch byte {
        case UInt8(ascii: "["): state = .control
        case UInt8(ascii: "O"): state = .singleShift
        case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"), UInt8(ascii: "_"): state = .string
        // The end of a string that began before.
        case UInt8(ascii: "\\"): state = .ground
        // Escape and a key in quick succession, by hand on a slow line or by a script. Alt with a key looks the same and is taken for
        // the same: Escape leaves or refuses, so that the key meets nothing that it could confirm.
        default:
            finish(.escape)
            step(byte)
        }
    }
}

extension InputDecoder {
    private mutating func stepOnGround(_ byte: UInt8) {
        switch byte {
        case 0x20...0x7E: output.append(.key(.character(Character(Unicode.Scalar(byte)))))
        case 0xC2...0xF4:
            collected = [byte]
            state = .utf8(missing: byte < 0xE0 ? 1 : byte < 0xF0 ? 2 : 3)
        default: if let key = KeySequence.control(byte) { output.append(.key(key)) }
        }
    }

    private mutating func stepInCharacter(_ byte: UInt8, _ missing: Int) {
        guard byte & 0xC0 == 0x80 else {
            // The character was cut off: what comes now is the beginning of something else.
            state = .ground
            return step(byte)
        }
        collected.append(byte)
        guard missing == 1 else { return state = .utf8(missing: missing - 1) }
        state = .ground
        guard let text = String(validating: collected, as: UTF8.self), let scalar = text.unicodeScalars.first else { return }
        // The C1 controls would be commands to a terminal; they are no keys.
        if scalar.value >= 0xA0 { output.append(.key(.character(Character(scalar)))) }
    }
}

extension InputDecoder {
    private mutating func stepInControl(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "[") where collected.isEmpty: state = .linuxFunction
        case 0x20...0x3F where collected.count < 64: collected.append(byte)
        case 0x40...0x7E: endControl(byte)
        default:
            // Not part of any sequence. A control key still counts: Ctrl-c must always work.
            state = .ground
            if byte < 0x20 { step(byte) }
        }
    }

    private mutating func endControl(_ final: UInt8) {
        state = .ground
        switch final {
        case UInt8(ascii: "M") where collected.isEmpty: state = .oldMouse
        case UInt8(ascii: "M") where collected.first == UInt8(ascii: "<"): click(collected.dropFirst())
        case UInt8(ascii: "~") where collected == Array("200".utf8):
            state = .paste
            paste.begin()
        default: finish(KeySequence.control(collected, final: final))
        }
    }

    /// `button;column;row`, counted from 1. Source: xterm, "SGR (1006)".
    private mutating func click(_ parameters: ArraySlice<UInt8>) {
        let numbers = parameters.split(separator: UInt8(ascii: ";")).map { Int(String(decoding: $0, as: UTF8.self)) ?? -1 }
        guard numbers.count == 3 else { return }
        press(button: numbers[0], x: numbers[1] - 1, y: numbers[2] - 1)
    }

    private mutating func stepInOldMouse(_ byte: UInt8) {
        collected.append(byte)
        guard collected.count == 3 else { return }
        state = .ground
        press(button: Int(collected[0]) - 32, x: Int(collected[1]) - 33, y: Int(collected[2]) - 33)
    }

    private mutating func press(button: Int, x: Int, y: Int) {
        guard button >= 0, x >= 0, y >= 0 else { return }
        // Shift, Meta and Control are 4, 8 and 16.
        switch button & ~0x1C {
        case 0: output.append(.mouse(Mouse(clicks.count(x: x, y: y, at: now) == 2 ? .doublePress : .press, x: x, y: y)))
        case 64: output.append(.mouse(Mouse(.wheelUp, x: x, y: y)))
        case 65: output.append(.mouse(Mouse(.wheelDown, x: x, y: y)))
        default: break
        }
    }

    private mutating func stepInPaste(_ byte: UInt8) {
        guard paste.append(byte) else { return }
        endPaste()
    }

    private mutating func endPaste() {
        output.append(.paste(paste.text))
        paste.begin()
        state = .ground
    }
}
