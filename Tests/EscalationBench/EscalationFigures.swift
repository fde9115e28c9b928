import BenchFigures
import Model

/// Requests that were taken off a queue and are on the disk.
struct DrainFigures {
    var requests: Int
    var seconds: Double

    func write(to json: inout JSONText) {
        json.member("requests", requests)
        json.member("seconds", Timings.rounded(seconds))
        json.member("perSecond", (Double(requests) / seconds).rounded())
    }
}

/// Notifications that fall due together.
struct BurstFigures {
    var due: Int
    var parallel: Int
    var latency: Duration
    /// From the first that was begun to the last that was answered.
    var seconds: Double
    var sentTwice: Int

    func write(to json: inout JSONText) {
        let ideal = Double(due) / Double(parallel) * (latency / .seconds(1))
        json.member("due", due)
        json.member("parallel", parallel)
        json.member("farEndMs", latency / .milliseconds(1))
        json.member("seconds", Timings.rounded(seconds))
        json.member("idealSeconds", ideal)
        json.member("ratio", Timings.rounded(seconds / ideal))
        json.member("sentTwice", sentTwice)
    }
}

/// What it costs that nothing is forgotten.
struct DurabilityFigures {
    /// Writing 4 kB and waiting for the disk, without any database.
    var fsync = Timings()
    /// Ten requests put into force.
    var requestBatch = Timings()
    /// Three attempts closed and three opened.
    var attemptBatch = Timings()

    func write(to json: inout JSONText) {
        for (name, timings) in [("fsync", fsync), ("batchOf10Requests", requestBatch), ("batchOf3Attempts", attemptBatch)] {
            json.key(name)
            json.object { timings.write(to: &$0, tail: 99) }
        }
    }
}
