import ArgumentParser
import Assembly
import CTerminal
import Glibc
import Model

/// Arguments in, Assembly called, text or JSON out.
@main
enum Main {
    private static let arguments = ArgumentOrder.normalized(Array(CommandLine.arguments.dropFirst()))
    private static var wantsJSON: Bool { arguments.prefix { $0 != "--" }.contains("--json") }

    static func main() {
        signal(SIGPIPE, SIG_IGN)
        // A limit on the size of files is a full disk to us, and no reason to die.
        signal(SIGXFSZ, SIG_IGN)
        // Answers of megabytes are read on a few threads in turn: one heap for all keeps what each has freed for the next.
        ct_share_heap()
        do {
            // Building the whole tree of commands takes three milliseconds, which the console alone has no use for.
            if arguments.isEmpty, getenv("AWS_LAMBDA_RUNTIME_API") == nil {
                try ConsoleCommand.open()
                exit(ExitStatus.done.rawValue)
            }
            // A custom runtime on Lambda may be started without arguments: it is the engine.
            var command = try NightdeskCommand.parseAsRoot(arguments.isEmpty ? ["engine", "run"] : arguments)
            if let later = command as? any AsyncParsableCommand { Later.run(later) }
            try command.run()
            exit(ExitStatus.done.rawValue)
        } catch {
            end(with: error)
        }
    }

    /// Says what happened and what to do, and ends with the contract's exit code.
    static func end(with error: any Error) -> Never {
        if let code = error as? ExitCode { exit(code.rawValue) }
        if let failure = error as? CommandFailure {
            Output.complain(failure, asJSON: wantsJSON)
            exit(failure.exit.rawValue)
        }
        switch NightdeskCommand.exitCode(for: error) {
        case .success:
            // Help, version and completion scripts arrive as errors.
            Output.print(NightdeskCommand.fullMessage(for: error))
            exit(ExitStatus.done.rawValue)
        case .validationFailure:
            fail(.usage, "Usage", NightdeskCommand.message(for: error), hint: whereToRead(error))
        default:
            fail(.internalError, "InternalError", "\(error)", hint: "Please report this with what you did.")
        }
    }

    /// The help of the command that was meant: the last line of what the parser would print, which names it.
    private static func whereToRead(_ error: any Error) -> String {
        let lines = NightdeskCommand.fullMessage(for: error).split(separator: "\n")
        guard let command = lines.last?.split(separator: "'").dropFirst().first, command.hasPrefix("nightdesk ") else {
            return "See \"nightdesk help\"."
        }
        return "See \"\(command)\"."
    }

    private static func fail(_ exit: ExitStatus, _ code: String, _ message: String, hint: String) -> Never {
        Output.complain(CommandFailure(exit, code: code, message: message, hint: hint), asJSON: wantsJSON)
        Glibc.exit(exit.rawValue)
    }
}
