import ArgumentParser
import Assembly
import Drawing
import Model

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Ask everything that the console needs once, and say what works.")
    @OptionGroup var globals: GlobalFlags

    func run() async throws {
        let machine = Machine.current(globals.options)
        let lines = try await Doctor(machine: machine).examine()
        Output.print(globals.others.json ? Doctor.json(lines, takenAt: machine.clock.now) : Self.text(lines))
        if !lines.allSatisfy(\.isGood) { throw ExitCode(ExitStatus.failed.rawValue) }
    }

    private static func text(_ lines: [Doctor.Line]) -> String {
        let width = lines.map(\.name.count).max() ?? 0
        return lines.map { line in
            let name = line.name + String(repeating: " ", count: width - line.name.count)
            let hint = line.hint.isEmpty ? "" : "\n" + String(repeating: " ", count: width + 10) + SafeText.of(line.hint)
            return "\(line.isGood ? "ok      " : "FAILED  ")\(name)  \(SafeText.of(line.value))\(hint)"
        }.joined(separator: "\n")
    }
}
