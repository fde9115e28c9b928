import FoundationEssentials

/// Puts text into the clipboard of the person's own terminal, however far away. Source: xterm, "OSC 52".
enum Clipboard {
    /// More than this, and terminals drop all of it.
    static let limitBytes = 74_994

    /// The sequence to send; nil when the text is too long.
    static func sequence(for text: String, environment: [String: String]) -> String? {
        guard text.utf8.count <= limitBytes else { return nil }
        let command = "\u{1B}]52;c;\(Data(text.utf8).base64EncodedString())\u{07}"
        if environment["TMUX"] != nil {
            // tmux obeys the first where `set-clipboard` is on, and hands the second through where `allow-passthrough` is.
            return command + "\u{1B}Ptmux;\u{1B}\(command)\u{1B}\\"
        }
        if environment["STY"] != nil { return "\u{1B}P\(command)\u{1B}\\" }
        return command
    }
}
