import ArgumentParser
import Assembly
import FoundationEssentials
import Glibc
import Model

struct InvokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invoke", abstract: "Run a function with an event, after a question, and record it.",
        discussion: "The function's answer goes to standard output, its figures and the end of its log to standard error.")
    @Argument(help: "Name or ARN of the function.") var function: String
    @Option(help: ArgumentHelp("Version or alias; $LATEST unless given.", valueName: "name")) var qualifier: String?
    @Option(help: ArgumentHelp("Event of the library, the file events/NAME.json; {} unless given.", valueName: "name"))
    var event: String?
    @Option(help: ArgumentHelp("File with the event, or - for standard input.", valueName: "file")) var payload: String?
    @Flag(name: .customLong("async"), help: "Hand the event over and do not wait for the result.") var isAsync = false
    @OptionGroup var globals: GlobalFlags

    func validate() throws {
        if event != nil, payload != nil { throw ValidationError("Give --event or --payload, not both.") }
        if function.isEmpty { throw ValidationError("The name of the function is empty.") }
    }

    func run() async throws {
        let machine = Machine.current(globals.options)
        let context = try machine.plan(try machine.locations.loadConfiguration())
        let order = try await InvokeOrder(
            of: function, qualifier: qualifier, payload: try chosenPayload(machine), mode: isAsync ? .event : .requestResponse,
            machine: machine, context: context)
        if globals.others.dryRun { return print(order.proposal) }
        // What is read-only is refused by the desk, which writes that down.
        if !order.proposal.change.place.isReadOnly { try Asking.consent(to: order.proposal, globals) }
        let (result, notRecorded) = try await order.run()
        print(result)
        if let problem = notRecorded { Output.error("nightdesk: \(problem.message)\n  \(problem.hint)") }
        if result.functionError != nil { throw ExitCode(ExitStatus.failed.rawValue) }
    }

    private func chosenPayload(_ machine: Machine) throws -> Payload {
        if let event { return try PayloadFiles.event(event, machine.locations) }
        guard let payload else { return PayloadLibrary.empty }
        do throws(Problem) {
            return try Payload(name: payload == "-" ? "standard input" : payload, data: try read(payload))
        } catch {
            throw CommandFailure(.badInput, code: error.code, message: error.message, hint: error.hint)
        }
    }

    private func read(_ path: String) throws(Problem) -> Data {
        if path == "-" { return readStandardInput() }
        guard let data = try? Data(contentsOf: URL(filePath: path)) else {
            throw Problem(
                code: "BadInput", message: "\(path): cannot be read.", hint: "Name a file that exists and that you may read.")
        }
        return data
    }

    /// To its end, or as much as is too long anyway.
    private func readStandardInput() -> Data {
        var data = Data()
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while data.count <= Payload.limitBytes(.requestResponse) {
            let count = Glibc.read(STDIN_FILENO, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            data.append(contentsOf: buffer[..<count])
        }
        return data
    }

    private func print(_ proposal: Proposal) {
        guard globals.others.json else { return Output.print(Asking.preview(of: proposal)) }
        Output.print(proposal.json)
    }

    private func print(_ result: InvokeResult) {
        if globals.others.json { return Output.print(result.json) }
        if !result.payload.isEmpty {
            let isTerminal = isatty(STDOUT_FILENO) == 1
            Output.print(isTerminal ? HarmlessText.lines(result.payload) : result.payload)
        }
        Output.error(figures(of: result))
        let shown = result.shown
        if !shown.logTail.isEmpty { Output.error(shown.logTail.map { "  " + HarmlessText.line($0) }.joined(separator: "\n")) }
    }

    private func figures(of result: InvokeResult) -> String {
        func number(_ value: Double?, _ unit: String) -> String {
            guard let value else { return "–" }
            let text = String((value * 100).rounded() / 100)
            return "\(text.hasSuffix(".0") ? String(text.dropLast(2)) : text) \(unit)"
        }
        if isAsync { return "Taken; nobody waits for the result. Request \(result.requestID ?? "–")" }
        let outcome =
            result.shown.errorText.map { "The function failed: \(HarmlessText.line($0))" } ?? "The function has answered."
        let memory = "\(number(result.maxMemoryMB, "MB")) of \(number(result.memoryMB, "MB"))"
        return """
            \(outcome)
              duration \(number(result.durationMs, "ms")), billed \(number(result.billedMs, "ms")), memory \(memory), \
            init \(number(result.initMs, "ms")), answer after \(number(result.tookMs, "ms")), \
            version \(result.executedVersion ?? "–"), request \(result.requestID ?? "–")
            """
    }
}
