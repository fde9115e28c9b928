import CTerminal
import Glibc
import Synchronization

/// Keeps the jobs of ``UI`` until the main thread runs them between two waits.
///
/// The main actor will not do: its loop knows nothing of the terminal, and waiting for keys in it would block its jobs.
final class MainThreadExecutor: SerialExecutor {
    static let shared = MainThreadExecutor()

    /// Readable while the thread should wake; -1 when the system has no descriptor left.
    let bell: Int32
    private let jobs = Mutex<[UnownedJob]>([])
    /// The thread that runs the jobs; 0 until one does.
    private let thread = Atomic<UInt>(0)

    private init() { bell = ct_eventfd() }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let wasEmpty = jobs.withLock { jobs in
            defer { jobs.append(job) }
            return jobs.isEmpty
        }
        if wasEmpty, !isOnThread { ring() }
    }

    /// Makes the calling thread the one that runs the jobs.
    func adoptCurrentThread() { thread.store(pthread_self(), ordering: .sequentiallyConsistent) }

    var isOnThread: Bool { thread.load(ordering: .sequentiallyConsistent) == pthread_self() }

    /// Wakes the thread from its wait.
    func ring() {
        var one: UInt64 = 1
        // Full means that it is readable already.
        _ = write(bell, &one, 8)
    }

    var hasJobs: Bool { jobs.withLock { !$0.isEmpty } }

    /// Runs the jobs that are waiting now; those that they add wait for the next call, so that keys get their turn.
    ///
    /// - Returns: Whether there were any.
    func runJobs() -> Bool {
        let batch = jobs.withLock { jobs in
            defer { jobs = [] }
            return jobs
        }
        for job in batch { job.runSynchronously(on: asUnownedSerialExecutor()) }
        return !batch.isEmpty
    }

    func checkIsolated() { precondition(isOnThread, "Not on the thread that runs the UI actor's jobs.") }

    func isIsolatingCurrentContext() -> Bool? { isOnThread }
}
