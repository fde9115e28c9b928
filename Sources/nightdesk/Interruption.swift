import ArgumentParser
import Glibc

/// A command that Ctrl-c ends in good order: its task is cancelled and it returns by itself. A second Ctrl-c ends it at once.
protocol InterruptibleCommand: AsyncParsableCommand {}

/// SIGINT and SIGTERM, waited for instead of obeyed.
struct Interruption {
    private var signals = sigset_t()

    /// Must be made before other threads are: they take the mask over.
    init() {
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        sigaddset(&signals, SIGTERM)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }

    /// Blocks the calling thread until one comes.
    /// - Returns: Its number.
    func wait() -> Int32 {
        var (signals, number) = (signals, Int32(0))
        while sigwait(&signals, &number) != 0 {}
        return number
    }
}
