import AWS
import FoundationEssentials
import Model

extension TailState {
    mutating func liveOpened(at now: Date) {
        live.opened(at: now)
        // What came between the last reading and now is found by one that begins when AWS shows it.
        hurryReads(to: now.addingTimeInterval(settings.settling.seconds))
    }

    mutating func take(_ news: LiveTailNews, at now: Date) {
        guard live.isOn else { return }
        let lastNewsAt = live.lastNewsAt ?? now
        live.lastNewsAt = now
        for event in news.events {
            let index = groups.firstIndex { $0.name == event.group }
            // A name that we do not know is shown all the same; no reading will repeat it.
            guard let index else {
                hold(event, at: now)
                continue
            }
            if groups[index].ledger.takeLive(event, session: live.session) { hold(event, at: now) }
        }
        live.isSampled = news.isSampled
        if news.isSampled {
            gaps.note(.sampled, groups: groups.map(\.name), from: max(lastNewsAt, verifiedTo), to: now)
            hurryReads(to: now.addingTimeInterval(settings.settling.seconds))
        }
        for index in groups.indices where groups[index].isCaughtUp && !gaps.concern(groups[index].name) {
            groups[index].watermarkMs = max(groups[index].watermarkMs, now.milliseconds - settings.holdBack.milliseconds)
        }
    }

    mutating func liveEnded(_ error: AWSError?, at now: Date) {
        let from = live.isOn ? live.lastNewsAt : nil
        live.ended(error, at: now)
        guard let from else { return }
        let reason: LogGap.Reason = error == nil || error?.code == LivePhase.sessionOver ? .sessionOver : .cut
        gaps.note(reason, groups: groups.map(\.name), from: max(from, verifiedTo), to: now)
        hurryReads(to: now)
    }

    /// What came before has been read and shown, whatever live tail did.
    private var verifiedTo: Date {
        let verifiedMs = groups.lazy.map(\.verifiedMs).min() ?? .min
        return Date(milliseconds: verifiedMs).addingTimeInterval(-settings.settling.seconds)
    }

    private mutating func hurryReads(to moment: Date) {
        for index in groups.indices {
            groups[index].wantedReadAt = moment
            groups[index].nextReadAt = groups[index].nextReadAt.map { min($0, moment) }
        }
    }
}
