import FoundationEssentials
import Model

extension ConsoleState {
    /// What a typed time may mean: a time of day is of the last 24 hours, in UTC or as the clock on the wall.
    func moments(for text: String) -> [(moment: Date, zone: String)] {
        let utc = MomentText.parse(text, now: now).map { ($0, "UTC") }
        let local = MomentText.parse(text, now: now, offsetSeconds: localOffsetSeconds).map { ($0, "local") }
        return [utc, local].compactMap { $0 }.enumerated().filter { $0.offset == 0 || $0.element.0 != utc?.0 }.map(\.element)
    }

    func momentEntries(for text: String) -> [PaletteView.Entry] {
        moments(for: text).map { moment, zone in
            let isLocal = zone == "local"
            let shown = Clock.dateTime(moment, offsetSeconds: isLocal ? localOffsetSeconds : 0)
            let ago = Figures.duration(seconds: now.timeIntervalSince(moment))
            return PaletteView.Entry(
                label: "Show what was recorded at \(shown) \(zone)", note: moment < now ? "\(ago) ago" : "not past",
                isEnabled: moment < now, choice: .moment(moment))
        }
    }
}
