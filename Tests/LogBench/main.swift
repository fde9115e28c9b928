import BenchFigures
import Console
import Drawing
import FoundationEssentials
import Model

// Measures the log view: lines taken in, keys while a hundred thousand are held, memory. Prints JSON; see Tests/Bench/README.md.

let batchLines = 500
let heldLines = 100_000
var bench = LogBench()
bench.open()
let filling = bench.takeIn(batches: heldLines / batchLines)
let full = bench.takeIn(batches: 100)
let late = bench.takeInLate(batches: 20)
let moving = bench.press(Array(repeating: "k", count: 50) + Array(repeating: "C-u", count: 50))
let filter = bench.press(["/"] + "provider level>=error".map { $0 == " " ? "Space" : String($0) } + ["Esc"])
let search = bench.press(["f"] + "notification 4".map { $0 == " " ? "Space" : String($0) } + ["Enter"])
let next = bench.press(Array(repeating: "S-Tab", count: 50))
let rare = bench.press(["f"] + "zzzz".map { String($0) } + ["Esc"])
let shapes = bench.press(["e", "j", "e"])
print(
    JSONText.object { json in
        json.member("build", LogBench.build)
        json.member("linesHeld", heldLines)
        json.member("peakMemoryMB", LogBench.peakMemoryMB)
        for (name, figures) in [
            ("batchOf500WhileFilling", filling), ("batchOf500WhenFull", full), ("batchOf500LateLines", late), ("move", moving),
            ("filterLetter", filter), ("searchLetter", search), ("nextMatch", next), ("searchLetterNothingFound", rare),
            ("errorsByShape", shapes), ("digestOf500OffTheScreensThread", bench.digests),
        ] {
            json.key(name)
            json.object { figures.write(to: &$0) }
        }
    })

/// A console without a terminal that has the log of one function open; each event is followed by a frame of 120 × 40.
struct LogBench {
    private var state: ConsoleState
    private var number = 0
    private var lines = 0
    private var digest = LogDigest()
    private(set) var digests = Timings()
    private let start = Date(timeIntervalSince1970: 1_795_230_642)

    init() {
        let place = Place(context: "bench", region: "eu-west-1", isProduction: false)
        state = ConsoleState(place: place, now: start, width: 120, height: 40)
    }

    static var build: String {
        #if DEBUG
            "debug"
        #else
            "release"
        #endif
    }

    mutating func open() {
        send(.lambda(PaneSnapshot(rows: [LambdaFunction(name: "sender")], asOf: start)))
        for effect in key("l") {
            if case .openLogs(let request) = effect { number = request.number }
        }
        send(.logs(number, .groups(["/aws/lambda/sender"], missing: [])))
    }

    mutating func takeIn(batches: Int) -> Timings {
        var timings = Timings()
        for _ in 0..<batches {
            let events = (0..<batchLines).map { _ in nextEvent() }
            digests.measure { digest.take(events) }
            timings.measure { show(events) }
        }
        return timings
    }

    /// Lines of a gap that is being filled: a minute older than the newest ones.
    mutating func takeInLate(batches: Int) -> Timings {
        var timings = Timings()
        for _ in 0..<batches {
            let events = (0..<batchLines).map { _ in
                var event = nextEvent()
                event.atMs -= 5_000
                return event
            }
            timings.measure { show(events) }
        }
        return timings
    }

    mutating func press(_ keys: [String]) -> Timings {
        var timings = Timings()
        for name in keys {
            timings.measure {
                _ = key(name)
                _ = state.makeCanvas()
            }
        }
        return timings
    }

    static var peakMemoryMB: Double? {
        guard let data = FileManager.default.contents(atPath: "/proc/self/status") else { return nil }
        let line = String(decoding: data, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return line?.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap { Double($0) }.map {
            ($0 / 102.4).rounded() / 10
        }
    }

    private mutating func show(_ events: [LogEvent]) {
        let status = TailStatus(mode: .polling(every: .seconds(2), because: ""), completeTo: start)
        send(.logs(number, .batch(LogBatch(events: events, status: status), digest)))
        _ = state.makeCanvas()
    }

    private mutating func send(_ event: Event) { _ = update(&state, on: event) }

    private mutating func key(_ name: String) -> [Effect] {
        guard let key = KeyName.parse(name) else { return [] }
        return update(&state, on: .input(.key(key)))
    }

    /// What functions log: a start, two lines of their own, a report; 230 bytes on average, one in forty an error.
    private mutating func nextEvent() -> LogEvent {
        lines += 1
        let id = "7d1b7a1e-2c1e-4c7f-9b1a-\(100_000_000_000 + lines / 4)"
        let message =
            switch lines % 4 {
            case 0: "START RequestId: \(id) Version: $LATEST"
            case 1 where lines % 40 == 1:
                #"{"level":"error","message":"could not reach provider \#(lines % 17): 503","context":{"requestId":"\#(id)","notificationId":\#(lines),"channel":"email","attempt":3}}"#
            case 1:
                #"{"level":"info","message":"notification \#(lines) sent","duration":212,"context":{"requestId":"\#(id)","notificationId":\#(lines),"channel":"email"}}"#
            case 2:
                "2026-11-21T03:10:02.000Z\t\(id)\tINFO\tdemand \(lines) was given to worker \(lines % 7) of tenant \(lines % 113)"
            default:
                "REPORT RequestId: \(id)\tDuration: \(lines % 900).40 ms\tBilled Duration: 213 ms\tMemory Size: 512 MB\t"
                    + "Max Memory Used: 98 MB"
            }
        return LogEvent(
            id: "3771600000000000000000000000000000000000000000000\(lines)", group: "/aws/lambda/sender",
            stream: "2026/11/21/[$LATEST]8f0c2b1d9e7a4c55b8d1f2e3a4b5c6d7", atMs: Int64(1_795_230_000_000 + lines / 10),
            ingestedMs: Int64(1_795_230_000_000 + lines / 10), message: message)
    }
}
