package import Console
package import Drawing
package import FoundationEssentials
package import Model

/// A console without a terminal: events and keys in, effects and screens out.
package struct ScreenTester {
    package private(set) var state: ConsoleState
    /// Since the start, or since the last call of ``takeEffects()``.
    package private(set) var effects: [Effect] = []

    /// 2026-11-21 03:10:42 UTC.
    package static let night = Date(timeIntervalSince1970: 1_795_230_642)

    package init(
        width: Int = 120, height: Int = 40, place: Place = .prod, glyphs: Glyphs = .unicode, isLowBandwidth: Bool = false,
        keymap: Keymap = .standard
    ) {
        state = ConsoleState(
            place: place, now: Self.night, width: width, height: height, glyphs: glyphs, isLowBandwidth: isLowBandwidth,
            localOffsetSeconds: 3_600, keymap: keymap)
    }

    package mutating func send(_ events: Event...) {
        for event in events { effects += update(&state, on: event) }
    }

    /// Presses keys as the keymap writes them, separated by spaces: `"j j Enter C-d"`.
    package mutating func press(_ keys: String) {
        for word in keys.split(separator: " ") {
            guard let key = KeyName.parse(String(word)) else { preconditionFailure("\(word) is no key") }
            send(.input(.key(key)))
        }
    }

    /// Types text letter by letter, spaces included.
    package mutating func type(_ text: String) {
        for character in text { send(.input(.key(.character(character)))) }
    }

    /// Lets seconds go by, one tick each.
    package mutating func wait(seconds: Int) {
        for _ in 0..<seconds { send(.tick(state.now.addingTimeInterval(1))) }
    }

    package mutating func resize(_ width: Int, _ height: Int) { send(.input(.resize(width: width, height: height))) }

    package mutating func takeEffects() -> [Effect] {
        defer { effects = [] }
        return effects
    }

    package var canvas: Canvas { state.makeCanvas() }
    /// The characters of the screen, without spaces at the ends of lines.
    package var screen: String { canvas.plainText }
    package var lines: [String] { screen.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
}

extension Place {
    package static let prod = Place(context: "prod", region: "eu-west-1", account: "123456789012", isProduction: true)
    package static let drill = Place(
        context: "drill", region: "eu-west-1", account: "000000000000", isProduction: false, isDrill: true)
}
