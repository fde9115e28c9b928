import BenchFigures
import FoundationEssentials
import Model

// Measures the escalation engine from the queue layer down: local queue, SQLite, one engine. Prints JSON; see Tests/Bench/README.md.

let folder = CommandLine.arguments.dropFirst().first ?? ".build/escalation-bench"
let bench = EscalationBench(folder: folder)
let drain = try await bench.drain(requests: 20_000)
let burst = try await bench.burst(due: 500, parallel: 10, latency: .milliseconds(100))
let delays = try await bench.delays(moments: 20, each: 10)
let durability = try await bench.durability(rounds: 300)
let list = try await bench.list(processes: 10_000)
print(
    JSONText.object { json in
        json.member("build", EscalationBench.build)
        json.key("drain")
        json.object { drain.write(to: &$0) }
        json.key("burst")
        json.object { burst.write(to: &$0) }
        json.key("atToFirstByte")
        json.object { delays.write(to: &$0, tail: 99) }
        json.key("durability")
        json.object { durability.write(to: &$0) }
        json.key("listOf10000")
        json.object { list.write(to: &$0, tail: 99) }
    })
