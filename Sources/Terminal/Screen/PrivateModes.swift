/// Modes of xterm and its kin that ncurses does not switch. Source: xterm, "DEC Private Mode Set".
struct PrivateModes {
    let enter: String
    let leave: String

    /// - Parameter isUnderstood: Off sends nothing: some terminals show what they do not know.
    init(isUnderstood: Bool, mouse: Bool) {
        // 2004: pastes are marked. 1000: presses and the wheel. 1006: as decimal numbers, so beyond column 223 too.
        let numbers = (isUnderstood ? ["2004"] : []) + (isUnderstood && mouse ? ["1000", "1006"] : [])
        enter = numbers.map { "\u{1B}[?\($0)h" }.joined()
        leave = numbers.reversed().map { "\u{1B}[?\($0)l" }.joined()
    }
}
