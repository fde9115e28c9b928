import BenchFigures
import Engines
import FoundationEssentials
import Glibc
import Model
import Optimization
import Store

/// The table of docs/benchmarks.md, "Rate plans": files in, result in SQLite and files out, beside the usual methods on the same SIMs.
@main
enum OptimizerBench {
    static func main() async throws {
        let sizes = CommandLine.arguments.dropFirst().compactMap { Int($0) }
        print(
            "| SIMs | files in → out | validate | optimise + repair | write | peak | gap | cheapest plan per SIM | plan sequences |"
        )
        print("|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
        for size in sizes.isEmpty ? [1000, 10_000, 100_000, 1_000_000] : sizes { try await measure(size) }
    }

    private static func measure(_ size: Int) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "optimizer-bench-\(getpid())-\(size)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        _ = try PracticeFiles.write(sims: size, seed: 1, folder: folder)
        forgetPeak()
        let book = try OptimizerBook(folder: folder + "/state", context: "desk", host: "bench")
        var input = OptimizerInput(
            devices: folder + "/devices.csv", plans: folder + "/rate_plans.csv", output: folder + "/out.csv")
        input.groups = folder + "/comm_groups.csv"
        input.period = folder + "/billing_period.csv"
        input.prices = folder + "/prices.csv"
        input.rejects = folder + "/rejects.csv"
        let start = ContinuousClock.now
        let summary = try await OptimizerRunner(book: book).run(input)
        let whole = (ContinuousClock.now - start) / .seconds(1)
        let peak = peakMegabytes()
        book.close()
        let phases = summary.phases
        let solve = (phases["optimise"] ?? 0) + (phases["repair"] ?? 0)
        let problems = PracticeFleet(count: size, seed: 1).problems()
        let bound = Double(summary.run.bound?.ticks ?? 0)
        let cheapest = problems.reduce(Int64(0)) { $0 + $1.ticks(of: CheapestPlan.assignment($1)) }
        let sequences = problems.map { problem in
            let deadline = ContinuousClock.now + .seconds(0.5)
            return PlanSequences(problem).search { ContinuousClock.now > deadline }
        }
        let tried = sequences.reduce(0) { $0 + $1.tried }
        func above(_ ticks: Int64) -> String { "\(rounded(100 * (Double(ticks) / bound - 1), 10)) % above the bound" }
        let cells = [
            "\(size)", seconds(whole), seconds(phases["validate"] ?? 0), seconds(solve), seconds(phases["write"] ?? 0),
            "\(peak) MB",
            "\(rounded(summary.run.gapPercent ?? 0, 100_000)) %", above(cheapest),
            above(sequences.reduce(0) { $0 + $1.ticks }) + " (\(tried) tried)",
        ]
        print("| " + cells.joined(separator: " | ") + " |")
        if size >= 1_000_000 { await again(problems) }
    }

    /// After one in a hundred usages has changed, from the prices of before.
    private static func again(_ problems: [GroupProblem]) async {
        var first: [Int: [Int64]] = [:]
        let solver = FleetSolver { false }
        for (number, solution) in (await solver.solve(problems, report: { _, _ in }, finish: { _, _ in })).enumerated() {
            first[number] = solution.prices
        }
        var changed = problems
        for number in changed.indices {
            for sim in stride(from: 0, to: changed[number].count, by: 100) { changed[number].usage[sim] += 1500 }
        }
        for (name, warm) in [("cold", [:]), ("from earlier prices", first)] {
            let start = ContinuousClock.now
            let solutions = await solver.solve(changed, warm: warm, report: { _, _ in }, finish: { _, _ in })
            let (cost, bound) = (
                solutions.reduce(0) { $0 + $1.ticks }, PoolPrice.floorTicks(solutions.reduce(0) { $0 + $1.exactBound })
            )
            let gap = 100 * Double(cost - bound) / Double(cost)
            print(
                "\n1 % of the usages changed, \(name): \(seconds((ContinuousClock.now - start) / .seconds(1))), gap \(rounded(gap, 100_000)) %"
            )
        }
    }

    private static func seconds(_ value: Double) -> String { "\(Timings.rounded(value)) s" }
    private static func rounded(_ value: Double, _ unit: Double) -> Double { (value * unit).rounded() / unit }

    /// From here on the peak is counted anew. Source: proc(5), clear_refs.
    private static func forgetPeak() {
        guard let file = fopen("/proc/self/clear_refs", "w") else { return }
        fputs("5", file)
        fclose(file)
    }

    private static func peakMegabytes() -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return (line?.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) } ?? 0) / 1024
    }
}
