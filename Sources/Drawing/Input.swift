/// A key as the person pressed it. Letters carry their case; control keys their lower-case letter.
package enum Key: Hashable, Sendable {
    case character(Character)
    case control(Character)
    case up, down, left, right, pageUp, pageDown, home, end
    case enter, escape, tab, backTab, backspace, delete
    case function(Int)
}

/// A press or turn of the mouse, in cells from the top left.
package struct Mouse: Hashable, Sendable {
    package enum Kind: Hashable, Sendable { case press, doublePress, wheelUp, wheelDown }
    package var kind: Kind
    package var x: Int
    package var y: Int

    package init(_ kind: Kind, x: Int, y: Int) {
        self.kind = kind
        self.x = x
        self.y = y
    }
}

/// What reaches the console from the terminal.
package enum TerminalInput: Hashable, Sendable {
    case key(Key)
    /// One bracketed paste, whole; never taken for keys.
    case paste(String)
    case mouse(Mouse)
    case resize(width: Int, height: Int)
    /// The terminal came back from a suspension: everything must be drawn anew.
    case resumed
}
