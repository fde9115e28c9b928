import Engines
import FoundationEssentials
import Glibc
import Model
import Optimization
import Store

/// Practice files for the optimizer, and in the practice world runs over them: one that has ended, and one that is really under way.
package actor OptimizerPractice {
    package static let limit = Fleet.limit

    /// - Throws: ``CommandFailure`` 1 when they cannot be written.
    package static func write(sims: Int, seed: UInt64, folder: String) throws -> [String] {
        do throws(OptimizerFailure) {
            return try PracticeFiles.write(sims: sims, seed: seed, folder: folder)
        } catch {
            throw CommandFailure(error)
        }
    }

    private let machine: Machine
    private let book: OptimizerBook
    /// Small enough to cost a start nothing, many groups to watch.
    private static let (sims, groups) = (240, 12)
    /// After each group but the first ones: the run is to be seen for some minutes.
    private static let rest: Duration = .seconds(25)
    private static let kept = 3

    init(machine: Machine, book: OptimizerBook) {
        self.machine = machine
        self.book = book
    }

    /// Begins what there is to see, unless another console of this machine is at it. A run that was left goes on.
    /// Returns when the first groups of the run are done; what fails leaves the pane with what there is.
    /// - Returns: Whether the run is one of this process.
    func begin() async -> Bool {
        do {
            let now = machine.clock.now
            let (input, areNew) = try files(at: now)
            guard try book.runs().allSatisfy({ $0.state.isFinished || $0.state == .stuck }) else { return false }
            try book.removePractice(keeping: areNew ? 0 : Self.kept, alsoOpen: areNew)
            if try book.runs().isEmpty {
                // Of the night before, so that there is something to compare with.
                let earlier = ShiftedClock(clock: machine.clock, seconds: -6 * 3600)
                _ = try? await OptimizerRunner(book: book, clock: earlier, lanes: 1).run(input)
            }
            let (steps, told) = AsyncStream.makeStream(of: Int.self, bufferingPolicy: .bufferingNewest(1))
            let runner = OptimizerRunner(book: book, clock: machine.clock, lanes: 1, rest: Self.rest) { event in
                if event.phase == .optimise, let done = event.done { told.yield(done) }
            }
            // Whoever leaves the console leaves the run: the next one goes on with it.
            Task.detached {
                _ = try? await runner.run(input)
                told.finish()
            }
            for await done in steps where done > Self.groups / 3 { return true }
            return true
        } catch {
            return false
        }
    }

    /// Takes the run under way away again: for whoever only looks once and is gone then.
    func leave() { try? book.removePractice(keeping: Self.kept, alsoOpen: true) }

    private func files(at now: Date) throws -> (input: OptimizerInput, areNew: Bool) {
        let folder = machine.locations.state + "/practice-optimizer"
        let input = OptimizerInput(folder: folder)
        let areNew = !Path.exists(input.devices) || isOver(folder, at: now)
        if areNew {
            try PracticeFiles.write(
                sims: Self.sims, seed: 7, groups: Self.groups, cycleEnd: now.addingTimeInterval(3 * 86_400), folder: folder)
        }
        var practice = OptimizerInput(folder: folder)
        practice.isPractice = true
        return (practice, areNew)
    }

    /// The cycle that the files are about has ended: they are of an earlier practice.
    private func isOver(_ folder: String, at now: Date) -> Bool {
        var status = stat()
        guard stat(folder + "/billing_period.csv", &status) == 0 else { return true }
        return now.timeIntervalSince1970 - Double(status.st_mtim.tv_sec) > 2 * 86_400
    }
}

/// Another clock, so many seconds ahead.
private struct ShiftedClock: WallClock {
    let clock: any WallClock
    let seconds: Double

    var now: Date { clock.now.addingTimeInterval(seconds) }
    func sleep(until deadline: Date) async throws { try await clock.sleep(until: deadline.addingTimeInterval(-seconds)) }
}
