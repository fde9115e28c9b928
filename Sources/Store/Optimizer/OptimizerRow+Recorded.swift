import FoundationEssentials
package import Model

/// What the cache and the recording keep of a run: what its row shows.
extension OptimizerRow: CachedRow {
    package static var pane: PaneKind { .optimizer }

    package func write(to writer: inout RowWriter) {
        writer.write(run.id)
        for text in [run.provider, run.state.rawValue, run.phase.rawValue, severity.rawValue] { writer.write(text) }
        writer.write(run.createdAt)
        for count in [run.queuesDone, run.queuesTotal, run.devices, run.rejected] { writer.write(count) { $0.write($1) } }
        for money in [run.costBefore, run.costNow, run.bound] { writer.write(money) { $0.write(Int($1.ticks)) } }
        for date in [run.startedAt, run.endedAt, run.lastImprovementAt, run.lastProgressAt, run.cycleEndsAt] {
            writer.write(date) { $0.write($1) }
        }
        for figure in [run.etaSeconds, run.rate, run.share] { writer.write(figure) { $0.write($1) } }
        writer.write(percent)
        writer.write(reasons) { $0.write($1) }
    }

    package init(from reader: inout RowReader) throws {
        let (id, provider) = (try reader.int(), try reader.string())
        guard let state = OptimizerRun.State(rawValue: try reader.string()),
            let phase = OptimizerPhase(rawValue: try reader.string()), let severity = Severity(rawValue: try reader.string())
        else {
            throw RowCodecError()
        }
        var run = OptimizerRun(id: id, provider: provider, state: state, phase: phase, createdAt: try reader.date())
        run.queuesDone = try reader.optional { try $0.int() }
        run.queuesTotal = try reader.optional { try $0.int() }
        run.devices = try reader.optional { try $0.int() }
        run.rejected = try reader.optional { try $0.int() }
        run.costBefore = try reader.optional { Money(ticks: Int64(try $0.int())) }
        run.costNow = try reader.optional { Money(ticks: Int64(try $0.int())) }
        run.bound = try reader.optional { Money(ticks: Int64(try $0.int())) }
        run.startedAt = try reader.optional { try $0.date() }
        run.endedAt = try reader.optional { try $0.date() }
        run.lastImprovementAt = try reader.optional { try $0.date() }
        run.lastProgressAt = try reader.optional { try $0.date() }
        run.cycleEndsAt = try reader.optional { try $0.date() }
        run.etaSeconds = try reader.optional { try $0.double() }
        run.rate = try reader.optional { try $0.double() }
        run.share = try reader.optional { try $0.double() }
        let percent = try reader.double()
        self.init(run: run, severity: severity, percent: percent, reasons: try reader.list { try $0.string() })
    }
}

extension OptimizerRow: RecordedRow {
    package static var blank: OptimizerRow {
        let run = OptimizerRun(id: 0, provider: "", state: .queued, phase: .sync, createdAt: .origin)
        return OptimizerRow(run: run, severity: .unknown, percent: 0, reasons: [])
    }

    package static let recordedFields = RecordedFields<OptimizerRow>()
        .adding(\.percent).adding(\.run.costNow).adding(\.run.bound).adding(\.run.lastProgressAt).adding(\.run.queuesDone)
        .adding(rounded: \.run.etaSeconds).adding(rounded: \.run.rate).adding(rounded: \.run.share)
        .adding(\.run.lastImprovementAt).adding(\.run.phase).adding(\.run.state).adding(\.severity).adding(\.reasons)
        .adding(\.run.queuesTotal).adding(\.run.devices).adding(\.run.rejected).adding(\.run.costBefore).adding(\.run.startedAt)
        .adding(\.run.endedAt).adding(\.run.cycleEndsAt).adding(\.run.id).adding(\.run.provider).adding(\.run.createdAt)
}

extension OptimizerRun.State: RecordedWord {
    static var origin: OptimizerRun.State { .queued }
}

extension OptimizerPhase: RecordedWord {
    static var origin: OptimizerPhase { .sync }
}

extension Money: RecordedValue {
    static var origin: Money { Money(ticks: 0) }
    func write(after before: Money, to writer: inout FrameWriter) { writer.write(whole: Int(ticks &- before.ticks)) }
    mutating func read(from reader: inout FrameReader) throws { ticks &+= Int64(try reader.whole()) }
}
