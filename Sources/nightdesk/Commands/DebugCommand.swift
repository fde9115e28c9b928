import ArgumentParser
import Assembly
import Console
import FoundationEssentials
import SigV4

/// Seams for tests and for whoever wants to know what happened.
struct DebugCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "debug", abstract: "Show how something was made.",
        subcommands: [SignCommand.self, KeysCommand.self, ManualCommand.self])

    struct SignCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "sign", abstract: "Sign a raw HTTP request and show every step. Reads no configuration.")
        @Option(help: ArgumentHelp("Raw HTTP request, LF or CRLF.", valueName: "file")) var request: String
        @Option(help: ArgumentHelp("Signing context, JSON.", valueName: "file")) var context: String
        @Flag(help: "Sign in the query instead of in a header.") var presign = false
        @OptionGroup var others: OtherFlags

        func run() throws {
            let (request, context) = (try read(request), try read(context))
            do throws(SigningInputError) {
                let answer = try SigningProbe.run(request: request, context: context, presigns: presign)
                Output.print(Output.json(answer))
            } catch {
                throw CommandFailure(.badInput, code: "BadInput", message: "Could not sign: \(error.message).", hint: error.hint)
            }
        }

        private func read(_ path: String) throws -> Data {
            do {
                return try Data(contentsOf: URL(filePath: path))
            } catch {
                throw CommandFailure(
                    .badInput, code: "BadInput", message: "\(path): cannot be read.",
                    hint: "Name a file that exists and that you may read.")
            }
        }
    }

    struct KeysCommand: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "keys", abstract: "Print docs/keys.md from the actions.")
        @OptionGroup var globals: GlobalFlags
        func run() { Output.print(keysDocument()) }
    }

    struct ManualCommand: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "man", abstract: "Print the man page from the commands.")
        @OptionGroup var globals: GlobalFlags
        func run() throws { Output.print(try ManualPage.text(dump: NightdeskCommand._dumpHelp())) }
    }
}
