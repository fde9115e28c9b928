import Glibc

/// A thread for a call that blocks: the threads of tasks are few and must not wait.
enum OwnThread {
    /// - Parameter body: Gives its value, and what is still to be done when the caller has it.
    /// - Returns: nil when the system has no thread to give; `body` was not called then.
    static func run<Value: Sendable>(_ body: @escaping @Sendable () -> (value: Value, goodbye: () -> Void)) async -> Value? {
        await withCheckedContinuation { continuation in
            let work = Unmanaged.passRetained(
                Work {
                    let (value, goodbye) = body()
                    continuation.resume(returning: value)
                    goodbye()
                })
            var thread = pthread_t()
            let code = pthread_create(
                &thread, nil,
                { context in
                    // pthread_create hands over what it was given: the retained work.
                    if let context { Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run() }
                    return nil
                }, work.toOpaque())
            guard code == 0 else {
                work.release()
                return continuation.resume(returning: nil)
            }
            pthread_detach(thread)
        }
    }

    private final class Work: Sendable {
        private let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) { self.body = body }

        func run() {
            // Signals are the main thread's; and OpenSSL writes to closed sockets without asking for no SIGPIPE.
            var all = sigset_t()
            sigfillset(&all)
            pthread_sigmask(SIG_BLOCK, &all, nil)
            body()
        }
    }
}
