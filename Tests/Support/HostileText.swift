/// Texts that strangers may write into a log to harm whoever reads it: each would do something to a terminal that obeyed it.
package enum HostileText {
    package static let all: [String] = [
        "\u{1B}[2J\u{1B}[H", "\u{1B}]0;title\u{7}", "\u{1B}]52;c;cm0gLXJmIC8=\u{7}", "\u{1B}P$q\"p\u{1B}\\", "\u{1B}[6n",
        "\u{1B}c",
        "\u{1B}[?1049h", "\u{9B}31m", "\u{9D}0;x\u{9C}", "\u{90}q\u{9C}", "before\rafter", "a\u{8}\u{8}b", "\u{7}\u{7}",
        "tab\there",
        "two\nlines\r\nthree", "\u{202E}gpj.exe\u{202C}", "\u{2066}isolated\u{2069}", "\u{200F}right\u{200E}", "\u{061C}mark",
        "para\u{2029}graph\u{2028}line", "e" + String(repeating: "\u{301}", count: 200), "\u{FEFF}\u{200B}\u{200D}",
        "👨‍👩‍👧‍👦🇭🇷", "漢字かな", String(decoding: [0xFF, 0xFE, 0xC3, 0x28, 0xED, 0xA0, 0x80], as: UTF8.self), "\u{0}nul\u{0}", "\u{7F}del",
        #"{"level":"error","message":"\u001b[2J\u009b31m\u202e","a":"\ud83d"}"#,
        "REPORT RequestId: \u{1B}[2J\tDuration: 1 ms\tStatus: \u{1B}]0;x\u{7}",
        "START RequestId: \u{1B}[31m", String(repeating: "x", count: 1 << 20), String(repeating: "\u{1B}[2J", count: 1 << 17),
        "{\"a\":\"" + String(repeating: "y", count: 1 << 20) + "\"}", "{\"a\":" + String(repeating: "[", count: 5000),
    ]

    /// Whether a terminal would obey something in a text that is to be lines of plain text, or be misled by it.
    package static func isObeyed(_ text: String) -> Bool {
        text.unicodeScalars.contains { scalar in
            switch scalar.value {
            case 0x0A: false
            case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
            default: false
            }
        }
    }
}
