import FoundationEssentials
import Glibc
import Model
import Store
import Support

/// The recorder's cost over a time simulated, and what jumping into it takes.
struct RecorderBench {
    let hours: Int
    private let folder: String
    private let recorder: Recorder
    private var account = RecordedAccount(functions: 1000, queues: 1000, alarms: 200)
    private var processorSeconds = 0.0
    private var worstFrameSeconds = 0.0

    /// - Parameter folder: An empty one.
    init(hours: Int, folder: String) throws {
        self.hours = hours
        self.folder = folder
        // Room for all of it: the size that is kept by default would cut the oldest off an account as large as this one.
        recorder = try Recorder(folder: folder, limits: RecorderLimits(megabytes: 4096))
    }

    /// Each pane as often as it is asked: queues and alarms every 15 s, functions every minute.
    mutating func record() async throws {
        for step in 0..<(hours * 240) {
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
    }

    private mutating func record<Row: RecordedRow>(_ rows: [Row], _ cadence: Duration, _ now: Date) async throws {
        let start = Self.processorTime()
        try await recorder.record(
            .shown(rows, at: now, cadence: cadence), place: RecordedAccount.place, window: RecordedAccount.window, at: now)
        let taken = Self.processorTime() - start
        processorSeconds += taken
        worstFrameSeconds = max(worstFrameSeconds, taken)
    }

    /// Milliseconds from a moment to its panes, sorted.
    mutating func jump(times: Int) async throws -> [Double] {
        var taken: [Double] = []
        for _ in 0..<times {
            let second = Double.random(in: 0..<Double(hours * 3600), using: &account.numbers)
            let start = ContinuousClock.now
            let shown = try await recorder.snapshot(context: "prod", at: RecordedAccount.start.addingTimeInterval(second))
            taken.append((ContinuousClock.now - start) / .milliseconds(1))
            guard shown?.queues.rows.count == 1000 else { throw Missing(second: second) }
        }
        return taken.sorted()
    }

    /// Percent of one core that recording takes.
    var share: Double { processorSeconds / Double(hours * 3600) * 100 }
    var worstFrameMilliseconds: Double { worstFrameSeconds * 1000 }

    func fileMegabytes() -> Double {
        let paths = ["recorder.sqlite", "recorder.sqlite-wal"].map { folder + "/" + $0 }
        return paths.reduce(0) { sum, path in
            var status = stat()
            return stat(path, &status) == 0 ? sum + Double(status.st_size) / 1_048_576 : sum
        }
    }

    private static func processorTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

/// A moment that was recorded and is not there.
struct Missing: Error {
    let second: Double
}
