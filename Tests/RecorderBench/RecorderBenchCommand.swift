import Glibc
import Model

/// Records an account of 1,000 functions, 1,000 queues and 200 alarms for the hours given (168: a week), then jumps to 300 moments of it.
/// Prints JSON; see Tests/Bench/README.md.
@main
enum RecorderBenchCommand {
    static func main() async throws {
        guard CommandLine.arguments.count == 3, let hours = Int(CommandLine.arguments[1]), hours > 0 else {
            print("usage: recorder-bench HOURS EMPTY-FOLDER")
            exit(64)
        }
        var bench = try RecorderBench(hours: hours, folder: CommandLine.arguments[2])
        try await bench.record()
        let jumps = try await bench.jump(times: 300)
        print(
            JSONText.object { json in
                json.member("hours", hours)
                json.member("recordingPercentOfACore", bench.share)
                json.member("worstFrameMs", bench.worstFrameMilliseconds)
                json.member("fileMB", bench.fileMegabytes())
                json.member("jumpP50Ms", jumps[jumps.count / 2])
                json.member("jumpP95Ms", jumps[jumps.count * 95 / 100])
                json.member("jumpWorstMs", jumps[jumps.count - 1])
            })
    }
}
