import ArgumentParser
import Assembly
import Glibc
import Model

/// Arguments in, Assembly called, text or JSON out.
@main
enum Main {
    static func main() {
        signal(SIGPIPE, SIG_IGN)
        let arguments = ArgumentOrder.normalized(Array(CommandLine.arguments.dropFirst()))
        let wantsJSON = arguments.prefix { $0 != "--" }.contains("--json")
        do {
            var command = try NightdeskCommand.parseAsRoot(arguments)
            guard let later = command as? any AsyncParsableCommand else {
                try command.run()
                exit(ExitStatus.done.rawValue)
            }
            // The main thread belongs to the console; a command without a screen has no use for it.
            Task {
                var later = later
                do {
                    try await later.run()
                    exit(ExitStatus.done.rawValue)
                } catch {
                    end(with: error, wantsJSON: wantsJSON)
                }
            }
            while true { pause() }
        } catch {
            end(with: error, wantsJSON: wantsJSON)
        }
    }

    /// Says what happened and what to do, and ends with the contract's exit code.
    private static func end(with error: any Error, wantsJSON: Bool) -> Never {
        if let code = error as? ExitCode { exit(code.rawValue) }
        if let failure = error as? CommandFailure {
            Output.complain(failure, asJSON: wantsJSON)
            exit(failure.exit.rawValue)
        }
        let code = NightdeskCommand.exitCode(for: error)
        let text = NightdeskCommand.fullMessage(for: error)
        if code == .success {
            Output.print(text)
            exit(ExitStatus.done.rawValue)
        }
        let isUsage = code == .validationFailure
        if wantsJSON {
            let failure = CommandFailure(
                isUsage ? .usage : .internalError, code: isUsage ? "Usage" : "InternalError",
                message: NightdeskCommand.message(for: error), hint: "See \"nightdesk help\".")
            Output.complain(failure, asJSON: true)
            exit(failure.exit.rawValue)
        }
        Output.error(text)
        exit(isUsage ? ExitStatus.usage.rawValue : ExitStatus.internalError.rawValue)
    }
}
