import ArgumentParser
import Assembly
import Model

extension OptimizerCommand {
    struct GenerateCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "generate",
            abstract: "Write practice files: SIMs, plans, groups and a billing period; the same for the same seed.")
        @Option(help: ArgumentHelp("How many SIMs.", valueName: "n")) var sims: Int
        @Option(help: ArgumentHelp("What the data follow from.", valueName: "s")) var seed: UInt64
        @Option(help: ArgumentHelp("Folder for the files; made where it is missing.", valueName: "folder")) var output: String
        @OptionGroup var globals: GlobalFlags

        func validate() throws {
            if !(1...OptimizerPractice.limit).contains(sims) {
                throw ValidationError("--sims is 1 to \(OptimizerPractice.limit).")
            }
        }

        func run() throws {
            let folder = RunCommand.absolute(output)
            let files = try OptimizerPractice.write(sims: sims, seed: seed, folder: folder)
            guard globals.others.json else { return Output.print(files.joined(separator: "\n")) }
            Output.print(
                JSONText.object { json in
                    json.member("sims", sims)
                    json.key("files")
                    json.array(files) { $0.string($1) }
                })
        }
    }
}
