import ArgumentParser
import Assembly
import Glibc
import Model

/// Runs a command that waits for the network, on the pool; the main thread has nothing to do meanwhile.
enum Later {
    static func run(_ command: sending some AsyncParsableCommand) -> Never {
        let interruption = command is any InterruptibleCommand ? Interruption() : nil
        let work = Task {
            var command = command
            do {
                try await command.run()
                exit(ExitStatus.done.rawValue)
            } catch {
                Main.end(with: error)
            }
        }
        guard let interruption else { while true { pause() } }
        _ = interruption.wait()
        work.cancel()
        exit(128 + interruption.wait())
    }
}
