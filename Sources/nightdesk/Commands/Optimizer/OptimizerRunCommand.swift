import ArgumentParser
import Assembly
import Engines
import FoundationEssentials
import Glibc
import Model
import Store

extension OptimizerCommand {
    struct RunCommand: AsyncParsableCommand, InterruptibleCommand {
        static let configuration = CommandConfiguration(
            commandName: "run", abstract: "Find the cheapest plan of every SIM in a file.",
            discussion: """
                Ctrl-c and --time-limit leave the best assignment so far with its bound. Groups and billing period are read from \
                comm_groups.csv and billing_period.csv beside the devices unless told otherwise. A run that was killed goes on when it is \
                started again with the same files.
                """)
        @Option(help: ArgumentHelp("The SIMs.", valueName: "file")) var devices: String
        @Option(help: ArgumentHelp("The rate plans.", valueName: "file")) var plans: String
        @Option(help: ArgumentHelp("Which plans each communication plan allows.", valueName: "file")) var groups: String?
        @Option(help: ArgumentHelp("The billing period.", valueName: "file")) var period: String?
        @Option(help: ArgumentHelp("Where the assignment goes.", valueName: "file")) var output: String
        @Option(help: ArgumentHelp("Where the certificate goes.", valueName: "file")) var prices: String?
        @Option(help: ArgumentHelp("Where rows go that are left out.", valueName: "file")) var rejects: String?
        @Option(help: ArgumentHelp("Stop with the best so far after this time.", valueName: "30s")) var timeLimit:
            DurationArgument?
        @OptionGroup var globals: GlobalFlags

        func validate() throws {
            let outputs = [output, prices, rejects].compactMap(\.self)
            if Set(outputs.map(Self.absolute)).count < outputs.count { throw ValidationError("Two outputs have the same name.") }
            let inputs = [devices, plans, groups, period].compactMap(\.self).map(Self.absolute)
            if outputs.map(Self.absolute).contains(where: inputs.contains) {
                throw ValidationError("An output has the name of an input.")
            }
        }

        func run() async throws {
            let bar = OptimizerBar()
            let desk = try OptimizerDesk(machine: .current(globals.options))
            let summary: OptimizerSummary
            do {
                summary = try await desk.run(input) { bar.show($0) }
            } catch {
                bar.clear()
                throw error
            }
            bar.clear()
            OptimizerText.print(summary, asJSON: globals.others.json)
        }

        private var input: OptimizerInput {
            var input = OptimizerInput(
                devices: Self.absolute(devices), plans: Self.absolute(plans), output: Self.absolute(output))
            input.groups = groups.map(Self.absolute) ?? beside("comm_groups.csv")
            input.period = period.map(Self.absolute) ?? beside("billing_period.csv")
            input.prices = prices.map(Self.absolute)
            input.rejects = rejects.map(Self.absolute)
            input.timeLimitSeconds = timeLimit.map { $0.duration / .seconds(1) }
            return input
        }

        private func beside(_ name: String) -> String? {
            let path = Self.absolute(devices)
            guard let slash = path.lastIndex(of: "/") else { return nil }
            let sibling = path[...slash] + name
            return access(String(sibling), F_OK) == 0 ? String(sibling) : nil
        }

        static func absolute(_ path: String) -> String {
            guard !path.hasPrefix("/"), let folder = getcwd(nil, 0) else { return path }
            defer { free(folder) }
            return String(cString: folder) + "/" + path
        }
    }
}
