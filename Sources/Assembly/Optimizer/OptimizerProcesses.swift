import AWS
import CProcess
import Engines
import FoundationEssentials
import Glibc
import Model
import Store
import Synchronization

/// The runs that this console has started, each in a process of its own, so that no key waits for a million SIMs. They go on when the
/// console ends.
final class OptimizerProcesses: Sendable {
    private struct Child: Sendable {
        var pid: pid_t
        var output: Int32
        var run: Int
    }

    /// How much a run steps back behind what is typed. Source: setpriority(2).
    private static let niceness: Int32 = 10

    private let machine: Machine
    private let context: String
    private let children = Mutex<[Child]>([])

    init(machine: Machine, context: String) {
        self.machine = machine
        self.context = context
    }

    deinit { children.withLock { $0.forEach { close($0.output) } } }

    /// Has a run that was entered worked on.
    /// - Throws: ``Problem``
    func start(run id: Int) throws(Problem) {
        var words = [Path.executable, "optimizer", "work", "\(id)", "--context", context, "--state-dir", machine.locations.state]
        if let file = machine.options.config { words += ["--config", Path.absolute(file)] }
        var arguments = words.map { strdup($0) } + [nil]
        var environment = machine.environment.variables.map { strdup("\($0)=\($1)") } + [nil]
        defer { (arguments + environment).forEach { free($0) } }
        var (pid, output): (pid_t, Int32) = (0, -1)
        let error = cp_start(&arguments, &environment, &pid, &output)
        guard error == 0 else {
            throw Problem(
                code: "NotStarted", message: "No process for run \(id) could be started: \(String(cString: strerror(error))).",
                hint: "nightdesk optimizer requeue \(id) runs it from a shell.")
        }
        setpriority(__priority_which_t(PRIO_PROCESS.rawValue), id_t(pid), Self.niceness)
        let child = Child(pid: pid, output: output, run: id)
        children.withLock { $0.append(child) }
    }

    /// Never waits.
    var hasEnded: Bool {
        children.withLock { children in
            children.contains { child in
                var state = siginfo_t()
                return waitid(P_PID, id_t(child.pid), &state, WEXITED | WNOHANG | WNOWAIT) == 0 && state.si_signo == SIGCHLD
            }
        }
    }

    /// Collects those that have ended. Never waits.
    func collect(_ book: OptimizerBook) {
        let ended = children.withLock { children in
            let ended = children.filter { child in
                var status: Int32 = 0
                return waitpid(child.pid, &status, WNOHANG) != 0
            }
            children.removeAll { child in ended.contains { $0.pid == child.pid } }
            return ended
        }
        for child in ended {
            close(child.output)
            // One that ended before it took its run leaves it to us.
            let problem = Problem(
                code: "NotTaken", message: "The process that was to work on run \(child.run) ended at once.",
                hint: "nightdesk optimizer requeue \(child.run) in a shell says why.")
            try? book.giveUp(child.run, problem: problem, at: machine.clock.now)
        }
    }
}
