import FoundationEssentials
import Model
import Support
import Testing

@testable import Store

@Suite struct FrameCodecTests {
    /// Encodes snapshots one after the other and reads them back.
    private final class Tape<Row: RecordedRow> {
        let texts = TextTable()
        private(set) var known: [String] = []
        private lazy var encoder = FrameEncoder<Row>(texts: texts)
        private(set) var bytes: [[UInt8]] = []

        func add(_ snapshot: PaneSnapshot<Row>) {
            bytes.append(encoder.encode(snapshot, whole: bytes.isEmpty))
            known += texts.added.map(\.text)
            texts.forgetAdded()
        }

        func last() throws -> PaneSnapshot<Row>? {
            var decoder = FrameDecoder<Row>(texts: known)
            for (index, frame) in bytes.enumerated() { try decoder.apply(frame, whole: index == 0) }
            return decoder.snapshot
        }
    }

    private func expectSame<Row: RecordedRow>(_ snapshots: [PaneSnapshot<Row>]) throws {
        let tape = Tape<Row>()
        for snapshot in snapshots {
            tape.add(snapshot)
            #expect(try tape.last() == snapshot)
        }
    }

    @Test func recordsEveryPropertyOfEveryRow() {
        #expect(Mirror(reflecting: LambdaFunction.blank).children.count == LambdaFunction.recordedFields.fields.count)
        #expect(Mirror(reflecting: Queue.blank).children.count == Queue.recordedFields.fields.count)
        #expect(Mirror(reflecting: Alarm.blank).children.count == Alarm.recordedFields.fields.count)
    }

    @Test func readsBackEveryPropertyOfEveryRow() throws {
        let series = MetricSeries(start: RecordedAccount.start, stepSeconds: 60, values: [1, nil, 0.5, 1.0 / 3, -2])
        var function = LambdaFunction(name: "f")
        (function.invocations, function.errors, function.throttles, function.durationP95Ms) = (1, 0.5, 1e300, 123.456)
        (function.concurrency, function.iteratorAgeMs, function.isStreamFed) = (-3, 1.0 / 3, true)
        (function.state, function.lastUpdateStatus, function.runtime, function.arn) = ("Active", "Successful", "r", "arn")
        (function.lastModified, function.timeoutSeconds, function.memoryMB) = (Date(timeIntervalSince1970: 1.1), 3, 128)
        (function.invocationSeries, function.errorSeries, function.iteratorAgeSeries) = (series, series, series)
        (function.severity, function.reasons) = (.critical, ["a", "ü"])
        try expectSame([.shown([function], at: RecordedAccount.start)])

        var queue = Queue(name: "q.fifo", url: "u")
        (queue.arn, queue.visible, queue.inFlight, queue.delayed) = ("arn", 1, 2, 3)
        (queue.oldestAgeSeconds, queue.sentPerMinute, queue.receivedPerMinute) = (1.5, 2.0 / 15, 3)
        (queue.deadLetterQueue, queue.deadLetterDepth, queue.deadLetterSources) = ("d", 4, ["s", "t"])
        (queue.visibilityTimeoutSeconds, queue.depthSeries, queue.growthPerMinute) = (30, series, -1.25)
        (queue.severity, queue.reasons, queue.isFIFO) = (.warning, ["deep"], true)
        try expectSame([.shown([queue], at: RecordedAccount.start)])

        var alarm = Alarm(name: "a", state: "ALARM", since: .now, reason: "why", source: .local, kind: .composite)
        (alarm.acknowledged, alarm.arn, alarm.summary, alarm.namespace) = (true, "arn", "s", "n")
        (alarm.metricName, alarm.dimensions, alarm.statistic) = ("m", ["a": "b", "c": "d"], "Sum")
        (alarm.periodSeconds, alarm.threshold, alarm.comparison, alarm.evaluationPeriods) = (60, 0.05, "GT", 2)
        (alarm.treatMissingData, alarm.rule, alarm.actionsEnabled, alarm.neverFires) = ("missing", "ALARM(x)", false, "never")
        try expectSame([.shown([alarm], at: RecordedAccount.start)])
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>) func readsBackWhateverWasShown(seed: UInt64) throws {
        var account = RecordedAccount(functions: 12, queues: 12, alarms: 12, seed: seed)
        var shown: (lambda: [PaneSnapshot<LambdaFunction>], queues: [PaneSnapshot<Queue>], alarms: [PaneSnapshot<Alarm>]) =
            ([], [], [])
        for step in 0..<25 {
            let now = RecordedAccount.start.addingTimeInterval(Double(step) * 15)
            account.changeFunctions(at: now)
            account.changeQueues(at: now)
            account.changeAlarms(at: now, share: 0.2)
            let keep = Int.random(in: 0...12, using: &account.numbers)
            shown.lambda.append(.shown(Array(account.functions.shuffled(using: &account.numbers).prefix(keep)), at: now))
            shown.queues.append(.shown(account.queues.shuffled(using: &account.numbers), at: now))
            shown.alarms.append(.shown(Array(account.alarms.prefix(keep)), at: now))
        }
        try expectSame(shown.lambda)
        try expectSame(shown.queues)
        try expectSame(shown.alarms)
    }

    @Test func readsBackWhatIsKnownOfThePane() throws {
        var snapshot = PaneSnapshot<Alarm>(
            rows: [], asOf: nil, error: Problem(code: "AccessDenied", message: "No.", hint: "Ask.", requestID: "r"),
            missing: [Problem(code: "x", message: "y")], cadence: .milliseconds(1500), slowedBy: "throttled", total: 12_345)
        try expectSame([snapshot])
        snapshot.error = nil
        snapshot.slowedBy = nil
        try expectSame([snapshot, .loading])
    }

    @Test func keepsRowsApartThatHaveOneName() throws {
        let rows = [1, 2, 3].map { number in
            var row = Queue(name: "same", url: "u")
            row.visible = number
            return row
        }
        try expectSame([.shown(rows, at: .now), .shown(rows.reversed(), at: .now), .shown([rows[1]], at: .now)])
    }

    @Test func keepsFiguresExactly() throws {
        let figures = [
            0, 1, -1, 0.1, 0.25, 123.45, 1.0 / 3, 2.0 / 15, 7.0 / 60, 1e15, 1e16, 1e300, -1e-300, .infinity, -.infinity, .pi,
            Double(Int64.max), .greatestFiniteMagnitude, .leastNonzeroMagnitude,
        ]
        for figure in figures {
            var writer = FrameWriter(texts: TextTable())
            writer.write(figure: figure)
            writer.write(step: Float(figure))
            var reader = FrameReader(writer.bytes, texts: [])
            #expect(try reader.figure() == figure)
            #expect(try reader.step() == Float(figure))
        }
        var writer = FrameWriter(texts: TextTable())
        writer.write(figure: .nan)
        var reader = FrameReader(writer.bytes, texts: [])
        #expect(try reader.figure().isNaN)
    }

    @Test func keepsNumbersOfEitherSignShort() {
        for value in [0, 1, -1, 63, -64, .max, .min] as [Int64] { #expect(ZigZag.decode(ZigZag.encode(value)) == value) }
        #expect(ZigZag.encode(-1) == 1 && ZigZag.encode(1) == 2)
    }

    @Test func keepsASeriesThatMovesOn_OrIsAnother() throws {
        let start = RecordedAccount.start
        let all = [
            MetricSeries(start: start, stepSeconds: 60, values: [1, nil, 3]),
            MetricSeries(start: start.addingTimeInterval(60), stepSeconds: 60, values: [nil, 3, 4]),
            MetricSeries(start: start.addingTimeInterval(-120), stepSeconds: 60, values: [9, 8, 1, nil, 3, 4]),
            MetricSeries(start: start.addingTimeInterval(3600), stepSeconds: 60, values: [5]),
            MetricSeries(start: start.addingTimeInterval(30), stepSeconds: 60, values: [5, 6]),
            MetricSeries(start: start, stepSeconds: 300, values: [5, 6]),
            MetricSeries(start: start, stepSeconds: 300, values: []),
        ]
        for (before, after) in all.flatMap({ before in all.map { (before, $0) } }) {
            var writer = FrameWriter(texts: TextTable())
            after.write(after: before, to: &writer)
            var reader = FrameReader(writer.bytes, texts: [])
            var read = before
            try read.read(from: &reader)
            #expect(read == after)
            #expect(reader.isAtEnd)
        }
    }

    @Test func writesLittleWhereLittleChanges() {
        var account = RecordedAccount(functions: 0, queues: 1000, alarms: 0)
        let tape = Tape<Queue>()
        account.changeQueues(at: RecordedAccount.start, share: 1)
        tape.add(.shown(account.queues, at: RecordedAccount.start))
        tape.add(.shown(account.queues, at: RecordedAccount.start.addingTimeInterval(15)))
        #expect(tape.bytes[1].count < 30, "only the time is new")
        account.queues[500].visible = 7
        tape.add(.shown(account.queues, at: RecordedAccount.start.addingTimeInterval(30)))
        #expect(tape.bytes[2].count < 40)
    }

    /// Whatever happens to the file, a replay ends in an error or a pane, and not in a crash.
    @Test func survivesDamagedBytes() throws {
        var account = RecordedAccount(functions: 3, queues: 0, alarms: 0)
        let tape = Tape<LambdaFunction>()
        for step in 0..<2 {
            account.changeFunctions(at: RecordedAccount.start.addingTimeInterval(Double(step) * 60), share: 1)
            tape.add(.shown(account.functions, at: RecordedAccount.start))
        }
        for (index, frame) in tape.bytes.enumerated() {
            for length in 0..<frame.count {
                #expect(throws: RowCodecError.self) { try apply(tape, index, Array(frame[..<length])) }
            }
            for position in frame.indices {
                for bit in 0..<8 {
                    var damaged = frame
                    damaged[position] ^= 1 << UInt8(bit)
                    do {
                        try apply(tape, index, damaged)
                    } catch {
                        #expect(error is RowCodecError)
                    }
                }
            }
        }
    }

    private func apply(_ tape: Tape<LambdaFunction>, _ index: Int, _ bytes: [UInt8]) throws {
        var decoder = FrameDecoder<LambdaFunction>(texts: tape.known)
        for (number, frame) in tape.bytes[..<index].enumerated() { try decoder.apply(frame, whole: number == 0) }
        try decoder.apply(bytes, whole: index == 0)
        _ = decoder.snapshot
    }
}
