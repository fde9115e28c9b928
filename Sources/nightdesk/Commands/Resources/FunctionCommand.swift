import ArgumentParser
import Assembly
import Engines
import Model

struct FunctionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "function", abstract: "Lambda functions: memory, time-out, provisioned concurrency.",
        subcommands: [ShowCommand.self, SetCommand.self, ProvisionCommand.self])

    struct ShowCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "What can be set of a function, as it is.")
        @Argument(help: "Name of the function.") var function: String
        @Option(help: ArgumentHelp("Version or alias, with its provisioned concurrency.", valueName: "name")) var qualifier:
            String?
        @OptionGroup var globals: GlobalFlags

        func run() async throws {
            let book = try await ResourceBook(machine: .current(globals.options))
            defer { book.shutdown() }
            let standing = try await book.standing(of: function, qualifier: qualifier)
            guard !globals.others.json else { return Output.print(standing.json) }
            Output.print(
                TextTable(
                    columns: ["name", "memory", "time-out", "reserved", "provisioned", "state", "last update"],
                    rows: [
                        [
                            standing.name + (standing.qualifier.map { ":\($0)" } ?? ""),
                            standing.memoryMB.map { "\($0) MB" } ?? "–", standing.timeoutSeconds.map { "\($0) s" } ?? "–",
                            TextTable.number(standing.reserved), TextTable.number(standing.provisioned), standing.state ?? "–",
                            standing.lastUpdateStatus ?? "–",
                        ]
                    ]
                ).text)
        }
    }

    struct SetCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "set", abstract: "Set memory or time-out of a function; prints the command that sets it back.")
        @Argument(help: "Name of the function.") var function: String
        @Option(help: ArgumentHelp("128 to 10240.", valueName: "MB")) var memory: Int?
        @Option(help: ArgumentHelp("1 s to 15 min.", valueName: "30s")) var timeout: DurationArgument?
        @OptionGroup var globals: GlobalFlags

        func run() async throws {
            let seconds = timeout.map { Int($0.duration.components.seconds) }
            try await ResourceOrders.carryOut(
                .resize(function: function, memoryMB: memory, timeoutSeconds: seconds), globals)
        }
    }

    struct ProvisionCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "provision", abstract: "Keep so many instances of a version or alias ready; 0 keeps none.")
        @Argument(help: "Name of the function.") var function: String
        @Option(help: ArgumentHelp("Version or alias.", valueName: "name")) var qualifier: String
        @Option(help: ArgumentHelp("How many; 0 takes it away.", valueName: "n")) var count: Int
        @OptionGroup var globals: GlobalFlags

        func run() async throws {
            try await ResourceOrders.carryOut(
                .provision(function: function, qualifier: qualifier, count: count == 0 ? nil : count), globals)
        }
    }
}
