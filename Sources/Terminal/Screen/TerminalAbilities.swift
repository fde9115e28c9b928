import CTerminal
package import Drawing

/// What a terminal can do, as far as its environment tells.
package struct TerminalAbilities: Sendable, Hashable {
    package var depth: ColorDepth
    package var glyphs: Glyphs
    /// Understands xterm's private modes: mouse, bracketed paste.
    package var hasPrivateModes: Bool

    /// - Parameter colors: What the terminal database says; 0 or less for none.
    /// - Parameter isUTF8: Whether the locale is.
    package init(environment: [String: String], colors: Int, isUTF8: Bool) {
        let name = environment["TERM"] ?? ""
        depth = Self.depth(environment: environment, colors: colors)
        glyphs = !isUTF8 ? .lineDrawing : name.hasPrefix("linux") ? .linuxConsole : .unicode
        hasPrivateModes = !["linux", "vt", "ansi", "cons", "sun"].contains { name.hasPrefix($0) }
    }

    private static func depth(environment: [String: String], colors: Int) -> ColorDepth {
        // Source: no-color.org: set and not empty, whatever its value.
        if let refusal = environment["NO_COLOR"], !refusal.isEmpty { return .mono }
        switch colors {
        case 257...: return .truecolor
        case 256: return saysTruecolor(environment) ? .truecolor : .palette256
        case 16...: return .sixteen
        case 8...: return .eight
        default: return .mono
        }
    }

    /// Whether the terminal says of itself that it takes 24-bit colours, which the terminal database rarely knows.
    static func saysTruecolor(_ environment: [String: String]) -> Bool {
        // GNU screen hands the word down from the terminal outside, but takes such a colour for blinking and the like.
        let isInScreen = environment["STY"] != nil && environment["TMUX"] == nil
        return !isInScreen && ["truecolor", "24bit"].contains(environment["COLORTERM"] ?? "")
    }

    /// Takes the character type of the environment's locale for the whole process.
    ///
    /// - Returns: Whether text is to be written in UTF-8; pictures without a ``Screen`` want to know it too.
    package static func useLocale(_ environment: [String: String]) -> Bool {
        if !ct_use_locale(""), asksForUTF8(environment) {
            // Bare machines have the language in no form; its encoding is all that matters here.
            _ = ct_use_locale("C.UTF-8")
        }
        return ct_locale_is_utf8()
    }

    /// Whether a locale's name asks for UTF-8, installed or not.
    static func asksForUTF8(_ environment: [String: String]) -> Bool {
        let name = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
        let encoding = name.split(separator: ".").dropFirst().first?.lowercased() ?? ""
        return encoding.hasPrefix("utf-8") || encoding.hasPrefix("utf8")
    }
}
