import FoundationEssentials
import Glibc
import Model
import Testing

@testable import Store

/// A week of an account with 1,000 functions, 1,000 queues and 200 alarms at the default cadences, each pane shown as often as it is asked.
@Suite(.enabled(if: Benchmark.isWanted), .serialized) struct RecorderBenchmark {
    /// Of time simulated; 168 makes a week and takes minutes.
    private static let hours = getenv("NIGHTDESK_BENCHMARK_HOURS").flatMap { Int(String(cString: $0)) } ?? 12

    private static func processorSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    @Test func recordsForTwoPercentOfACore_AndJumpsInFiftyMilliseconds() async throws {
        let folder = try TemporaryFolder()
        let recorder = try Recorder(folder: folder.path)
        var account = RecordedAccount(functions: 1000, queues: 1000, alarms: 200)
        var (cost, worst) = (0.0, 0.0)
        func record<Row: RecordedRow>(_ rows: [Row], _ cadence: Duration, _ now: Date) async throws {
            let start = Self.processorSeconds()
            try await recorder.record(
                .shown(rows, at: now, cadence: cadence), place: RecordedAccount.place, window: RecordedAccount.window, at: now)
            let taken = Self.processorSeconds() - start
            cost += taken
            worst = max(worst, taken)
        }
        for step in 0..<(Self.hours * 240) {
            let now = RecordedAccount.start.addingTimeInterval(Double(step) * 15)
            account.changeQueues(at: now)
            try await record(account.queues, .seconds(15), now)
            account.changeAlarms(at: now)
            try await record(account.alarms, .seconds(15), now)
            if step % 4 == 0 {
                account.changeFunctions(at: now)
                try await record(account.functions, .seconds(60), now)
            }
        }
        let share = cost / Double(Self.hours * 3600)
        print("BENCHMARK recording \(Self.hours) h: \(share * 100) % of a core, worst frame \(worst * 1000) ms")
        print("BENCHMARK file: \(try bytes(folder) / Self.hours * 168 / 1_048_576) MB a week (\(try bytes(folder)) bytes)")
        #expect(share < 0.02)
        try await jump(recorder, &account.numbers)
    }

    private func jump(_ recorder: Recorder, _ numbers: inout SeededNumbers) async throws {
        var taken: [Duration] = []
        for _ in 0..<300 {
            let second = Double.random(in: 0..<Double(Self.hours * 3600), using: &numbers)
            let moment = RecordedAccount.start.addingTimeInterval(second)
            let start = ContinuousClock.now
            let shown = try await recorder.snapshot(context: "prod", at: moment)
            taken.append(ContinuousClock.now - start)
            #expect(shown?.queues.rows.count == 1000)
        }
        taken.sort()
        print("BENCHMARK jump: p50 \(taken[150]), p95 \(taken[285]), worst \(taken[299])")
        #expect(taken[285] < .milliseconds(50))
        let start = ContinuousClock.now
        let window = Window(endingAt: RecordedAccount.start.addingTimeInterval(Double(Self.hours * 3600)), length: .seconds(900))
        let series = try await recorder.series(Queue.self, context: "prod", in: window, stepSeconds: 60) {
            $0.visible.map(Double.init)
        }
        print("BENCHMARK series of \(series.count) queues over 15 min: \(ContinuousClock.now - start)")
    }

    private func bytes(_ folder: TemporaryFolder) throws -> Int {
        let names = [RecorderFile.fileName, RecorderFile.fileName + "-wal"]
        return try names.reduce(0) { sum, name in
            var status = stat()
            guard stat(folder.file(name), &status) == 0 else { throw RowCodecError() }
            return sum + Int(status.st_size)
        }
    }
}
